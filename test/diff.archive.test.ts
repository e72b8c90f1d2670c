// SPDX-License-Identifier: GPL-2.0-only
// kpw diff on real trees. The page is one as patchwork shows it, made here of our own series.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { diff } from '../src/cli/diff.ts';
import { openTree } from '../src/kernel/open.ts';
import { mail } from '../src/series/generate.ts';
import { debian, designs, temporaryFolder, testContext } from './support.ts';

let folder: string;
/** A tree of the shape of v4.15 and before, see restricted-tree.archive.test.ts. */
let restricted: string;

/** What the verb prints, with its exit status. */
async function kpw(names: readonly string[], options: Record<string, string | boolean> = {}) {
  const said: string[] = [];
  const noted: string[] = [];
  const plain = (text: string) => text;
  const colour = { good: plain, bad: plain, warn: plain, dim: plain, bold: plain };
  const given = { topic: 'msix-mmap', context: '3', ...options };
  const status = await diff.run(names, given, {
    context: testContext(),
    print: (text) => said.push(text),
    note: (text) => noted.push(text),
    colour,
    columns: undefined,
  });
  const text = (lines: readonly string[]) =>
    lines.join('\n').replaceAll(folder, 'FOLDER').replaceAll(/ +$/gm, '');
  return { status, said: text(said), noted: text(noted) };
}

/** The mails of one variant as files, in a folder. */
async function series(spec: string, id: string, settings: readonly string[] = []): Promise<string> {
  const made = await mail(
    await designs(await openTree(spec, testContext()), settings),
    'templates',
    testContext(),
  );
  const into = join(folder, `${id}-${spec.replace(/\W+/g, '-')}`);
  await mkdir(into, { recursive: true });
  for (const { name, text } of made.find(({ variant }) => variant.id === id)?.mails ?? [])
    await writeFile(join(into, name), text, 'latin1');
  return into;
}

beforeAll(async () => {
  folder = await temporaryFolder();
  restricted = join(folder, 'linux');
  const source = await debian('5.10');
  await source.export(
    ['Makefile', 'Kbuild', 'drivers/vfio', 'include/linux', 'include/uapi/linux/vfio.h'],
    restricted,
  );
  for (const [path, text] of (await designs(source)).prerequisite.edited.texts) {
    await mkdir(dirname(join(restricted, path)), { recursive: true });
    await writeFile(join(restricted, path), text, 'latin1');
  }
});

test('a variant and its own mails are the same, with the prerequisite and without', async () => {
  const mails = await series('debian:6.1', 'region-flag');
  const same = { status: 0, said: '', noted: '' };
  expect(await kpw(['region-flag', mails], { tree: 'debian:6.1', messages: true })).toEqual(same);
  const own = join(mails, '0002-vfio-pci-Flag-the-BAR-whose-MSI-X-table-may-be-mappe.patch');
  expect(await kpw(['region-flag', own], { tree: 'debian:6.1', stat: true })).toEqual(same);
  expect(await kpw([mails, mails])).toEqual(same);
});

/** What patchwork makes of a mail: two blanks behind `@@`, and the message and its diff in sections of their own. */
function page(text: string, change: (diff: string) => string): string {
  const [message = '', ...rest] = text.split(/^(?=diff --git )/m);
  return `[RFC] vfio-pci: Allow it\n\nMessage ID 1@example.org (mailing list archive)\n\nCommit Message\n
Ada Lamp Nov. 22, 2017, 4:09 a.m. UTC\n${message.slice(message.indexOf('\n\n'))}\nComments\n
Bob Nov. 22, 2017, 4:25 a.m. UTC\n${rest.join('').replace(/^/gm, '> ')}
Patch\n\n${change(rest.join('')).replace(/^(@@ .* @@)/gm, '$1 ')}`;
}

test('on a tree that restricts by itself, as-posted and a page of it are the same', async () => {
  const mails = await series(restricted, 'opt-in-ioctl', ['as-posted']);
  const [text = ''] = await readAll(mails);
  const saved = join(folder, 'page.txt');
  await writeFile(
    saved,
    page(text, (diffs) => diffs),
    'latin1',
  );
  expect(await kpw(['opt-in-ioctl@as-posted', saved], { tree: restricted })).toEqual({
    status: 0,
    said: '',
    noted: '',
  });
  // The number that was free when the RFC was posted, and a neighbour that the struct had then: it does not apply.
  const older = (diffs: string) =>
    diffs.replaceAll('VFIO_BASE + 18', 'VFIO_BASE + 14').replace('nointx', 'noirq');
  await writeFile(saved, page(text, older), 'latin1');
  const names = ['opt-in-ioctl@as-posted', saved];
  expect(await kpw(names, { tree: restricted, context: '0' })).toMatchInlineSnapshot(`
    {
      "noted": "page.txt does not apply to FOLDER/linux: a hunk of drivers/vfio/pci/vfio_pci_private.h does not fit; compared as its hunks show it",
      "said": "",
      "status": 0,
    }
  `);
  const { said, ...rest } = await kpw(names, { tree: restricted, stat: true });
  // As wide as the name of a temporary folder.
  expect({ ...rest, said: said.replaceAll(/ {2,}/g, '  ') }).toMatchInlineSnapshot(`
    {
      "noted": "page.txt does not apply to FOLDER/linux: a hunk of drivers/vfio/pci/vfio_pci_private.h does not fit; compared as its hunks show it",
      "said": "side  patches  files  hunks  lines  UAPI
    opt-in-ioctl@as-posted on FOLDER/linux  1  3  5  +33 −2  +VFIO_PCI_ALLOW_MSIX_MMAP
      +VFIO_DEVICE_PCI_ALLOW_MSIX_MMAP
      +struct vfio_pci_allow_msix_mmap
    FOLDER/page.txt  1  3  5  +33 −2  +VFIO_PCI_ALLOW_MSIX_MMAP
      +VFIO_DEVICE_PCI_ALLOW_MSIX_MMAP
      +struct vfio_pci_allow_msix_mmap",
      "status": 1,
    }
  `);
});

