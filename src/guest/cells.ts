// SPDX-License-Identifier: GPL-2.0-only
import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { Context } from '../context.ts';
import { chooseAccelerator, type Execution } from './accelerator.ts';
import { type BootedKernel, type BootRecord, bootOnce } from './boot.ts';
import type { CellResult, KnownCell } from './cell-result.ts';
import { consoleTail, knownSplats } from './console.ts';
import { OutputTaken } from './failures.ts';
import type { Guest } from './files.ts';
import { inHalves, type Turns } from './halves.ts';
import { requireHost } from './host-checks.ts';
import { type Judged, nothingRan } from './judge.ts';
import { imageHash, KnownCells } from './known-cells.ts';
import type { Machine } from './machine.ts';
import { Patience } from './patience.ts';
import { qemuHash } from './qemu.ts';
import { fittedMachine } from './qemu-devices.ts';
import type { Limits } from './watch.ts';

export interface GuestReport {
  qemu: string;
  /** `uname -r` as a guest said; absent where none came up. */
  release?: string;
  /** In the order of the guest's cells. */
  cells: CellResult[];
  boots: BootRecord[];
}

export interface CellRunOptions {
  /** Folder to be made; it must not exist. */
  output: string;
  limits?: Partial<Limits>;
  /** By default enough for each cell to take a guest down, and one that does not come up. */
  maxBoots?: number;
  /** Gives a boot its number, where others go on beside this run; by default from 1. */
  number?: () => number;
  /** By default what the context asks for and the host has. */
  execution?: Execution;
  /** Folder of the run that cells which pass are kept for; those that passed before are taken from there, not booted, */
  keptAs?: string;
  /** unless all are to be booted. */
  again?: boolean;
  /** Where other guests go on beside this run: it waits for its turn, and takes a second one for a cell that is alone. */
  turns?: Turns | undefined;
}

/** Wide enough for TCG on a busy host; a boot takes 2 to 4 s on a quiet one. */
export function defaultLimits({ cells, programSeconds, slowness = 1 }: Guest): Limits {
  return {
    boot: 60 * slowness,
    silence: programSeconds + 15 * slowness,
    overall: (60 + cells.length * 30) * slowness + cells.length * programSeconds * 2,
  };
}

/** A kernel writes its first line when a CPU has executed for a tenth of a second. */
function signOfLife({ slowness = 1 }: Guest): Pick<Limits, 'sign'> {
  return { sign: 10 * slowness };
}

/**
 * Runs all cells of a guest in as few boots as possible: in one, unless a cell takes the guest down, which
 * costs that cell only. Failures of cells are in the report; the output folder is there whatever they are.
 *
 * @throws OutputTaken, HostLacks, NoKvm; the signal's reason when the context was aborted (no output folder then)
 */
