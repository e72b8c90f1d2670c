// SPDX-License-Identifier: GPL-2.0-only

import type { CellResult } from '../../guest/cell-result.ts';
import { leaves, type Observation } from '../../guest/ktap.ts';
import { isFailure } from '../../is-failure.ts';
import { type Unlike, unlike } from '../alike.ts';
import type { Killer } from './schema.ts';

/** Codes of a guest that did not reach the tests, or whose module could not be unloaded. */
const LOADING = ['NOTHING_RAN', 'DEVICE_REFUSED', 'MODULE_REFUSED', 'MODULE_IN_USE', 'TESTS_FAILED'];

/**
 * What killed a mutant in the guest; undefined where it survived, `again` where nothing is known of it.
 *
 * @param usual what the programs saw of the sound design: an answer of the driver that nothing is to change kills as well
 */
export function killerOf(
  { verdict, failure, programs, boot, observations }: CellResult,
  usual: readonly Observation[] = [],
): Killer | undefined | 'again' {
  if (verdict === 'PASS' || verdict === 'XFAIL') return differing(unlike(usual, observations)[0], programs);
  // A guest that does not come up says nothing of a module that it had not loaded yet.
  if (boot === 0 || failure?.where === 'boot' || verdict === 'SKIP') return 'again';
  const last = programs.at(-1);
  const during = last ? { program: last.name } : {};
  const code = failure?.code;
  if (code === 'HANG') return { by: 'hang', what: failure?.title ?? 'hang', ...during };
  if (['SPLAT', 'PANIC', 'GUEST_EXITED', 'FLOOD'].includes(code ?? ''))
    return { by: 'kernel', what: failure?.title ?? code ?? '', ...during };
  for (const program of programs) {
    const failed = leaves(program.document.tests).find(({ status }) => isFailure(status));
    if (failed) return { by: 'test', what: `${program.name} ${failed.name}`, program: program.name };
  }
  if (LOADING.includes(code ?? ''))
    return { by: 'load', what: failure?.detail?.split('\n')[0] ?? failure?.title ?? code ?? '', ...during };
  return { by: 'test', what: [last?.name, failure?.title].filter(Boolean).join(': '), ...during };
}

function differing(answer: Unlike | undefined, programs: CellResult['programs']): Killer | undefined {
  if (!answer) return undefined;
  const { key, baseline, seen } = answer;
  const saw = ({ document }: CellResult['programs'][number]) =>
    document.observations.some((one) => one.key.endsWith(key) && one.value === seen);
  const program = programs.find(saw)?.name;
  return {
    by: 'test',
    what: `${program ?? 'a test'} sees ${key}: ${seen}, not ${baseline}`,
    ...(program ? { program } : {}),
  };
}
