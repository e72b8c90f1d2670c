// SPDX-License-Identifier: GPL-2.0-only
// The second topic: another driver, designs that are given as patches, a disk that the host changes while the guest runs.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { damages } from '../src/c/damage.ts';
import { parse } from '../src/c/parse.ts';
import { runDesigns } from '../src/evidence/run.ts';
import { findMachine } from '../src/guest/machines.ts';
import { withFiles } from '../src/kernel/debian/with-files.ts';
import { comparison } from '../src/report/comparison.ts';
import { checkpatch } from '../src/series/checkpatch.ts';
import { drift } from '../src/series/drift.ts';
import { compose, type Designs, mail } from '../src/series/generate.ts';
import { readSeries, seriesFolder } from '../src/series/write.ts';
import { floppyNdelay } from '../templates/floppy-ndelay/index.ts';
import { debian, SERIES, temporaryFolder, testContext } from './support.ts';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));
const TEMPLATES = join(PROJECT, 'templates');

async function composed(series: string): Promise<Designs> {
  const tree = await withFiles(await debian(series), floppyNdelay.reads, testContext());
  const choices = floppyNdelay.variants.map((variant) => ({ variant, parameters: {} }));
  return compose(floppyNdelay, tree, choices, testContext());
}

const driverOf = (designs: Designs, id: string) =>
  designs.variants
    .find(({ variant }) => variant.id === id)
    ?.composition.edited.texts.get('drivers/block/floppy.c');

describe.each(SERIES)('on debian:%s', (name) => {
  test('no edit damages the parse, and each design is where history had it', async () => {
    const designs = await composed(name);
    for (const { composition } of designs.variants)
      for (const { before, after } of composition.patches)
        for (const [path, text] of after)
          expect(damages(parse('after', path, text).root).length).toBeLessThanOrEqual(
            damages(parse('before', path, before.get(path) ?? '').root).length,
          );
    // What was reintroduced in 2021 is what was mended in 2016, and today's driver needs no patch for today's design.
    expect(driverOf(designs, 'ndelay-ignored-again')).toBe(driverOf(designs, 'ioctl-opens-kept'));
    expect(driverOf(designs, 'ndelay-skips-checks')).toBe(
      designs.baseline.pristine.texts.get('drivers/block/floppy.c'),
    );
    expect(designs.variants.map(({ composition }) => composition.patches.length)).toEqual([1, 2, 0, 1, 2]);
  });

  test('the mails are those that are kept, apply by git am, and checkpatch has nothing to say', async () => {
    const designs = await composed(name);
    const series = await mail(designs, TEMPLATES, testContext());
    const folder = join(await temporaryFolder(), 'tree');
    const git = (...args: string[]) =>
      execa('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.invalid', ...args], { cwd: folder });
    for (const [path, text] of designs.baseline.pristine.texts) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text, 'latin1');
    }
    await git('init', '--quiet', '--initial-branch=base');
    await git('add', '.');
    await git('commit', '--quiet', '--message=base');
    for (const { variant, mails, composition, tree } of series) {
      const kept = seriesFolder(join(PROJECT, 'patches'), floppyNdelay.id, variant.id, tree.label);
      expect(drift(await readSeries(kept), mails), variant.id).toEqual({ kind: 'none' });
      await git('checkout', '--quiet', '-B', variant.id, 'base');
      for (const { name: file, text } of mails) {
        await writeFile(join(folder, '.git', file), text, 'latin1');
        await git('am', '--quiet', join(folder, '.git', file));
      }
      for (const [path, text] of composition.edited.texts)
        expect(await readFile(join(folder, path), 'latin1'), `${variant.id}: ${path}`).toBe(text);
      const found = await checkpatch({ tree, mails }, testContext());
      expect(found.filter(({ severity }) => severity !== 'note')).toEqual([]);
    }
  });
});

/** Rows of the table by their group, of each design one after another. */
async function table(series: string) {
  const request = {
    ...{ designs: await composed(series), machine: await findMachine('x86-floppy') },
    ...{ out: await temporaryFolder(), project: PROJECT, again: true },
  };
  const { evidence } = await runDesigns(request, testContext());
  const told = comparison(evidence, floppyNdelay.rows);
  const texts = told.lines.map(
    ({ label, values }) => `${label}: ${values.map(({ text }) => text).join(' | ')}`,
  );
  return {
    columns: told.columns,
    verdicts: evidence.cells.map(({ verdict, failure }) => failure?.detail ?? verdict),
    problems: evidence.boots.flatMap((boot) => boot.problems),
    texts: texts.filter((text) => !/\d ms|lines changed|findings|tests passed|for userspace|UAPI/.test(text)),
  };
}