export async function runCells(
  guest: Guest,
  given: Machine,
  kernel: BootedKernel,
  options: CellRunOptions,
  context: Context,
): Promise<GuestReport> {
  // Absolute, because the printed command names files in it.
  const output = resolve(options.output);
  if (existsSync(output)) {
    throw new OutputTaken({
      title: 'the folder for the results is already there',
      where: output,
      hint: 'Name another folder, or remove this one.',
    });
  }
  const { qemu, machine, left } = await fittedMachine(given, context);
  for (const { role, why } of left)
    context.report({ task: `machine ${machine.id}`, state: 'note', text: `without ${role}: ${why}` });
  const chosen = options.execution ?? (await chooseAccelerator(machine, context));
  const patience = new Patience(machine, chosen, context);
  const inputs = { guest, machine, accelerator: chosen.accelerator };
  const known =
    options.keptAs === undefined
      ? undefined
      : new KnownCells(
          { ...inputs, qemu: await qemuHash(machine), image: await imageHash(kernel.image) },
          context,
        );
  const temporary = `${output}.partial-${process.pid}`;
  const limits = (kvm: boolean): Limits => ({
    ...defaultLimits(guest),
    ...(kvm ? signOfLife(guest) : {}),
    ...options.limits,
  });
  const results = new Map<string, CellResult>();
  const boots: BootRecord[] = [];
  // Those that were repeated are no fault of a cell.
  const counted = () => boots.filter(({ repeated }) => repeated === undefined).length;
  let release: string | undefined;
  // One that was begun with another accelerator is known by what it passed with.
  const keep = async (result: CellResult, accelerator: Execution['accelerator']) => {
    if (release && options.keptAs && accelerator === chosen.accelerator)
      await known?.keep({
        folder: resolve(options.keptAs),
        at: new Date().toISOString(),
        accelerator,
        release,
        result,
      });
  };
  let last = 0;
  const nextNumber = options.number ?? (() => ++last);
  try {
    let cells = guest.cells.map(({ name }) => name);
    for (const cell of known && !options.again ? cells : []) {
      const found = await known?.find(cell);
      if (!found) continue;
      release = found.release;
      results.set(cell, keptResult(found));
      context.report({
        task: `cell ${cell}`,
        state: 'done',
        text: `PASS, kept from ${basename(found.folder)}`,
      });
    }
    cells = cells.filter((cell) => !results.has(cell));
    const { turns, keptAs } = options;
    const inTwo = async () => {
      const [alone, ...others] = cells;
      // Under KVM a boot may have to be repeated under TCG, and is over in a second.
      if (
        alone !== undefined &&
        others.length === 0 &&
        turns &&
        keptAs &&
        !guest.knownSplats &&
        patience.execution.accelerator === 'tcg'
      ) {
        const job = { guest, machine, kernel, cells, execution: patience.execution, temporary, output };
        const took = millisecondsOf([...results.values()]);
        const two = await inHalves({ ...job, limits: limits(false) }, took, nextNumber, turns, context);
        boots.push(...two.records);
        if (two.outcome) {
          const { number, console, judged, release: said } = two.outcome;
          const result = cellResult(alone, number, judged, consoleTail(console, alone, cells));
          release = said;
          results.set(alone, result);
          await keep(result, 'tcg');
          cells = [];
        }
      }
    };
    const inOne = async () => {
      while (cells.length > 0 && counted() < (options.maxBoots ?? guest.cells.length + 2)) {
        const number = nextNumber();
        const { execution } = patience;
        const boot = await bootOnce(
          {
            ...{ guest, machine, kernel, cells, execution, number, temporary, output },
            limits: limits(execution.accelerator === 'kvm'),
            repeats: (ended) => patience.repeats(ended),
          },
          context,
        );
        boots.push(boot.record);
        await patience.after(boot);
        const outcomes = [...boot.outcomes.values()];
        await requireHost(boot.record, outcomes, { guest, kernel, temporary }, context);
        for (const cell of cells) {
          const outcome = boot.outcomes.get(cell);
          if (!outcome || outcome === 'again') continue;
          const result = cellResult(cell, number, outcome, consoleTail(boot.console, cell, cells));
          const coverage = boot.coverage.get(cell);
          const splats = knownSplats(boot.console, cell, cells, guest.knownSplats ?? []);
          results.set(cell, {
            ...result,
            ...(coverage === undefined ? {} : { coverage }),
            ...(splats.length === 0 ? {} : { splats }),
          });
          release = boot.record.release ?? release;
          // A cell that passed only because its splats are known is not kept: a run without that list would fail it.
          if (splats.length === 0) await keep(result, execution.accelerator);
        }
        cells = cells.filter((cell) => !results.has(cell));
      }
    };
    const boot = async () => {
      await inTwo();
      await inOne();
    };
    if (cells.length > 0) await (turns ? turns.run(boot) : boot());
    await finish(temporary, output);
  } catch (error) {
    if (context.signal.aborted) await rm(temporary, { recursive: true, force: true });
    else await finish(temporary, output);
    throw error;
  }
  return {
    qemu,
    ...(release === undefined ? {} : { release }),
    boots,
    cells: guest.cells.map(({ name }) => results.get(name) ?? leftOver(name)),
  };
}

/** How long programs took, by name. */
function millisecondsOf(results: readonly CellResult[]): Map<string, number> {
  return new Map(
    results.flatMap(({ programs }) =>
      programs.flatMap(({ name, milliseconds }) =>
        milliseconds === undefined ? [] : [[name, milliseconds]],
      ),
    ),
  );
}

function keptResult({ folder, at, accelerator, result }: KnownCell): CellResult {
  return { ...result, boot: 0, kept: { folder, at, accelerator } };
}

async function finish(temporary: string, output: string): Promise<void> {
  if (existsSync(temporary)) await rename(temporary, output);
}

function cellResult(cell: string, boot: number, judged: Judged, tail: string): CellResult {
  const documents = judged.programs.map(({ document }) => document);
  return {
    ...{ cell, boot, ...judged, consoleTail: tail },
    observations: documents.flatMap(({ observations }) => observations),
    measurements: documents.flatMap(({ measurements }) => measurements),
    series: documents.flatMap(({ series }) => series),
  };
}

function leftOver(cell: string): CellResult {
  const failure = nothingRan(cell, 'other cells took down every guest that this run may boot');
  return cellResult(cell, 0, { verdict: 'MISS', failure, programs: [] }, '');
}
