// SPDX-License-Identifier: GPL-2.0-only
// Boots designs with a mistake each, every one with the program that is to find it, until its first failure.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { check } from '../checks/index.ts';
import { besideBaseline, unlike } from '../src/evidence/alike.ts';
import { prepareWhole } from '../src/evidence/prepare.ts';
import { sidesSubject } from '../src/evidence/uapi/compare-sides.ts';
import { designSides } from '../src/evidence/uapi/designs.ts';
import type { CellResult } from '../src/guest/cell-result.ts';
import { runCells } from '../src/guest/cells.ts';
import type { GuestCell } from '../src/guest/files.ts';
import { leaves } from '../src/guest/ktap.ts';
import { findMachine } from '../src/guest/machines.ts';
import { compose } from '../src/series/generate.ts';
import { sideOfTree } from '../src/uapi/side/tree.ts';
import { TARGETS } from '../src/uapi/targets.ts';
import { brokenChoice, brokenTopic, cellOf, type Mistake } from './broken-variant.ts';
import { debian, temporaryFolder, testContext } from './support.ts';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));
/** Cells without a mistake, which run all that any other cell runs. */
const SOUND = ['baseline', 'prerequisite'];
const ROLE = /^(\w+)\.\w+\.(\w+)$/;

/** What was seen of designs with mistakes. */
export interface BrokenBoots {
  /** The test that finds a mistake, or where none does the rules that have an error for it; empty where nothing does. */
  catches(mistake: Mistake): string[];
  /** Verdicts of the cells without a mistake. */
  readonly sound: readonly string[];
}

/**
 * @param series of Debian's tree: `6.1`
 * @param guests at a time
 */
export async function bootBroken(
  series: string,
  mistakes: readonly Mistake[],
  guests = 2,
): Promise<BrokenBoots> {
  const tree = await debian(series);
  const out = await temporaryFolder();
  const designs = await compose(brokenTopic, tree, mistakes.map(brokenChoice));
  const sides = designSides(designs, await sideOfTree(tree));
  const machine = await findMachine('x86-intel');
  const [prepared] = await prepareWhole({ designs, machine, out, project: PROJECT }, testContext());
  const { guest } = prepared;
  const needed = new Set(mistakes.map(({ by }) => by));
  /** Where a mistake names no program, every cell runs all. */
  const all = needed.has(undefined);
  const programs = (names: (name: string) => boolean) =>
    all ? [] : guest.tests.filter(({ name }) => names(name.replace(/^vfio_pci_msix_mmap_|_test$/g, '')));
  const cellsOf = (names: readonly string[]) =>
    names.flatMap((name): GuestCell[] => {
      const by = mistakes.find((one) => cellOf(one) === name)?.by;
      return guest.cells
        .filter((cell) => cell.name === name)
        .map((cell) => ({
          ...cell,
          tests: all
            ? (cell.tests ?? [])
            : programs((program) => (by === undefined ? needed.has(program) : by === program)),
        }));
    });
  const shares = Array.from({ length: guests }, (_, share) => [
    ...(share === 0 ? SOUND : []),
    ...mistakes
      .filter(({ by }) => by !== 'rules')
      .map(cellOf)
      .filter((_name, at) => at % guests === share),
  ]);
  const runs = await Promise.all(
    shares.map((names, share) =>
      runCells(
        {
          ...guest,
          cells: cellsOf(names),
          tests: all ? guest.tests : [],
          untilFailure: true,
          programSeconds: 60,
        },
        machine,
        prepared.kernel,
        { output: join(out, `run-${share}`) },
        testContext(),
      ),
    ),
  );
  const cells = runs.flatMap((run) => run.cells);
  const baseline = cells.find(({ cell }) => cell === 'baseline');
  const results = new Map(cells.map((result) => [result.cell, besideBaseline(baseline, result)]));
  return {
    catches: (mistake) => {
      const design = designs.variants.find(({ variant }) => variant.id === cellOf(mistake));
      if (!design) throw new Error(`${mistake.name} was not made`);
      const broken = prepared.builds.find(({ cell }) => cell.name === cellOf(mistake))?.failure;
      const found = [...(broken ? [broken.code] : []), ...failed(results.get(cellOf(mistake)), baseline)];
      if (found.length > 0) return [...new Set(found)];
      const subject = sidesSubject(sides.base, sides.side(mistake.name, design.composition), TARGETS);
      return check(subject)
        .filter(({ severity }) => severity === 'error')
        .map(({ rule }) => rule);
    },
    sound: SOUND.map((name) => `${name} ${results.get(name)?.verdict}`),
  };
}

/** The test that failed, of whatever device; a splat by its code; `same …` where only the unchanged kernel's answer tells. */
function failed(result: CellResult | undefined, baseline: CellResult | undefined): string[] {
  const tests = (result?.programs ?? []).flatMap(({ document }) =>
    leaves(document.tests)
      .filter(({ status }) => status === 'FAIL' || status === 'ERROR')
      .map(({ name }) => name.replace(ROLE, '$1.$2')),
  );
  const answers = unlike(baseline?.observations ?? [], result?.observations ?? []);
  const alone = tests.length > 0 ? [] : answers.map(({ key }) => `same ${key.replace(/^\w+/, 'ROLE')}`);
  const code = result?.failure?.code;
  return [...(code && code !== 'TESTS_FAILED' ? [code] : []), ...tests, ...alone.slice(0, 3)];
}
