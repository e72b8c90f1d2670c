// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '../context.ts';
import type { Kernel } from '../kernel/build.ts';
import type { Execution } from './accelerator.ts';
import { type CellOutcome, classify } from './classify.ts';
import { type Accelerator, command, printable } from './command.ts';
import { decodedOutcomes } from './decoded.ts';
import { type Guest, guestFiles } from './files.ts';
import type { GuestEnd } from './guest-end.ts';
import { writeInitramfs } from './initramfs.ts';
import type { Machine } from './machine.ts';
import { makeMedia, mediaFolder } from './media.ts';
import { reporter } from './progress.ts';
import { parseResults } from './results.ts';
import { runGuest } from './run.ts';
import type { TracedKernel } from './trace.ts';
import type { Limits } from './watch.ts';

/** One boot; its console.log, results.log, initramfs.cpio, qemu.log and command are files in `folder`. */
export interface BootRecord {
  number: number;
  /** Relative to the run's output folder: `boot-1`. */
  folder: string;
  argv: string[];
  accelerator: Accelerator;
  /** Why it was that one. */
  why: string;
  /** Why its cells, or those that it had not finished, run again in another boot. */
  repeated?: string;
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

/** What a kernel says of a clock that it measured while the host had no time for it (arch/x86/kernel/tsc.c). */
const ASTRAY = /tsc: PIT calibration deviates from HPET|Marking clocksource 'tsc' as unstable/;

/** A boot that is over, before anything is made of it. */
export interface Ended extends Pick<BootRecord, 'end' | 'release'> {
  outcomes: ReadonlyMap<string, CellOutcome>;
  /** The kernel took its clock for faster or slower than it is. */
  astray?: boolean;
}

/** What is booted, and what its reports are read by. */
export type BootedKernel = Pick<Kernel, 'image'> & Partial<TracedKernel>;

/** What one boot is made of. */
export interface Job {
  guest: Guest;
  machine: Machine;
  kernel: BootedKernel;
  cells: string[];
  limits: Limits;
  execution: Execution;
  /** Why the boot is to be repeated whatever it says of its cells; undefined where it is not. */
  repeats(ended: Ended): string | undefined;
  number: number;
  /** Of the only cell, where other guests run the rest: `part 1 of 2`. */
  part?: string;
  /** Where the artefacts are written, and where they are to be found when the run is complete. */
  temporary: string;
  output: string;
}

export interface BootResult {
  record: BootRecord;
  outcomes: Map<string, CellOutcome>;
  console: string;
  /** What the guest said of coverage, by cell. */
  coverage: ReadonlyMap<string, string>;
}

/** Boots a guest, runs the job's cells in it, and keeps the artefacts. */
export async function bootOnce(job: Job, context: Context): Promise<BootResult> {
  const { machine, cells, number, kernel } = job;
  const folder = `boot-${number}`;
  await mkdir(join(job.temporary, folder), { recursive: true });
  const start = (root: string) => ({
    accelerator: job.execution.accelerator,
    monitor: 'stdio' as const,
    answers: true,
    kernel: kernel.image,
    initrd: join(root, folder, 'initramfs.cpio'),
    serial: { console: join(root, folder, 'console.log'), results: join(root, folder, 'results.log') },
  });
  const now = start(job.temporary);
  // The command is for later, when the folder has its final name.
  const argv = command(machine, start(job.output));
  await writeInitramfs(guestFiles(job.guest, machine, { cells }), now.initrd);
  await writeFile(join(job.temporary, folder, 'command'), `${printable(argv)}\n`);
  const progress = reporter(number, context, job.part);
  const media = await makeMedia(machine, join(job.temporary, folder));
  const { devices } = machine;
  const asked = { devices, media };
  const run = await runGuest(
    command(machine, now),
    now.serial,
    job.limits,
    context,
    progress.onEvent,
    asked,
    job.guest.knownSplats,
  );
  await rm(mediaFolder(join(job.temporary, folder)), { recursive: true, force: true });
  if (run.stderr !== '') await writeFile(join(job.temporary, folder, 'qemu.log'), `${run.stderr}\n`);
  const stream = parseResults(run.results);
  const raw = classify({
    ...{ cells, stream, console: run.console, stderr: run.stderr, end: run.end },
    ...(job.guest.knownSplats ? { knownSplats: job.guest.knownSplats } : {}),
  });
  const release = stream.boot?.release;
  const repeated = job.repeats({
    ...{ end: run.end, outcomes: raw, astray: ASTRAY.test(run.console) },
    ...(release === undefined ? {} : { release }),
  });
  const outcomes =
    repeated === undefined
      ? await decodedOutcomes(raw, { ...job, console: run.console }, join(job.temporary, folder), context)
      : new Map(
          [...raw].map(([cell, outcome]): [string, CellOutcome] => {
            const ended = stream.cells.some((one) => one.name === cell && one.ended);
            return [cell, ended ? outcome : 'again'];
          }),
        );
  progress.onEnd(run, outcomes, repeated);
  const record: BootRecord = {
    ...{ number, folder, argv, ...job.execution, end: run.end, seconds: run.seconds, cells },
    ...(repeated === undefined ? {} : { repeated }),
    ...(stream.boot ? { release: stream.boot.release, pageSize: stream.boot.pageSize } : {}),
    ...(run.bootSeconds === undefined ? {} : { bootSeconds: run.bootSeconds }),
    problems: [...stream.problems, ...run.problems],
  };
  const coverage = new Map(
    stream.cells.flatMap(({ name, coverage: text }) => (text === undefined ? [] : [[name, text] as const])),
  );
  return { record, outcomes, console: run.console, coverage };
}