test('every design does in a guest what it promises, and the table answers the thread', async () => {
  const { columns, verdicts, problems, texts } = await table('6.1');
  expect(verdicts).toEqual(columns.map(() => 'PASS'));
  expect(problems).toEqual([]);
  expect([columns.join(' | '), ...texts]).toMatchInlineSnapshot(`
    [
      "baseline | ndelay-ignored | ioctl-opens-kept | ndelay-skips-checks | ndelay-ignored-again | checked-at-first-read",
      "read: ENXIO | ENXIO | ENXIO | ENXIO | ENXIO | ENXIO",
      "write: ENXIO | ENXIO | ENXIO | ENXIO | ENXIO | ENXIO",
      "read, write: ENXIO | ENXIO | ENXIO | ENXIO | ENXIO | ENXIO",
      "ioctls only: ok | EINVAL | ok | ok | ok | ok",
      "read: ok | ENXIO | ENXIO | ok | ENXIO | ok",
      "write: ok | ENXIO | ENXIO | ok | ENXIO | ok",
      "read, write: ok | ENXIO | ENXIO | ok | ENXIO | ok",
      "ioctls only: ok | EINVAL | ok | ok | ok | ok",
      "read: ok | ok | ok | ok | ok | ok",
      "write: ok | ok | ok | ok | ok | ok",
      "read, write: ok | ok | ok | ok | ok | ok",
      "ioctls only: ok | EINVAL | ok | ok | ok | ok",
      "read: ok | ok | ok | ok | ok | ok",
      "write: ok | ok | ok | ok | ok | ok",
      "read, write: ok | ok | ok | ok | ok | ok",
      "ioctls only: ok | EINVAL | ok | ok | ok | ok",
      "read: ok | ok | ok | ok | ok | ok",
      "write: EROFS | EROFS | EROFS | EROFS | EROFS | EROFS",
      "read, write: EROFS | EROFS | EROFS | EROFS | EROFS | EROFS",
      "ioctls only: ok | EINVAL | ok | ok | ok | ok",
      "read: ok | ok | ok | ok | ok | ok",
      "write: ok | EROFS | EROFS | ok | EROFS | ok",
      "read, write: ok | EROFS | EROFS | ok | EROFS | ok",
      "ioctls only: ok | EINVAL | ok | ok | ok | ok",
      "size told: 4096 | 1474560 | 1474560 | 4096 | 1474560 | 4096",
      "first read: EIO | data | data | EIO | data | data",
      "the same again: EIO | data | data | EIO | data | data",
      "the last sector: behind the end | data | data | behind the end | data | data",
      "the kernel's log: noisy | quiet | quiet | noisy | quiet | quiet",
      "write to a protected disk: EIO | EROFS | EROFS | EIO | EROFS | EIO",
      "no disk: status: ok | ENXIO | ENXIO | ok | ENXIO | ok",
      "no disk: recalibrate: ok | – | – | ok | – | ok",
      "protected: status: ok | EROFS | EROFS | ok | EROFS | ok",
      "fdmount, no disk: H1440 | ENXIO | ENXIO | H1440 | ENXIO | H1440",
      "setfdprm, no disk: ok | EINVAL | ok | ok | ok | ok",
      "setfdprm, a disk: ok | EINVAL | ok | ok | ok | ok",
      "libblkid of 2021, a disk: EIO | data | data | EIO | data | data",
      "then a mount reads: data | data | data | data | data | data",
      "libblkid of 2021, no disk: EIO | ENXIO | ENXIO | EIO | ENXIO | EIO",
      "the kernel's log: noisy | noisy | noisy | noisy | noisy | noisy",
      "libblkid of today, a disk: data | data | data | data | data | data",
      "libblkid of today, no disk: ENXIO | ENXIO | ENXIO | ENXIO | ENXIO | ENXIO",
      "what was read before: the old disk | the old disk | the old disk | the old disk | the old disk | the old disk",
      "what was not: EIO | EIO | EIO | EIO | EIO | EIO",
      "a second open: the new disk | the new disk | the new disk | the new disk | the new disk | the new disk",
      "a second open, O_NDELAY: the old disk | the new disk | the new disk | the old disk | the new disk | the old disk",
      "verdict: PASS | PASS | PASS | PASS | PASS | PASS",
    ]
  `);
});
