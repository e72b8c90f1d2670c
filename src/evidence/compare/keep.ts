// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeFolder, unwritable, writeWhole } from '../../output.ts';
import { freeName, pointTo, stamp } from '../runs.ts';
import type { Selftests } from '../selftests/schema.ts';
import { pairHead } from './pair-head.ts';
import type { Compared } from './schema.ts';

/** A run that is going on: its name and folder. */
export interface OpenRun {
  readonly name: string;
  readonly folder: string;
  readonly started: Date;
}

/** @throws OutputUnwritable */
export async function openRun(out: string, label: string, verb = 'compare'): Promise<OpenRun> {
  const started = new Date();
  const name = freeName(out, `${stamp(started)}-${label}-${verb}`);
  const folder = join(out, name);
  await makeFolder(folder);
  return { name, folder, started };
}

/**
 * Writes evidence.json last, and lets `latest` name the run.
 *
 * @throws OutputUnwritable
 */
export async function keepRun(
  out: string,
  { name, folder }: OpenRun,
  compared: Compared | Selftests,
): Promise<void> {
  try {
    if (compared.kind === 'comparison') await keepRangeDiffs(folder, compared.between);
    await writeWhole(join(folder, 'evidence.json'), `${JSON.stringify(compared, null, 2)}\n`, 'utf8');
    await pointTo(out, name);
  } catch (error) {
    throw unwritable(folder, error) ?? error;
  }
}

/** What git range-diff says of each two designs, whole: a report shows the beginnings. */
async function keepRangeDiffs(folder: string, between: Compared['between']): Promise<void> {
  for (const { pairs, file } of between) {
    if (file === undefined) continue;
    const text = pairs.map((pair) => `${pairHead(pair)}\n${pair.diff}`.trimEnd()).join('\n');
    await mkdir(join(folder, dirname(file)), { recursive: true });
    await writeWhole(join(folder, file), `${text}\n`, 'utf8');
  }
}

/** Without evidence.json nothing reads the folder. */
export async function dropRun({ folder }: OpenRun): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}
