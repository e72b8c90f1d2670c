// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../context.ts';
import type { CellOutcome } from './classify.ts';
import type { GuestRun } from './run.ts';
import type { GuestEvent } from './watch.ts';

/**
 * Tells the context what a boot is doing: one task for the boot, one for each cell.
 *
 * @param part of the cell that it runs: `part 1 of 2`
 */
export function reporter(
  number: number,
  context: Pick<Context, 'report'>,
  part?: string,
): {
  onEvent(event: GuestEvent): void;
  onEnd(run: GuestRun, outcomes: Map<string, CellOutcome>, repeated?: string): void;
} {
  const boot = `boot ${number}`;
  const taskOf = (cell: string) => `cell ${cell}${part === undefined ? '' : `, ${part}`}`;
  const begun = new Map<string, number>();
  const took = new Map<string, string>();
  context.report({ task: boot, state: 'start' });
  return {
    onEvent(event) {
      if (event.kind === 'up')
        context.report({
          task: boot,
          state: 'note',
          text: `${event.release} up after ${span(event.seconds)}`,
        });
      else if (event.kind === 'program')
        context.report({ task: taskOf(event.cell), state: 'note', text: event.program });
      else if (event.kind === 'ask')
        context.report({
          task: boot,
          state: 'note',
          text: `${event.words.filter((word) => !word.startsWith('@')).join(' ')}, asked for by the guest`,
        });
      else if (event.state === 'begin') {
        begun.set(event.cell, event.seconds);
        context.report({ task: taskOf(event.cell), state: 'start' });
      } else if (event.state === 'end') {
        const seconds = event.seconds - (begun.get(event.cell) ?? event.seconds);
        took.set(event.cell, span(seconds));
        context.report({ task: taskOf(event.cell), state: 'note', text: `ran in ${span(seconds)}` });
      }
    },
    // The verdict needs the whole boot: a splat may show only after the cell's last line.
    onEnd(run, outcomes, repeated) {
      for (const [cell, outcome] of outcomes) {
        const task = taskOf(cell);
        // Of a boot that is repeated, its own line says enough.
        if (repeated !== undefined && !begun.has(cell)) continue;
        if (outcome === 'again') context.report({ task, state: 'note', text: 'runs again in a new boot' });
        else if (outcome.failure)
          context.report({ task, state: 'failed', text: `${outcome.verdict}: ${outcome.failure.title}` });
        else
          context.report({
            task,
            state: 'done',
            text: [outcome.verdict, took.get(cell)].filter(Boolean).join(', '),
          });
      }
      if (repeated === undefined) context.report({ task: boot, state: 'done', text: span(run.seconds) });
      else
        context.report({
          task: boot,
          state: 'failed',
          text: `repeated after ${span(run.seconds)}: ${repeated}`,
        });
    },
  };
}

function span(seconds: number): string {
  return `${seconds.toFixed(1)} s`;
}
