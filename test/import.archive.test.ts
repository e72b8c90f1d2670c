// SPDX-License-Identifier: GPL-2.0-only
// The project's own series, as if somebody had posted them: templates are made of them, give their bytes, and say what
// other trees need.
import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import * as api from '../src/api/index.ts';
import { openTopicTree } from '../src/cli/select.ts';
import { importVariant } from '../src/import/import.ts';
import { formatted } from '../src/import/source/format.ts';
import { tryImport } from '../src/import/try.ts';
import { runProgram } from '../src/kernel/run.ts';
import { onTree } from '../src/mail/history.ts';
import { readMails } from '../src/mail/read.ts';
import { compose } from '../src/series/generate.ts';
import type { AnyTopic } from '../src/series/topic.ts';
import { floppyNdelay } from '../templates/floppy-ndelay/index.ts';
import { msixMmap } from '../templates/msix-mmap/index.ts';
import { SERIES, temporaryFolder, testContext } from './support.ts';

const PROJECT = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');

/** A series of patches/ imported into a copy of its topic. */
async function imported(topic: AnyTopic, variant: string, base: string) {
  const context = testContext();
  const folder = join(await temporaryFolder(), topic.id);
  await cp(join(PROJECT, 'templates', topic.id), folder, { recursive: true });
  const where = join(PROJECT, 'patches', topic.id, variant, `debian-${base}`);
  const tree = await openTopicTree(topic, `debian:${base}`, context);
  const made = await importVariant(
    {
      ...{ topic, folder, own: false, name: 'as-imported', where, tree, api: { ...api } },
      messages: await readMails(where, context),
      format: (code) => formatted(code, PROJECT, context),
    },
    context,
  );
  return { ...made, topic, tree, context, folder };
}

/** What becomes of it on the other trees, on one line each, with the part of the driver that has to be looked at. */
async function elsewhere({ topic, variant, messages, tree, context }: Awaited<ReturnType<typeof imported>>) {
  const told: Record<string, string> = {};
  for (const series of SERIES.filter((one) => tree.spec !== `debian:${one}`)) {
    const other = await openTopicTree(topic, `debian:${series}`, context);
    const { state, failure, difference } = await tryImport(topic, other, variant, messages, context);
    const anchor =
      /^anchor (\S+) .*(missing|nowhere|times)/.exec(failure?.title ?? '')?.[1] ?? failure?.title;
    told[series] = [state, anchor, difference?.path].filter(Boolean).join(': ');
  }
  return told;
}

/** Whether the template's files are those that the mails make, behind each patch. */
async function sameBytes({ topic, variant, messages, tree, context }: Awaited<ReturnType<typeof imported>>) {
  const choice = { variant, parameters: {}, selftest: false };
  const { prerequisite, variants } = await compose(topic, tree, [choice], context);
  const laid = await onTree(messages, async (path) => prerequisite.edited.texts.get(path));
  if ('rejected' in laid) throw new Error(laid.rejected);
  const own = variants[0]?.composition.patches.slice(prerequisite.patches.length) ?? [];
  expect(own.length).toBe(laid.steps.length);
  const files = laid.steps.flatMap(({ after }, at) =>
    [...after].map(([path, file]) => ({ path, same: own[at]?.after.get(path) === file?.text })),
  );
  expect(files.length).toBeGreaterThan(0);
  return files.every(({ same }) => same);
}

const DECIDE = 'needs a decision:';

