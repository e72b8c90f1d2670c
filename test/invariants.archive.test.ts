// SPDX-License-Identifier: GPL-2.0-only
// The invariants of the design that concern text: every tree, every variant.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { beforeAll, describe, expect, test } from 'vitest';
import { damages } from '../src/c/damage.ts';
import { parse } from '../src/c/parse.ts';
import type { Tree } from '../src/kernel/tree.ts';
import { checkpatch } from '../src/series/checkpatch.ts';
import { drift } from '../src/series/drift.ts';
import { type Designs, type MailedSeries, mail } from '../src/series/generate.ts';
import { netsToBase } from '../src/series/rfc.ts';
import { readSeries, seriesFolder } from '../src/series/write.ts';
import { msixMmap } from '../templates/msix-mmap/index.ts';
import { debian, designs, SERIES, temporaryFolder, testContext } from './support.ts';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));
const TEMPLATES = join(PROJECT, 'templates');

/** Not the selftest that a series ends with: its C is that of the harness's macros, its Makefile is no C at all. */
const isKernel = (path: string) => !path.startsWith('tools/');

describe.each(SERIES)('on debian:%s', (name) => {
  let tree: Tree;
  let made: Designs;
  let posted: Designs;
  let series: MailedSeries[];

  beforeAll(async () => {
    tree = await debian(name);
    made = await designs(tree);
    posted = await designs(tree, ['as-posted']);
    series = await mail(made, TEMPLATES, testContext());
  });

  test('no edit damages the parse of any file', () => {
    for (const { composition } of [...made.variants, ...posted.variants])
      for (const patch of composition.patches)
        for (const [path, text] of patch.after)
          if (isKernel(path))
            expect(damages(parse('after', path, text).root).length).toBeLessThanOrEqual(
              damages(parse('before', path, patch.before.get(path) ?? '').root).length,
            );
  });

  test('the prerequisite and then the capability give back the pristine driver, byte for byte', () => {
    const capability = made.variants.find(({ variant }) => variant.id === 'new-capability');
    const kernel = (texts: ReadonlyMap<string, string>) =>
      new Map([...texts].filter(([path]) => isKernel(path)));
    expect(kernel(capability?.composition.edited.texts ?? new Map())).toEqual(
      kernel(made.baseline.pristine.texts),
    );
    expect(made.prerequisite.patches.length).toBeGreaterThan(0);
  });

  test('as it was proposed, unconditional removal is the pristine driver less the capability', async () => {
    const removal = posted.variants.find(({ variant }) => variant.id === 'unconditional-removal');
    const pristine = made.baseline.pristine.texts;
    const changed = [...(removal?.composition.edited.texts ?? [])].filter(
      ([path, text]) => isKernel(path) && text !== pristine.get(path),
    );
    expect(changed.map(([path]) => path)).toEqual([made.baseline.layout.driver]);
    const [[, text] = ['', '']] = changed;
    const lines = (source: string) => source.split('\n').map((line) => line.trim());
    const before = lines(pristine.get(made.baseline.layout.driver) ?? '');
    const known = new Set(before);
    expect(text).not.toMatch(/msix_mmappable_cap|msix_sparse_mmap_cap/);
    expect(lines(text).filter((line) => !known.has(line))).toEqual([
      expect.stringMatching(/^if \(vdev->bar_mmap_supported\[info(\.|->)index\]\)$/),
    ]);
    // The capability's function with the empty line behind it, its call with the check, the branch and its braces.
    expect(before.length - lines(text).length).toBe(11 + 6);
  });

  test('a design applied twice is refused with a clear error', () => {
    for (const { variant, parameters, composition } of made.variants) {
      const again = () => {
        const templates = variant.patches?.(composition.layout, parameters) ?? [];
        for (const template of templates) template.edits(composition.layout, composition.edited);
      };
      expect(again).toThrowError(
        expect.objectContaining({ code: expect.stringMatching(/^(ANCHOR_MISSING|ALLOCATION_TAKEN)$/) }),
      );
    }
  });

  test('the mails apply by git am to the pristine tree, give the same bytes, and reverse to it', async () => {
    const folder = join(await temporaryFolder(), 'tree');
    const git = (...args: string[]) =>
      execa('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.invalid', ...args], { cwd: folder });
    const pristine = made.baseline.pristine.texts;
    for (const [path, text] of pristine) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text, 'latin1');
    }
    await git('init', '--quiet', '--initial-branch=base');
    await git('add', '.');
    await git('commit', '--quiet', '--message=base');
    for (const { variant, mails, composition } of series) {
      await git('checkout', '--quiet', '-B', variant.id, 'base');
      const box = join(folder, '.git', `${variant.id}.mbox`);
      await writeFile(box, mails.map(({ text }) => text).join('\n'), 'latin1');
      await git('am', '--quiet', box);
      for (const [path, text] of composition.edited.texts)
        expect(await readFile(join(folder, path), 'latin1'), `${variant.id}: ${path}`).toBe(text);
      await git('diff', '--quiet', `base`, `${variant.id}~${mails.length}`);
      for (const { text } of [...mails].reverse()) {
        await writeFile(box, text, 'latin1');
        await git('apply', '--reverse', '--index', box);
      }
      await git('diff', '--quiet', '--cached', 'base');
      const twice = await git('apply', '--check', '--reverse', box).catch((error: Error) => error);
      expect(twice).toBeInstanceOf(Error);
    }
  });

  test('the same inputs give the same mails', async () => {
    const again = await mail(await designs(tree), TEMPLATES, testContext());
    expect(again.map(({ mails }) => mails)).toEqual(series.map(({ mails }) => mails));
  });

  test('with the capability that came later, unconditional removal is the kernel that merged it', () => {
    const same = made.variants.filter(({ composition }) => netsToBase(composition));
    expect(same.map(({ variant }) => variant.id)).toEqual(['new-capability', 'unconditional-removal']);
    expect(posted.variants.filter(({ composition }) => netsToBase(composition))).toHaveLength(1);
  });

  test('a series with a patch that is not for merging is headed as an RFC', () => {
    for (const { mails } of series)
      for (const { text } of mails) expect(text).toMatch(/^Subject: \[RFC PATCH \d\/\d\]/m);
  });

  test('the ioctl and the feature have the numbers that are free on the newest tree', async () => {
    const { variants } = await designs(tree, ['via=feature']);
    const value = (all: Designs['variants'], name: string) =>
      all.find(({ variant }) => variant.id === 'opt-in-ioctl')?.composition.layout.uapi.values.get(name);
    expect(Number(value(made.variants, 'VFIO_DEVICE_PCI_ALLOW_MSIX_MMAP')) & 0xff).toBe(100 + 22);
    expect(value(variants, 'VFIO_DEVICE_FEATURE_PCI_ALLOW_MSIX_MMAP')).toBe(13n);
  });

  test('who may map the table is told by the capability that clients look for', () => {
    for (const { variant, parameters, composition } of made.variants) {
      const { fresh, optIn } = variant.contract(made.prerequisite.layout, parameters);
      for (const state of [fresh, ...(optIn ? [optIn.after] : [])])
        expect(state.capabilities.includes('VFIO_REGION_INFO_CAP_MSIX_MAPPABLE'), variant.id).toBe(
          state.mmap.table === 'ok',
        );
      expect(composition.edited.texts.get(made.baseline.layout.driver)).toContain('msix_mmappable_cap');
    }
  });

  test("the tree's own checkpatch --strict has nothing to say", async () => {
    const findings = await Promise.all(series.map((one) => checkpatch(one, testContext())));
    expect(findings.flat().map(({ severity, message }) => `${severity}: ${message}`)).toEqual([]);
  });

  test('the committed series are those that the templates give, or the archive has moved on', async () => {
    for (const { variant, mails } of series) {
      const kept = await readSeries(
        seriesFolder(join(PROJECT, 'patches'), msixMmap.id, variant.id, tree.label),
      );
      expect(drift(kept, mails).kind, variant.id).toMatch(/^(none|base)$/);
    }
  });

  test("as posted, the opt-in keeps the RFC's own words: nothing is reset, nothing is annotated", () => {
    const opted = posted.variants.find(({ variant }) => variant.id === 'opt-in-ioctl');
    const patch = opted?.composition.patches.findLast(({ selftest }) => !selftest);
    const files = [made.baseline.layout.driver, made.baseline.layout.device.path];
    const added = files.flatMap((path) => {
      const old = new Set((patch?.before.get(path) ?? '').split('\n'));
      return (patch?.after.get(path) ?? '')
        .split('\n')
        .filter((line) => !old.has(line) && /\bmsix_mmap\b/.test(line));
    });
    expect(added.map((line) => line.trim()).sort()).toEqual(
      [
        '!vdev->msix_mmap) {',
        'vdev->msix_mmap = !!(hdr.flags & VFIO_PCI_ALLOW_MSIX_MMAP);',
        'if (!vdev->msix_mmap && index == vdev->msix_bar) {',
        'bool\t\t\tmsix_mmap;',
      ].sort(),
    );
  });
});
