// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../context.ts';
import { type BootRecord, type BootResult, bootOnce, type Job } from './boot.ts';
import type { Guest, GuestCell } from './files.ts';
import type { Judged } from './judge.ts';
import { worstVerdict } from './verdict.ts';

/** Whose turn it is to have a guest, where a run has several at once. */
export interface Turns {
  /** Waits until one more guest may run, and runs it. */
  run<T>(work: () => Promise<T>): Promise<T>;
  /** Whether one could start now. Cells that waited for a second turn while each has its first would wait for ever. */
  idle(): boolean;
}

/** A boot takes as long as a fifth of a cell of the largest topic: with fewer programs two guests are no faster. */
const FEWEST = 6;

/**
 * The programs of a cell in two parts that take about as long, each in its order; undefined where there are too few.
 *
 * @param took milliseconds of programs, by name, of those that are known
 */
export function halves(
  { tests }: Pick<Guest, 'tests'>,
  cell: GuestCell,
  took: ReadonlyMap<string, number>,
): [ReadonlySet<string>, ReadonlySet<string>] | undefined {
  const names = [...(cell.tests ?? []), ...tests].map(({ name }) => name);
  if (names.length < FEWEST) return undefined;
  const known = names.flatMap((name) => took.get(name) ?? []);
  const usual = known.reduce((sum, one) => sum + one, 0) / Math.max(1, known.length) || 1;
  const weight = (name: string) => took.get(name) ?? usual;
  const parts = [new Set<string>(), new Set<string>()] as const;
  const sums: [number, number] = [0, 0];
  for (const name of [...names].sort((a, b) => weight(b) - weight(a))) {
    const lighter = sums[0] <= sums[1] ? 0 : 1;
    parts[lighter].add(name);
    sums[lighter] += weight(name);
  }
  return [parts[0], parts[1]];
}

/** What two guests came to. */
export interface InHalves {
  readonly records: readonly BootRecord[];
  /** Undefined where the cell is to run whole, in one guest. */
  readonly outcome:
    | {
        readonly judged: Judged;
        /** Of the guest that has more to say: the first that failed. */
        readonly number: number;
        readonly console: string;
        readonly release: string;
      }
    | undefined;
}

/**
 * Runs the one cell of a job in two guests at once, each with a part of its programs: on two cores a cell of many programs
 * takes half as long. What was seen stands where both guests got through; one that did not may have been hurt by programs
 * that ran before, so that the cell runs whole.
 *
 * @param took milliseconds of programs, by name, of those that are known
 * @param number gives a boot its number
 */
export async function inHalves(
  job: Omit<Job, 'number' | 'repeats'>,
  took: ReadonlyMap<string, number>,
  number: () => number,
  turns: Turns,
  context: Context,
): Promise<InHalves> {
  const [name = ''] = job.cells;
  const cell = job.guest.cells.find((one) => one.name === name);
  const parts = cell && halves(job.guest, cell, took);
  if (!parts || !turns.idle()) return { records: [], outcome: undefined };
  const half = (part: ReadonlySet<string>, words: string, suites: boolean) =>
    bootOnce(
      {
        ...{ ...job, guest: partOf(job.guest, name, part, suites), number: number(), part: words },
        // What does not get through is no verdict, and runs again whole.
        repeats: () => undefined,
      },
      context,
    );
  const boots = await Promise.all([
    half(parts[0], 'part 1 of 2', true),
    turns.run(() => half(parts[1], 'part 2 of 2', false)),
  ]);
  const records = boots.map(({ record }) => record);
  const through = boots.flatMap((boot) => throughOf(boot, name) ?? []);
  if (through.length === boots.length) {
    const failed = through.findIndex(({ failure }) => failure);
    const { record, console } = boots[Math.max(0, failed)] as BootResult;
    const judged = merged(job.guest, name, through);
    return { records, outcome: { judged, number: record.number, console, release: record.release ?? '' } };
  }
  for (const record of records)
    record.repeated = 'one of two guests with parts of the cell did not get through; it runs whole';
  return { records, outcome: undefined };
}

/** What a guest says of the cell, where it came to its end by itself. */
function throughOf({ record, outcomes }: BootResult, name: string): Judged | undefined {
  const { end, release } = record;
  const outcome = outcomes.get(name);
  if (outcome === undefined || outcome === 'again' || release === undefined) return undefined;
  const ended = end.kind === 'exited' && end.status === 0;
  return ended && (outcome.failure?.code ?? TESTS_FAILED) === TESTS_FAILED ? outcome : undefined;
}

const TESTS_FAILED = 'TESTS_FAILED';

function partOf(guest: Guest, name: string, part: ReadonlySet<string>, suites: boolean): Guest {
  const chosen = <T extends { readonly name: string }>(programs: readonly T[] = []) =>
    programs.filter((program) => part.has(program.name));
  const { suites: common, ...others } = guest;
  return {
    ...others,
    ...(suites && common ? { suites: common } : {}),
    tests: chosen(guest.tests),
    cells: guest.cells
      .filter((cell) => cell.name === name)
      .map(({ suites: own, ...cell }) => ({
        ...cell,
        tests: chosen(cell.tests),
        ...(suites && own ? { suites: own } : {}),
      })),
  };
}

/** In the order that one guest would have run them. */
function merged(guest: Guest, name: string, parts: readonly Judged[]): Judged {
  const cell = guest.cells.find((one) => one.name === name);
  const order = [...(cell?.tests ?? []), ...guest.tests].map((program) => program.name);
  const place = (program: string) => (order.includes(program) ? order.indexOf(program) : order.length);
  const programs = parts.flatMap((part) => part.programs).sort((a, b) => place(a.name) - place(b.name));
  const verdict = worstVerdict(parts.map((part) => part.verdict));
  const failure = parts.find((part) => part.failure && part.verdict === verdict)?.failure;
  return failure ? { verdict, failure, programs } : { verdict, programs };
}
