// SPDX-License-Identifier: GPL-2.0-only
// kpw port on real trees: what it makes is what kpw series makes there, and nothing that a hand did gets lost unsaid.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { diff } from '../src/cli/diff.ts';
import { port } from '../src/cli/port.ts';
import { series } from '../src/cli/series.ts';
import { runVerb } from './run-verb.ts';
import { debian, designs, temporaryFolder } from './support.ts';

let folder: string;
/** The opt-in as posted, made for debian:6.1. */
let posted: string;

const kpw = (...argv: string[]) => runVerb(port, argv);
const hashes = (text: string) =>
  text
    .replace(/linux-source-\S+ \S+ \(Linux \S+\)/g, 'BASE')
    .replace(/\(Linux \S+\)/g, '(LINUX)')
    .replace(/\b[0-9a-f]{16}\b/g, 'HASH')
    .replace(/(?<=\.[ch]):\d+/g, ':N')
    .replace(/(?<=\S) {2,}/g, '  ')
    .replaceAll(folder, 'FOLDER');

/** The posted mbox with a change, in a file of its own. */
async function changed(name: string, from: string | RegExp, to: string): Promise<string> {
  const file = join(folder, name);
  const text = await readFile(posted, 'latin1');
  const made = text.replaceAll(from, to);
  expect(made).not.toBe(text);
  await writeFile(file, made, 'latin1');
  return file;
}

beforeAll(async () => {
  vi.stubEnv('GIT_COMMITTER_NAME', 'Ada Lamp');
  vi.stubEnv('GIT_COMMITTER_EMAIL', 'ada@example.org');
  folder = await temporaryFolder();
  posted = join(folder, 'posted.mbox');
  const argv = ['opt-in-ioctl', '--set', 'as-posted', '--tree', 'debian:6.1', '--no-evidence', '--anyway'];
  await runVerb(series, [...argv, '--rfc', '-v', '3', '--note', 'x', '--signoff', '--mbox', posted]);
});

afterAll(() => {
  vi.unstubAllEnvs();
});

test('patches are made again with their parameters, and each edit is told with its old place and its new one', async () => {
  const made = join(folder, 'made.mbox');
  const { noted } = await kpw(posted, '--onto', 'debian:7.2', '--mbox', made);
  expect(hashes(noted)).toMatchInlineSnapshot(`
    "msix-mmap/opt-in-ioctl with as-posted=true, 5 patches in FOLDER/made.mbox
      made for  BASE
      now for  debian:7.2 (LINUX)
    series  anchor  was  is
    prerequisite  S2  –  tools/testing/selftests/vfio/lib/include/libvfio/vfio_pci_device.h:N
    prerequisite  S2  –  tools/testing/selftests/vfio/lib/include/libvfio/vfio_pci_device.h:N
    prerequisite  S1  –  tools/testing/selftests/vfio/lib/vfio_pci_device.c:N
    prerequisite  S1  –  tools/testing/selftests/vfio/lib/vfio_pci_device.c:N
    prerequisite  S1  –  tools/testing/selftests/vfio/lib/vfio_pci_device.c:N
    prerequisite  S1  –  tools/testing/selftests/vfio/lib/vfio_pci_device.c:N
    prerequisite  S1  –  tools/testing/selftests/vfio/lib/vfio_pci_device.c:N
    prerequisite  S3  –  tools/testing/selftests/vfio/vfio_dma_mapping_mmio_test.c:N
    prerequisite  A2  drivers/vfio/pci/vfio_pci_core.c:N  drivers/vfio/pci/vfio_pci_core.c:N
    prerequisite  A3  drivers/vfio/pci/vfio_pci_core.c:N  drivers/vfio/pci/vfio_pci_core.c:N
    prerequisite  A5  drivers/vfio/pci/vfio_pci_core.c:N  drivers/vfio/pci/vfio_pci_core.c:N
    prerequisite  D1  –  drivers/vfio/pci/vfio_pci_dmabuf.c:N
    prerequisite  D3  –  drivers/vfio/pci/vfio_pci_dmabuf.c:N
    prerequisite  A17  –  include/uapi/linux/vfio.h:N
    variant  A3  drivers/vfio/pci/vfio_pci_core.c:N  drivers/vfio/pci/vfio_pci_core.c:N
    variant  A5m  drivers/vfio/pci/vfio_pci_core.c:N  drivers/vfio/pci/vfio_pci_core.c:N
    variant  A4  drivers/vfio/pci/vfio_pci_core.c:N  drivers/vfio/pci/vfio_pci_core.c:N
    variant  A4  drivers/vfio/pci/vfio_pci_core.c:N  drivers/vfio/pci/vfio_pci_core.c:N
    variant  A1  include/linux/vfio_pci_core.h:N  include/linux/vfio_pci_core.h:N
    variant  A6  include/uapi/linux/vfio.h:N  include/uapi/linux/vfio.h:N
    variant  D4  –  drivers/vfio/pci/vfio_pci_dmabuf.c:N
    variant  S2  –  tools/testing/selftests/vfio/lib/include/libvfio/vfio_pci_device.h:N
    variant  S1  –  tools/testing/selftests/vfio/lib/vfio_pci_device.c:N
    same  nobody changed them by hand: they are what the template gives for debian:6.1
    note  left behind, as it was said of other patches: Signed-off-by: Ada Lamp <ada@example.org>
    next  kpw series opt-in-ioctl --tree debian:7.2 --set as-posted=true makes them fit to send"
  `);
  const same = await runVerb(diff, ['opt-in-ioctl@as-posted', made, '--tree', 'debian:7.2', '--messages']);
  expect(same).toEqual({ status: 0, said: '', noted: '' });
  expect((await readFile(made, 'utf8')).match(/^Subject: .*$/gm)).toMatchInlineSnapshot(`
    [
      "Subject: [RFC PATCH v3 1/5] vfio: selftests: Map the areas that region info",
      "Subject: [RFC PATCH v3 2/5] vfio/pci: Restore the MSI-X mmap restriction",
      "Subject: [RFC PATCH v3 3/5] vfio/pci: Refuse to export the MSI-X table as a",
      "Subject: [RFC PATCH v3 4/5] vfio/pci: Let users opt in to mapping MSI-X",
      "Subject: [RFC PATCH v3 5/5] vfio: selftests: Test what mmap gives of the MSI-X",
    ]
  `);
});

