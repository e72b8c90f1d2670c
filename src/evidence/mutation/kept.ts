// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { GuestProgram } from '../../guest/files.ts';
import { makeFolder, writeWhole } from '../../output.ts';
import type { Parameters } from '../../series/topic.ts';
import { sha256 } from '../../sums.ts';
import { type MutantResult, Mutation } from './schema.ts';

/** Where the results of one design on one tree and machine are kept. */
export function mutationFile(
  out: string,
  {
    tree,
    machine,
    design,
    parameters,
  }: { tree: string; machine: string; design: string; parameters: Parameters },
): string {
  const settings = Object.entries(parameters)
    .filter(([, value]) => value !== false)
    .map(([name, value]) => `-${name}-${value}`.replace(/[^\w-]+/g, '-'));
  return join(out, 'mutants', `${tree}-${machine}`, `${design}${settings.join('')}.json`);
}

/** Results that were kept; undefined where there are none that this version can read. */
export async function readMutation(file: string): Promise<Mutation | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return Mutation.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** @throws OutputUnwritable */
export async function writeMutation(file: string, mutation: Mutation): Promise<void> {
  await makeFolder(join(file, '..'));
  await writeWhole(file, `${JSON.stringify(mutation, null, 2)}\n`, 'utf8');
}

/** Hash of each program's content, by its name. */
export async function programHashes(programs: readonly GuestProgram[]): Promise<Record<string, string>> {
  const hashes = programs.map(async ({ name, path }) => {
    return [name, (await sha256(path)).slice(0, 16)] as const;
  });
  return Object.fromEntries(await Promise.all(hashes));
}

/**
 * The results that still hold, by mutant: of the same patches in the same kernel. What a program killed, that very
 * program would kill again; what survived, survived these very programs, and so did what a rule has found.
 *
 * @param now what a run would write: its own results are not looked at
 */
export function holding(kept: Mutation | undefined, now: Mutation): Map<string, MutantResult> {
  if (
    !kept ||
    kept.patches !== now.patches ||
    kept.kernel.version !== now.kernel.version ||
    kept.kernel.release !== now.kernel.release ||
    kept.kernel.way !== now.kernel.way
  )
    return new Map();
  const same = (program: string) =>
    kept.programs[program] !== undefined && kept.programs[program] === now.programs[program];
  const all = [...new Set([...Object.keys(kept.programs), ...Object.keys(now.programs)])];
  const holds = ({ state, killer }: MutantResult) => {
    if (state === 'no-compile' || state === 'same-code') return true;
    if (state === 'survived' || killer?.by === 'rule') return all.every(same);
    return state === 'killed' && (killer?.program === undefined || same(killer.program));
  };
  return new Map(kept.results.filter(holds).map((result) => [result.id, result]));
}
