// SPDX-License-Identifier: GPL-2.0-only
import type { Ora } from 'ora';
import type { Progress } from '../context.ts';
import type { Terminal } from './command.ts';

export interface ProgressPrinter {
  report(progress: Progress): void;
  /** Takes the live line away, before anything else is printed. */
  stop(): void;
}

/** Without a terminal, shorter tasks get no line. */
const SILENT_SECONDS = 0.5;
/** Columns: fewer have no line that lives. */
const NARROWEST = 20;
/** What ora counts beside the text when it asks how many lines it has covered. */
const MARK = 4;

/**
 * Progress on standard error. On a terminal a line that lives: the newest task that still runs. Elsewhere one
 * line when a task ends, and one for each step of a long one, so that a CI log has no control characters and no noise.
 */
export function progressPrinter(
  interactive: boolean,
  colour: Terminal['colour'],
  write: (text: string) => void,
  width: () => number | undefined = () => process.stderr.columns,
): ProgressPrinter {
  const running = new Map<string, { since: number; text: string }>();
  let spinner: Ora | undefined;
  // For a terminal that reports no width, or too small a one, as in some containers and CI systems.
  const lively = interactive && (width() ?? 0) >= NARROWEST;
  if (lively)
    void import('ora').then(({ default: ora }) => {
      spinner = ora({ stream: process.stderr, discardStdin: false, hideCursor: true });
      show();
    });

  const show = () => {
    const newest = [...running].at(-1);
    if (!spinner) return;
    if (!newest) {
      spinner.stop();
      return;
    }
    // One line: of a longer text, every picture would take back and print all that it covers.
    const room = Math.max(0, (width() ?? 0) - MARK);
    const task = newest[0].slice(0, room);
    const note = newest[1].text.slice(0, Math.max(0, room - task.length - 2));
    spinner.text = [task, colour.dim(note)]
      .filter((text) => text !== '' && text !== colour.dim(''))
      .join('  ');
    spinner.start();
  };
  const line = (mark: string, task: string, text: string, since: number | undefined) => {
    const seconds = since === undefined ? 0 : (performance.now() - since) / 1000;
    if (!lively && seconds < SILENT_SECONDS && mark === colour.good('✔')) return;
    spinner?.stop();
    // The task's own report has the better time.
    const known = / s$/.test(text);
    const time = !known && seconds >= SILENT_SECONDS ? `${seconds.toFixed(1)} s` : '';
    write(
      `${mark} ${[task, colour.dim([text, time].filter(Boolean).join(', '))].filter(Boolean).join('  ')}\n`,
    );
  };

  return {
    report({ task, state, text = '' }) {
      const known = running.get(task);
      switch (state) {
        case 'start':
          running.set(task, { since: performance.now(), text });
          break;
        case 'note':
        case 'step':
          running.set(task, { since: known?.since ?? performance.now(), text });
          if (state === 'step' && !lively) write(`${colour.dim('·')} ${task}  ${colour.dim(text)}\n`);
          break;
        case 'done':
          running.delete(task);
          line(colour.good('✔'), task, text, known?.since);
          break;
        case 'failed':
          running.delete(task);
          line(colour.bad('✘'), task, text, known?.since);
          break;
        case 'skipped':
          running.delete(task);
          line(colour.dim('–'), task, `skipped: ${text}`, known?.since);
          break;
      }
      show();
    },
    stop() {
      spinner?.stop();
    },
  };
}
