// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '../context.ts';
import type { Failure } from '../failure.ts';
import type { Kernel } from '../kernel/build.ts';
import { type CellOutcome, classify, DETAIL_LINES, type GuestEnd } from './classify.ts';
import { type Accelerator, command, printable } from './command.ts';
import { reported } from './console.ts';
import { Panic, Splat } from './failures.ts';
import { type Guest, guestFiles } from './files.ts';
import { writeInitramfs } from './initramfs.ts';
import type { Machine } from './machine.ts';
import { reporter } from './progress.ts';
import { parseResults } from './results.ts';
import { runGuest } from './run.ts';
import { decodeTrace, type TracedKernel } from './trace.ts';
import type { Limits } from './watch.ts';

/** One boot; its console.log, results.log, initramfs.cpio, qemu.log and command are files in `folder`. */
export interface BootRecord {
  number: number;
  /** Relative to the run's output folder: `boot-1`. */
  folder: string;
  argv: string[];
  accelerator: Accelerator;
  /** `uname -r` as the guest said. */
  release?: string;
  /** Bytes. */
  pageSize?: number;
  end: GuestEnd;
  /** The whole boot; up to the result stream's first line. */
  seconds: number;
  bootSeconds?: number;
  /** Cells that it was to run, in order. */
  cells: string[];
  /** What in the result stream does not belong there. */
  problems: string[];
}

/** What is booted, and what its reports are read by. */
export type BootedKernel = Pick<Kernel, 'image'> & Partial<TracedKernel>;

/** Of a report that is decoded: two or three traces. */
const DECODED_LINES = 150;

/** What one boot is made of. */
export interface Job {
  guest: Guest;
  machine: Machine;
  kernel: BootedKernel;
  cells: string[];
  limits: Limits;
  accelerator: Accelerator;
  number: number;
  /** Where the artefacts are written, and where they are to be found when the run is complete. */
  temporary: string;
  output: string;
}

/** Boots a guest, runs the job's cells in it, and keeps the artefacts. */
export async function bootOnce(
  job: Job,
  context: Context,
): Promise<{ record: BootRecord; outcomes: Map<string, CellOutcome>; console: string }> {
  const { machine, cells, number, kernel } = job;
  const folder = `boot-${number}`;
  await mkdir(join(job.temporary, folder), { recursive: true });
  const start = (root: string) => ({
    accelerator: job.accelerator,
    monitor: true,
    kernel: kernel.image,
    initrd: join(root, folder, 'initramfs.cpio'),
    serial: { console: join(root, folder, 'console.log'), results: join(root, folder, 'results.log') },
  });
  const now = start(job.temporary);
  // The command is for later, when the folder has its final name.
  const argv = command(machine, start(job.output));
  await writeInitramfs(guestFiles(job.guest, machine, { cells }), now.initrd);
  await writeFile(join(job.temporary, folder, 'command'), `${printable(argv)}\n`);
  const progress = reporter(number, context);
  const run = await runGuest(command(machine, now), now.serial, job.limits, context, progress.onEvent);
  if (run.stderr !== '') await writeFile(join(job.temporary, folder, 'qemu.log'), `${run.stderr}\n`);
  const stream = parseResults(run.results);
  const raw = classify({ cells, stream, console: run.console, stderr: run.stderr, end: run.end });
  const outcomes = await decodedOutcomes(job, raw, run.console, join(job.temporary, folder), context);
  progress.onEnd(run, outcomes);
  const record: BootRecord = {
    ...{ number, folder, argv, accelerator: job.accelerator, end: run.end, seconds: run.seconds, cells },
    ...(stream.boot ? { release: stream.boot.release, pageSize: stream.boot.pageSize } : {}),
    ...(run.bootSeconds === undefined ? {} : { bootSeconds: run.bootSeconds }),
    problems: [...stream.problems, ...run.problems],
  };
  return { record, outcomes, console: run.console };
}

/**
 * The outcomes, with source lines in the report of the kernel that one cell, or the boot, failed by; `decoded.txt` of
 * the boot's folder has more of it.
 */
async function decodedOutcomes(
  { guest, kernel, cells }: Job,
  outcomes: Map<string, CellOutcome>,
  console: string,
  folder: string,
  context: Context,
): Promise<Map<string, CellOutcome>> {
  const { architecture, headers, symbols } = kernel;
  const failed = [...outcomes].find(([, outcome]) => outcome !== 'again' && isReport(outcome.failure));
  if (!failed || !architecture || !headers || !symbols) return outcomes;
  const own = guest.cells.find(({ name }) => name === failed[0])?.symbols ?? [];
  // Of the cell, or of the boot, which all cells failed by.
  const lines =
    reported(console, failed[0], cells, DECODED_LINES) ?? reported(console, undefined, cells, DECODED_LINES);
  const decoded = lines && (await decodeTrace(lines, { architecture, headers, symbols }, own, context));
  if (!decoded) return outcomes;
  await writeFile(join(folder, 'decoded.txt'), `${decoded.join('\n')}\n`);
  const detail = decoded.slice(0, DETAIL_LINES).join('\n');
  return new Map(
    [...outcomes].map(([cell, outcome]) =>
      outcome !== 'again' && isReport(outcome.failure)
        ? [cell, { ...outcome, failure: detailed(outcome.failure, detail) }]
        : [cell, outcome],
    ),
  );
}

function isReport(failure: Failure | undefined): failure is Panic | Splat {
  return failure instanceof Panic || failure instanceof Splat;
}

function detailed(failure: Panic | Splat, detail: string): Failure {
  const { title, where, hint } = failure;
  const text = { title, detail, hint, ...(where === undefined ? {} : { where }) };
  return failure instanceof Panic ? new Panic(text) : new Splat(text);
}