async function readAll(into: string): Promise<string[]> {
  const { readSeries } = await import('../src/series/write.ts');
  return ((await readSeries(into)) ?? []).map(({ text }) => text);
}

test('two variants, and one on two trees, differ by what their patches do', async () => {
  const { status, said } = await kpw(['region-flag', 'new-capability'], { tree: 'debian:6.1', context: '0' });
  expect(status).toBe(1);
  expect(said).toMatchInlineSnapshot(`
    "1 ! 1  vfio/pci: Flag the BAR whose MSI-X table may be mapped | vfio/pci: Announce a mappable MSI-X table by a capability
        @@ drivers/vfio/pci/vfio_pci_core.c: static int vfio_pci_ioctl_get_region_info(stru
        -+				info.flags |= VFIO_REGION_INFO_FLAG_MSIX_MAPPABLE;
        @@ drivers/vfio/pci/vfio_pci_core.c: int vfio_pci_core_mmap(struct vfio_device *cor
        -
        - ## include/uapi/linux/vfio.h ##
        -@@ include/uapi/linux/vfio.h: struct vfio_region_info {
        -+#define VFIO_REGION_INFO_FLAG_MSIX_MAPPABLE	(1 << 4) /* MSI-X table may be mapped */
        -@@ include/uapi/linux/vfio.h: struct vfio_device_migration_info {
        -+ *
        -+ * VFIO_REGION_INFO_FLAG_MSIX_MAPPABLE in the flags of the region says the
        -+ * same, for those who do not want to walk the capability chain.  It is newer:
        -+ * kernels from v4.16 on give the capability, and those before the flag do not
        -+ * set it.  So the flag alone says that the table may be mapped, and its
        -+ * absence says nothing."
  `);
  const trees = await kpw(['new-capability'], { tree: 'debian:6.1', onto: 'debian:6.12', json: true });
  expect([trees.status, JSON.parse(trees.said)]).toMatchInlineSnapshot(`
    [
      0,
      {
        "a": {
          "base": "prerequisite",
          "name": "new-capability",
          "rejected": null,
          "stat": {
            "deletions": 49,
            "files": 1,
            "hunks": 3,
            "insertions": 9,
            "patches": 1,
            "uapi": {
              "added": [],
              "removed": [],
            },
          },
          "tree": "debian:6.1",
        },
        "b": {
          "base": "prerequisite",
          "name": "new-capability",
          "rejected": null,
          "stat": {
            "deletions": 49,
            "files": 1,
            "hunks": 3,
            "insertions": 9,
            "patches": 1,
            "uapi": {
              "added": [],
              "removed": [],
            },
          },
          "tree": "debian:6.12",
        },
        "pairs": [
          {
            "a": {
              "number": 1,
              "subject": "vfio/pci: Announce a mappable MSI-X table by a capability",
            },
            "b": {
              "number": 1,
              "subject": "vfio/pci: Announce a mappable MSI-X table by a capability",
            },
            "diff": "",
            "relation": "same",
          },
        ],
        "same": true,
      },
    ]
  `);
});

test('what cannot be compared is refused', async () => {
  await expect(kpw(['region-flag'])).rejects.toMatchObject({ code: 'BAD_PARAMETER' });
  await expect(kpw(['region-flg', 'region-flag'])).rejects.toMatchObject({
    code: 'UNKNOWN_NAME',
    hint: 'Did you mean region-flag?',
  });
  await expect(kpw(['region-flag@number=2', 'region-flag'])).rejects.toMatchObject({ code: 'BAD_PARAMETER' });
  await expect(kpw(['region-flag', 'README.md'])).rejects.toMatchObject({ code: 'NO_PATCH' });
  await expect(kpw(['region-flag', 'opt-in-ioctl'], { creationFactor: 'x' })).rejects.toMatchObject({
    code: 'BAD_PARAMETER',
  });
});