test.each([
  {
    ...{ topic: floppyNdelay, variant: 'checked-at-first-read', base: '6.1' },
    others: { '5.10': 'same', '6.12': `${DECIDE} floppy_open`, '7.2': `${DECIDE} floppy_open` },
  },
  {
    ...{ topic: floppyNdelay, variant: 'ndelay-ignored-again', base: '6.1' },
    others: { '5.10': 'same', '6.12': `${DECIDE} floppy_open`, '7.2': `${DECIDE} floppy_open` },
  },
  {
    ...{ topic: floppyNdelay, variant: 'ioctl-opens-kept', base: '6.12' },
    others: { '5.10': `${DECIDE} floppy_open`, '6.1': `${DECIDE} floppy_open`, '7.2': 'same' },
  },
  {
    ...{ topic: msixMmap, variant: 'opt-in-ioctl', base: '6.1' },
    others: {
      ...{ '5.10': `${DECIDE} vfio_pci_core_enable`, '6.12': 'adapted' },
      '7.2': `${DECIDE} vfio_pci_ioctl_get_region_info`,
    },
  },
  {
    ...{ topic: msixMmap, variant: 'region-flag', base: '6.1' },
    others: {
      ...{ '5.10': `${DECIDE} vfio_pci.c`, '6.12': 'adapted' },
      '7.2': `${DECIDE} vfio_pci_ioctl_get_region_info`,
    },
  },
  {
    ...{ topic: msixMmap, variant: 'iommu-group-flag', base: '6.12' },
    others: {
      ...{ '5.10': `${DECIDE} pnv_msi_allocate_domains`, '6.1': 'same' },
      '7.2': `${DECIDE} pnv_msi_allocate_domains`,
    },
  },
])('a template made of $variant for $base gives its bytes', async ({ topic, variant, base, others }) => {
  const made = await imported(topic, variant, base);
  expect(await sameBytes(made)).toBe(true);
  expect(await elsewhere(made)).toEqual(others);
});

test('a test that the topic gives each design is left to the topic', async () => {
  const { messages, prerequisite, selftest } = await imported(msixMmap, 'new-capability', '7.2');
  expect([prerequisite, selftest, messages.map(({ subject }) => subject)]).toMatchInlineSnapshot(`
    [
      3,
      true,
      [
        "[RFC PATCH 4/5] vfio/pci: Announce a mappable MSI-X table by a capability",
      ],
    ]
  `);
});

test('what is written is as the project writes: formatted, and in the list of the topic', async () => {
  const { files, folder, made } = await imported(floppyNdelay, 'checked-at-first-read', '6.1');
  const context = testContext();
  for (const file of [...files, made.index]) {
    const text = await readFile(file, 'latin1');
    const argv = ['check', '--write', '--stdin-file-path=templates/imported.ts'];
    const ran = await runProgram(join(PROJECT, 'node_modules/.bin/biome'), argv, context, {
      cwd: PROJECT,
      input: text,
    });
    expect(ran.stdout).toBe(text);
  }
  expect(await readFile(join(folder, 'index.ts'), 'utf8')).toMatch(
    /ndelaySkipsChecks, .*asImported|asImported,\n/,
  );
});

/** kpw in a folder, as its program is started. */
async function kpw(cwd: string, ...argv: string[]) {
  const ran = await runProgram('node', [join(PROJECT, 'bin/kpw.mjs'), ...argv], testContext(), { cwd });
  return { status: ran.exitCode, out: ran.stdout, notes: ran.stderr };
}

test('a topic of a user gets a variant too, which lints, gives the patch again and has a name of its own', async () => {
  const home = await temporaryFolder();
  await kpw(home, 'new', 'topic', 'ram', '--driver', 'drivers/block/brd.c', '--tree', 'debian:6.1');
  await kpw(home, 'generate', '--tree', 'debian:6.1');
  const mails = join(home, 'patches/ram/count-calls/debian-6.1');
  const named = ['--name', 'count-again', '--tree', 'debian:6.1', '--tree', 'debian:5.10'];
  const made = await kpw(home, 'import', mails, ...named, '--json');
  expect(made.status).toBe(0);
  const { topic, variant, trees } = JSON.parse(made.out);
  // brd_init() begins otherwise in 5.10, so that the patch does not apply as text.
  expect([topic, variant]).toEqual(['ram', 'count-again']);
  expect(trees).toMatchObject([{ tree: 'debian:5.10', state: 'adapted' }]);
  expect((await kpw(home, 'lint', '--tree', 'debian:6.1')).status).toBe(0);
  const diff = (name: string) => kpw(home, 'generate', name, '--tree', 'debian:6.1', '--stdout');
  const again = await diff('count-again');
  expect(again.out).toBe((await diff('count-calls')).out);
  expect(again.out).toContain('+\tbrd_init_calls++;');
  const twice = await kpw(home, 'import', mails, ...named);
  expect([twice.status, /^error \[(\w+)\]/m.exec(twice.notes)?.[1]]).toEqual([2, 'NAME_TAKEN']);
});
