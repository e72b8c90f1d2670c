// SPDX-License-Identifier: GPL-2.0-only
// `npm run test:truth`: every header of every tree on every target that has a compiler here. Arguments, if any, name
// trees and targets: `npm run test:truth -- 6.12 i386`. Deviations go to out/truth/, the table to standard output.
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { TARGET_IDS, type TargetId } from '../../src/c/target.ts';
import { COMPILERS, compilerVersion } from '../../src/uapi/compiler/compilers.ts';
import { SERIES } from '../support.ts';
import { failures } from './aims.ts';
import { deviations, HEADING, tableOf } from './table.ts';
import { type Trial, trial } from './trees.ts';

const FOLDER = fileURLToPath(new URL('../../out/truth/', import.meta.url));
const EXAMPLES = 1000;

function named<T extends string>(all: readonly T[]): readonly T[] {
  const chosen = all.filter((one) => process.argv.slice(2).includes(one));
  return chosen.length > 0 ? chosen : all;
}

function page(series: string, id: TargetId, { compared, truths }: Trial): string {
  const refused = truths.filter(({ error }) => error !== undefined);
  return [
    HEADING,
    tableOf(series, id, compared),
    '',
    `${truths.length} headers, of which the compiler refuses ${refused.length}:`,
    ...refused.map(({ header, error }) => `  ${header}: ${error}`),
    '',
    'Deviations by reason:',
    deviations(compared, EXAMPLES),
    '',
  ].join('\n');
}

async function main(): Promise<number> {
  mkdirSync(FOLDER, { recursive: true });
  const failed: string[] = [];
  let tried = 0;
  process.stdout.write(`${HEADING}\n`);
  for (const id of named(TARGET_IDS)) {
    const version = compilerVersion(id);
    if (!version) {
      process.stderr.write(`${id}: not tried, needs ${COMPILERS[id].packages.join(' ')}\n`);
      continue;
    }
    for (const series of named(SERIES)) {
      const result = await trial(series, id);
      tried += 1;
      process.stdout.write(`${tableOf(series, id, result.compared)}\n`);
      writeFileSync(`${FOLDER}${series}-${id}.txt`, page(series, id, result));
      failed.push(...failures(result.compared).map((failure) => `${series} ${id}: ${failure}`));
    }
  }
  process.stdout.write(`\nDeviations, each with its reason: out/truth/\n${failed.join('\n')}\n`);
  return failed.length === 0 && tried > 0 ? 0 : 1;
}

process.exitCode = await main();