test('what was sent without the prerequisite is made without it', async () => {
  const alone = join(folder, 'alone.mbox');
  const argv = ['region-flag', '--tree', 'debian:6.1', '--no-evidence', '--without-prerequisite'];
  await runVerb(series, [...argv, '--anyway', '--mbox', alone]);
  const { said, noted } = await kpw(alone, '--onto', 'debian:6.12');
  expect(said.match(/^Subject: .*$/gm)).toEqual([
    'Subject: [PATCH] vfio/pci: Flag the BAR whose MSI-X table may be mapped',
  ]);
  expect(noted).toContain('nobody changed them by hand');
});

test('a tree that has the restriction by itself needs no prerequisite, and another tree gets it', async () => {
  const restricted = join(folder, 'restricted');
  const tree = await debian('5.10');
  await tree.export(
    ['Makefile', 'Kbuild', 'drivers/vfio', 'include/linux', 'include/uapi/linux/vfio.h'],
    restricted,
  );
  for (const [path, text] of (await designs(tree)).prerequisite.edited.texts) {
    await mkdir(dirname(join(restricted, path)), { recursive: true });
    await writeFile(join(restricted, path), text, 'latin1');
  }
  const mbox = join(folder, 'restricted.mbox');
  await runVerb(series, ['region-flag', '--tree', restricted, '--no-evidence', '--anyway', '--mbox', mbox]);
  const { said, noted } = await kpw(mbox, '--onto', 'debian:6.12');
  expect(said.match(/^Subject: \[PATCH \d\/\d\]/gm)).toEqual([
    'Subject: [PATCH 1/2]',
    'Subject: [PATCH 2/2]',
  ]);
  expect(noted).toContain('nobody changed them by hand');
});

test('a hunk or a message that was edited by hand is an error that names it, unless it may be lost', async () => {
  const hunk = await changed('hunk.mbox', '+\tvdev->msix_mmap = !!', '+\tvdev->msix_mmap = !');
  const refused = {
    code: 'HAND_EDITED',
    detail:
      'drivers/vfio/pci/vfio_pci_core.c in "vfio/pci: Let users opt in to mapping MSI-X tables, as posted"',
  };
  await expect(kpw(hunk, '--onto', 'debian:7.2')).rejects.toMatchObject(refused);
  const { noted, status } = await kpw(hunk, '--onto', 'debian:7.2', '--force');
  expect([status, noted.includes('changed by hand, and that is lost:')]).toEqual([0, true]);
  const message = await changed('message.mbox', 'Three weaknesses', 'Four weaknesses');
  await expect(kpw(message, '--onto', 'debian:7.2')).rejects.toMatchObject({
    code: 'HAND_EDITED',
    detail: 'the message of "vfio/pci: Let users opt in to mapping MSI-X tables, as posted"',
  });
});

