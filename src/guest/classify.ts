// SPDX-License-Identifier: GPL-2.0-only
import type { Failure } from '../failure.ts';
import { HostLacks } from '../kernel/failures.ts';
import { type Alarm, alarms, consoleTail, reported, worst } from './console.ts';
import {
  BootTimeout,
  Flood,
  GuestExited,
  GuestStopped,
  Hang,
  ModuleUnsigned,
  Panic,
  Splat,
} from './failures.ts';
import type { GuestEnd } from './guest-end.ts';
import { type Judged, judgeCell, nothingRan, salvage } from './judge.ts';
import { moduleFailure } from './module-errors.ts';
import { endedFromOutside } from './outside.ts';
import type { ResultStream } from './results.ts';
import type { RunVerdict } from './verdict.ts';
import { FLOOD } from './watch.ts';

/** Of a report; the console has the rest. */
export const DETAIL_LINES = 30;

/** Everything that is known of one boot. */
export interface Boot {
  /** The cells that it was to run, in order. */
  cells: readonly string[];
  stream: ResultStream;
  console: string;
  /** QEMU's own standard error. */
  stderr: string;
  end: GuestEnd;
  /** Patterns of splats that are no fault of a cell. */
  knownSplats?: readonly string[];
}

/** What one boot says of a cell; `again` when it says nothing, because another cell took the guest down. */
export type CellOutcome = Judged | 'again';

/**
 * Verdict for each cell of a boot. At most one cell is to blame for the guest's end; those before it are
 * judged by their programs, and those after it have to run again. A boot that fails before the first cell
 * counts against all of them.
 */
export function classify(boot: Boot): Map<string, CellOutcome> {
  const alarm = worst(alarms(boot.console, boot.cells, boot.knownSplats));
  const early = bootFailure(boot, alarm);
  if (early) return new Map(boot.cells.map((cell) => [cell, { ...early, programs: [] }]));

  const culprit = alarm?.cell ?? unfinished(boot);
  const at = culprit === undefined ? boot.cells.length : boot.cells.indexOf(culprit);
  return new Map(
    boot.cells.map((cell, index): [string, CellOutcome] => {
      if (index > at) return [cell, 'again'];
      const run = boot.stream.cells.find(({ name }) => name === cell);
      if (index === at && (alarm || run?.error === undefined))
        return [cell, { ...downfall(boot, cell, alarm), programs: salvage(run) }];
      if (!run)
        return [
          cell,
          {
            verdict: 'MISS',
            failure: nothingRan(cell, 'the guest left it out', tail(boot, cell)),
            programs: [],
          },
        ];
      return [cell, judgeCell(run, tail(boot, cell))];
    }),
  );
}

interface Failed {
  verdict: RunVerdict;
  failure: Failure;
}

/** What went wrong before any cell. */
function bootFailure(boot: Boot, alarm: Alarm | undefined): Failed | undefined {
  if (alarm && alarm.cell === undefined) return alarmed(boot, undefined, alarm);
  const { stream, end } = boot;
  // Outside of any cell init has only the plan and the base modules to fail at: no cell can do without.
  if (stream.errors.length > 0) {
    const around = { where: 'boot', tail: tail(boot, undefined), ran: false };
    const unsigned = stream.errors
      .map((error) => moduleFailure({ ...around, error }))
      .find((one) => one?.failure instanceof ModuleUnsigned);
    if (unsigned) return unsigned;
    const detail = [...stream.errors, tail(boot, undefined)].join('\n');
    return { verdict: 'MISS', failure: nothingRan(undefined, "the guest's init gave up", detail) };
  }
  if (stream.boot) return undefined;
  if (end.kind === 'exited') return exited(boot, undefined);
  if (wasStopped(end)) return stopped(boot, undefined);
  const failure = new BootTimeout({
    title: end.why === 'lifeless' ? 'the guest gave no sign of life' : 'the guest did not come up in time',
    where: 'boot',
    detail: tail(boot, undefined),
    hint: 'Is the kernel made for this machine? Run the printed QEMU command to watch it boot.',
  });
  return { verdict: 'MISS', failure };
}

