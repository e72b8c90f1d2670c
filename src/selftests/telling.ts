// SPDX-License-Identifier: GPL-2.0-only
import type { Context, Progress } from '../context.ts';
import type { SelftestProgram } from './collected.ts';
import { guestName } from './guest.ts';

/** A cell's name, and the selftests that it is to run. */
interface Told {
  readonly cell: { readonly name: string };
  readonly programs: readonly SelftestProgram[];
}

/**
 * Tells of each selftest that begins by its own name, and how many there are: `timers: posix_timers, 3 of 12`. The guest's
 * reporter knows programs alone, by what they are called there.
 */
export function tellingSelftests(cells: readonly Told[], context: Context): Context {
  const steps = new Map<string, Map<string, string>>();
  for (const { cell, programs } of cells) {
    const own = new Map<string, string>();
    for (const [at, program] of programs.entries())
      own.set(guestName(program), `${program.title}, ${at + 1} of ${programs.length}`);
    steps.set(`cell ${cell.name}`, own);
  }
  const report = (progress: Progress) => {
    const own = steps.get(progress.task.replace(/, part .*/, ''));
    const step = progress.state === 'note' ? own?.get(progress.text ?? '') : undefined;
    if (step !== undefined) context.report({ ...progress, state: 'step', text: step });
    // The guest held; what its tests came to is judged by their rows, later.
    else if (own && progress.state === 'done') context.report({ ...progress, text: 'ran' });
    else context.report(progress);
  };
  return { ...context, report };
}