test('where the template changed since, that is told, and a hand is found out by the ids in the patch', async () => {
  const old = await changed('old.mbox', /(?<=sha256 )[0-9a-f]{16}/g, '0123456789abcdef');
  const { noted } = await kpw(old, '--onto', 'debian:7.2');
  expect(noted).toContain('note  the template changed since: sha256 was 0123456789abcdef, is ');
  expect(noted).toContain('same  nobody changed them by hand');
  // Another message may be the template's doing; another hunk gives other files than those whose ids are in the patch.
  const text = await readFile(old, 'latin1');
  await writeFile(old, text.replace('Three weaknesses', 'Four weaknesses'), 'latin1');
  expect((await kpw(old, '--onto', 'debian:7.2')).noted).toContain(
    "which may be all the template's doing:\n      the message of",
  );
  await writeFile(old, text.replace('+\tvdev->msix_mmap = !!', '+\tvdev->msix_mmap = !'), 'latin1');
  await expect(kpw(old, '--onto', 'debian:7.2')).rejects.toMatchObject({ code: 'HAND_EDITED' });
});

test('a base that is not at hand, or no longer the same, leaves it unverified', async () => {
  const gone = await changed('gone.mbox', /linux-source-6\.1 \S+/g, 'linux-source-6.1 6.1.1-1');
  expect((await kpw(gone, '--onto', 'debian:7.2')).noted).toContain(
    'could not be verified: kpw does not find linux-source-6.1 6.1.1-1 ',
  );
  expect((await kpw(gone, '--onto', 'debian:7.2', '--base', 'debian:6.1')).noted).toContain(
    'they are what the template gives for debian:6.1',
  );
  expect((await kpw(gone, '--onto', 'debian:7.2', '--base', 'debian:6.12')).noted).toContain(
    'drivers/vfio/pci/vfio_pci_core.c of debian:6.12 is another than the patches were made for',
  );
});

test('trailers that people added are told, since they were said of other patches', async () => {
  const reviewed = await changed('reviewed.mbox', /^---$/gm, 'Reviewed-by: Bob <bob@example.org>\n---');
  const { noted } = await kpw(reviewed, '--onto', 'debian:7.2');
  expect(noted.match(/^note {2}left behind.*Reviewed.*$/gm)).toHaveLength(1);
  expect(noted).toContain('same  nobody changed them by hand');
});

test('as data, all of it', async () => {
  const { said } = await kpw(posted, '--onto', 'debian:7.2', '--json');
  const { text, anchors, ...data } = JSON.parse(said);
  expect(text.match(/^From 0/gm)).toHaveLength(5);
  expect(anchors.find(({ anchor }: { anchor: string }) => anchor === 'A2')).toEqual({
    role: 'prerequisite',
    anchor: 'A2',
    was: expect.any(String),
    is: expect.any(String),
  });
  expect(Object.keys(data)).toMatchInlineSnapshot(`
    [
      "template",
      "parameters",
      "from",
      "onto",
      "left",
      "mails",
      "mbox",
      "folder",
    ]
  `);
});

test('what kpw did not make is carried by structure, and what needs a decision is told', async () => {
  const foreign = await changed('foreign.mbox', 'Generated by kpw, the kernel patch workbench.', 'By hand.');
  const same = await kpw(
    foreign,
    '--onto',
    'debian:6.1',
    '--base',
    'debian:6.1',
    '--mbox',
    join(folder, 'same.mbox'),
  );
  expect([same.status, same.noted.split('\n').at(-1)]).toEqual([
    0,
    'range-diff against the original: no difference',
  ]);
  await expect(kpw(foreign, '--onto', 'debian:7.2', '--base', 'debian:6.1')).rejects.toMatchObject({
    code: 'PORT_UNDECIDED',
    detail: expect.stringContaining('drivers/vfio/pci/vfio_pci_core.c'),
  });
  await expect(kpw(posted)).rejects.toMatchObject({ code: 'BAD_PARAMETER' });
  await expect(kpw(join(folder, 'nothing'), '--onto', 'debian:7.2')).rejects.toMatchObject({
    code: 'MAIL_UNREADABLE',
  });
});
