// SPDX-License-Identifier: GPL-2.0-only
// Mistakes beside mmap and read: which test or rule catches each. The newest tree for those in dma-bufs, which it alone has.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { check } from '../checks/index.ts';
import { besideBaseline, unlike } from '../src/evidence/alike.ts';
import { prepareWhole } from '../src/evidence/prepare.ts';
import { subjectOf } from '../src/evidence/uapi/compare-sides.ts';
import { designSides } from '../src/evidence/uapi/designs.ts';
import { type CellResult, runCells } from '../src/guest/cells.ts';
import { leaves } from '../src/guest/ktap.ts';
import { findMachine } from '../src/guest/machines.ts';
import { compose } from '../src/series/generate.ts';
import { parameters } from '../src/series/parameters.ts';
import { sideOfTree } from '../src/uapi/side-tree.ts';
import { TARGETS } from '../src/uapi/targets.ts';
import { ANSWERS, CALLERS, DMA_BUFS, LOCKS, WAYS } from './broken-designs-ways.ts';
import { brokenTopic, brokenVariant, cellOf, type Mistake } from './broken-variant.ts';
import { debian, temporaryFolder, testContext } from './support.ts';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));
/** The programs whose mistakes these are. */
const PROGRAMS = /_(ways|caller|answers)_test$|msix_mmap_test$/;

/** A line for each mistake, and one for what catches it; rules only where they find an error. */
async function catches(series: string, mistakes: readonly Mistake[]): Promise<string[]> {
  const tree = await debian(series);
  const out = await temporaryFolder();
  const choices = mistakes.map((mistake) => {
    const variant = brokenVariant(mistake);
    return { variant, parameters: parameters(variant, mistake.set ?? []) };
  });
  const designs = await compose(brokenTopic, tree, choices);
  const sides = designSides(designs, await sideOfTree(tree));
  const machine = await findMachine('x86-intel');
  const [prepared] = await prepareWhole({ designs, machine, out, project: PROJECT }, testContext());
  const tests = prepared.guest.tests.filter(({ name }) => PROGRAMS.test(name));
  const guest = { ...prepared.guest, tests, programSeconds: 60 };
  const run = await runCells(guest, machine, prepared.kernel, { output: join(out, 'run') }, testContext());
  const baseline = run.cells.find(({ cell }) => cell === 'baseline');
  const results = new Map(run.cells.map((result) => [result.cell, besideBaseline(baseline, result)]));
  for (const sound of ['baseline', 'prerequisite']) expect(results.get(sound)?.verdict).toBe('PASS');
  return mistakes.flatMap((mistake) => {
    const design = designs.variants.find(({ variant }) => variant.id === cellOf(mistake));
    if (!design) throw new Error(`${mistake.name} was not made`);
    const subject = subjectOf(sides.base, sides.side(mistake.name, design.composition), TARGETS);
    const errors = check(subject).filter(({ severity }) => severity === 'error');
    const result = results.get(cellOf(mistake));
    const found = [...failed(result, baseline), ...errors.map(({ rule }) => rule)];
    return [mistake.name, ...[...new Set(found)].map((one) => `    ${one}`)];
  });
}

/** Tests that failed, for all roles as one; `same …` where nothing but the unchanged kernel's answer tells. */
function failed(result: CellResult | undefined, baseline: CellResult | undefined): string[] {
  const tests = (result?.programs ?? []).flatMap(({ document }) =>
    leaves(document.tests)
      .filter(({ status }) => status === 'FAIL' || status === 'ERROR')
      .map(({ name }) => name.replace(/^(\w+)\.\w+\.(\w+)$/, '$1.$2')),
  );
  const answers = unlike(baseline?.observations ?? [], result?.observations ?? []);
  const alone = tests.length > 0 ? [] : answers.map(({ key }) => `same ${key.replace(/^\w+/, 'ROLE')}`);
  const code = result?.failure?.code;
  return [...(code && code !== 'TESTS_FAILED' ? [code] : []), ...tests, ...alone];
}

/** Names of mistakes with nothing below them. */
function uncaught(lines: readonly string[]): string[] {
  return lines.filter((line, at) => !line.startsWith(' ') && !lines[at + 1]?.startsWith(' '));
}

test('every mistake beside mmap and read is caught, by a test or by an error of a rule', async () => {
  const lines = await catches('6.1', [...WAYS, ...CALLERS, ...ANSWERS, ...LOCKS]);
  expect(lines.join('\n')).toMatchInlineSnapshot();
  expect(uncaught(lines)).toEqual([]);
});

test('every mistake in what is given out as a dma-buf is caught', async () => {
  const lines = await catches('7.2', DMA_BUFS);
  expect(lines.join('\n')).toMatchInlineSnapshot();
  expect(uncaught(lines)).toEqual([]);
});