/** The cell that was under way, or about to be, when the guest ended; a cell that init gave up on. */
function unfinished({ cells, stream }: Boot): string | undefined {
  const failed = stream.cells.find(({ error }) => error !== undefined);
  if (failed) return failed.name;
  if (stream.ended) return undefined;
  return cells.find((cell) => !stream.cells.some(({ name, ended }) => name === cell && ended));
}

function downfall(boot: Boot, cell: string, alarm: Alarm | undefined): Failed {
  if (alarm) return alarmed(boot, cell, alarm);
  if (boot.end.kind === 'exited') return exited(boot, cell);
  if (wasStopped(boot.end)) return stopped(boot, cell);
  if (boot.end.why === 'restarted') {
    const failure = new GuestExited({
      title: 'the guest started again',
      where: `cell ${cell}`,
      detail: tail(boot, cell),
      hint: 'A reset, or a suspend to memory, from which this firmware does not wake up: leave that test out, or call it where nothing suspends.',
    });
    return { verdict: 'ERROR', failure };
  }
  if (boot.end.why === 'flood') {
    const failure = new Flood({
      title: `the guest wrote more than ${FLOOD / 2 ** 20} MiB to its console`,
      where: `cell ${cell}`,
      detail: tail(boot, cell),
      hint: 'Something prints in a loop: the last lines say what. Use a rate-limited or a once-only print.',
    });
    return { verdict: 'FAIL', failure };
  }
  const failure = new Hang({
    title: boot.end.why === 'overall' ? 'the guest took too long' : 'the guest fell silent',
    where: `cell ${cell}`,
    detail: tail(boot, cell),
    hint: 'A deadlock or an endless loop? A kernel with lockdep or a hung-task report would name it.',
  });
  return { verdict: 'FAIL', failure };
}

function alarmed(boot: Boot, cell: string | undefined, alarm: Alarm): Failed {
  const FailureClass = alarm.kind === 'panic' ? Panic : Splat;
  const failure = new FailureClass({
    title: alarm.line,
    where: cell === undefined ? 'boot' : `cell ${cell}`,
    detail: (reported(boot.console, cell, boot.cells, DETAIL_LINES, boot.knownSplats) ?? [alarm.line]).join(
      '\n',
    ),
    hint: 'Read the trace: begin at the first function of a changed module.',
  });
  return { verdict: 'FAIL', failure };
}

function exited(boot: Boot, cell: string | undefined): Failed {
  const { end } = boot;
  const outside = endedFromOutside(end, boot.stderr, cell === undefined ? 'boot' : `cell ${cell}`);
  if (outside) return { verdict: outside instanceof HostLacks ? 'SKIP' : 'MISS', failure: outside };
  const how = end.kind === 'exited' ? (end.signal ?? `status ${end.status ?? '?'}`) : 'stopped';
  const failure = new GuestExited({
    title: `QEMU ended (${how}) before the guest was done`,
    where: cell === undefined ? 'boot' : `cell ${cell}`,
    detail: [boot.stderr.trim(), tail(boot, cell)].filter(Boolean).join('\n'),
    hint: 'A triple fault, a reset, or a QEMU that cannot run this machine: run the printed command.',
  });
  return { verdict: cell === undefined ? 'MISS' : 'ERROR', failure };
}

/** Whether QEMU itself stopped the guest. */
export function wasStopped(end: GuestEnd): boolean {
  return end.kind === 'stopped' && (end.why === 'internal-error' || end.why === 'paused');
}

function stopped(boot: Boot, cell: string | undefined): Failed {
  const error = boot.end.kind === 'stopped' && boot.end.why === 'internal-error';
  const failure = new GuestStopped({
    title: error ? "QEMU stopped the guest: its accelerator's internal error" : 'QEMU stopped the guest',
    where: cell === undefined ? 'boot' : `cell ${cell}`,
    detail: [boot.stderr.trim(), tail(boot, cell)].filter(Boolean).join('\n'),
    hint: 'Run it with --accel tcg: if the guest goes on then, KVM is at fault; if not, look at what the guest did last.',
  });
  return { verdict: cell === undefined ? 'MISS' : 'ERROR', failure };
}

function tail(boot: Boot, cell: string | undefined): string {
  return consoleTail(boot.console, cell, boot.cells);
}
