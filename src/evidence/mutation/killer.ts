// SPDX-License-Identifier: GPL-2.0-only
import type { CellResult } from '../../guest/cells.ts';
import { leaves } from '../../guest/ktap.ts';
import type { Killer } from './schema.ts';

/** What killed a mutant in the guest; undefined where it survived, `again` where nothing is known of it. */
export function killerOf({ verdict, failure, programs, boot }: CellResult): Killer | undefined | 'again' {
  if (verdict === 'PASS' || verdict === 'XFAIL') return undefined;
  // A guest that does not come up says nothing of a module that it had not loaded yet.
  if (boot === 0 || failure?.where === 'boot' || verdict === 'SKIP') return 'again';
  const last = programs.at(-1);
  const during = last ? { program: last.name } : {};
  const code = failure?.code;
  if (code === 'HANG') return { by: 'hang', what: failure?.title ?? 'hang', ...during };
  if (['SPLAT', 'PANIC', 'GUEST_EXITED', 'FLOOD'].includes(code ?? ''))
    return { by: 'kernel', what: failure?.title ?? code ?? '', ...during };
  for (const program of programs) {
    const failed = leaves(program.document.tests).find(
      ({ status }) => status === 'FAIL' || status === 'ERROR',
    );
    if (failed) return { by: 'test', what: `${program.name} ${failed.name}`, program: program.name };
  }
  if (code === 'NOTHING_RAN' || code === 'DEVICE_REFUSED' || code === 'TESTS_FAILED')
    return { by: 'load', what: failure?.detail?.split('\n')[0] ?? failure?.title ?? code, ...during };
  return { by: 'test', what: [last?.name, failure?.title].filter(Boolean).join(': '), ...during };
}
