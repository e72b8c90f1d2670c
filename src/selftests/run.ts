// SPDX-License-Identifier: GPL-2.0-only

import { join } from 'node:path';
import type { Context } from '../context.ts';
import type { BootedKernel, BootRecord } from '../guest/boot.ts';
import type { CellResult } from '../guest/cell-result.ts';
import { runCells } from '../guest/cells.ts';
import { TestsFailed } from '../guest/failures.ts';
import type { Guest, GuestCell } from '../guest/files.ts';
import type { Machine } from '../guest/machine.ts';
import { suiteOf } from '../guest/suite.ts';
import { worstVerdict } from '../guest/verdict.ts';
import type { Limits } from '../guest/watch.ts';
import { isFailure } from '../is-failure.ts';
import type { SelftestProgram } from './collected.ts';
import { guestName, guestPrograms } from './guest.ts';
import { rowsOf, type SelftestRow } from './rows.ts';
import { tellingSelftests } from './telling.ts';

/** How often the rest of a cell is begun again behind a program that took its guest down. */
const MOST_DOWNFALLS = 6;

/** A cell, and the selftests that it is to run. */
interface SelftestCell {
  readonly cell: GuestCell;
  readonly programs: readonly SelftestProgram[];
}

export interface SelftestRun {
  /** Without cells. */
  readonly guest: Omit<Guest, 'cells'>;
  readonly cells: readonly SelftestCell[];
  readonly machine: Machine;
  readonly kernel: BootedKernel;
  /** Of the runner (kernel-tests/kselftest). */
  readonly runner: string;
  /** Seconds of each program. */
  readonly limit: (program: SelftestProgram) => number;
  /** Folder to be made. */
  readonly output: string;
}

/** A cell's result, with a row for every subtest. */
export interface SelftestResult {
  readonly result: CellResult;
  readonly rows: readonly SelftestRow[];
}

/**
 * Runs selftests in every cell. One that takes its guest down costs itself: those behind it run in another guest.
 *
 * @throws as runCells
 */
export async function runSelftests(
  request: SelftestRun,
  context: Context,
): Promise<{ cells: Map<string, SelftestResult>; boots: BootRecord[]; qemu: string }> {
  const { machine, kernel, limit, output } = request;
  const done = new Map<string, SelftestResult>();
  const boots: BootRecord[] = [];
  let qemu = '';
  let left: readonly SelftestCell[] = request.cells;
  for (let round = 1; left.length > 0; round++) {
    const guest: Guest = {
      ...request.guest,
      cells: left.map(({ cell, programs }) => ({ ...cell, suites: guestPrograms(programs, request.runner) })),
      programSeconds: 60 + Math.max(60, ...left.flatMap(({ programs }) => programs.map(limit))),
    };
    const folder = round === 1 ? output : `${output}-${round}`;
    const limits = limitsOf(guest, left, limit);
    const telling = tellingSelftests(left, context);
    const report = await runCells(guest, machine, kernel, { output: folder, limits }, telling);
    qemu = report.qemu;
    const name = folder.split('/').at(-1) ?? '';
    boots.push(...report.boots.map((boot) => ({ ...boot, folder: join(name, boot.folder) })));
    const next: SelftestCell[] = [];
    for (const one of left) {
      const result = report.cells.find(({ cell }) => cell === one.cell.name);
      if (!result) continue;
      const { rows, rest } = readCell(one, result);
      const before = done.get(one.cell.name);
      done.set(one.cell.name, before ? joined(before, { result, rows }) : { result, rows });
      if (rest.length > 0 && round <= MOST_DOWNFALLS) next.push({ ...one, programs: rest });
      else if (rest.length > 0) addRows(done, one.cell.name, rest.map(notRun));
    }
    left = next;
  }
  return { cells: new Map([...done].map(([name, one]) => [name, judged(one)])), boots, qemu };
}

/** The rows of a cell, and the programs that are still to be run since their guest went down. */
function readCell(
  { programs }: SelftestCell,
  result: CellResult,
): { rows: SelftestRow[]; rest: readonly SelftestProgram[] } {
  const rows: SelftestRow[] = [];
  const down = result.failure !== undefined && programs.some((one) => !ended(one, result));
  let culprit: SelftestProgram | undefined;
  for (const program of programs) {
    const found = result.programs.find(({ name }) => name === guestName(program));
    if (!found) continue;
    culprit = program;
    const cut = found.end === undefined && result.failure !== undefined;
    rows.push(
      ...rowsOf(program.name, found).filter(
        ({ name, status }) => !(cut && name === '' && status === 'ERROR'),
      ),
    );
  }
  if (!down || !result.failure) return { rows, rest: [] };
  const { code, title } = result.failure;
  // Nothing began: another boot would end in the same way.
  if (!culprit) return { rows: programs.map((one) => notRun(one, `${title} [${code}]`)), rest: [] };
  const last = lastBegun(programs, result);
  rows.push({
    program: last.name,
    name: '',
    status: 'FAIL',
    reason: `took its guest down: ${title} [${code}]`,
  });
  return {
    rows,
    rest: programs.filter((one) => !result.programs.some(({ name }) => name === guestName(one))),
  };
}

function ended(program: SelftestProgram, { programs }: CellResult): boolean {
  return programs.find(({ name }) => name === guestName(program))?.end !== undefined;
}

/** The programs of a result are in the order in which they ran. */
function lastBegun(programs: readonly SelftestProgram[], result: CellResult): SelftestProgram {
  const names = result.programs.map(({ name }) => name);
  const sorted = [...programs].sort((a, b) => names.indexOf(guestName(a)) - names.indexOf(guestName(b)));
  return sorted.at(-1) as SelftestProgram;
}

function notRun(
  { name }: SelftestProgram,
  why: unknown = 'too many programs took their guests down',
): SelftestRow {
  return {
    program: name,
    name: '',
    status: 'ERROR',
    reason: `not run: ${typeof why === 'string' ? why : 'too many programs took their guests down'}`,
  };
}

function addRows(done: Map<string, SelftestResult>, cell: string, rows: readonly SelftestRow[]): void {
  const before = done.get(cell);
  if (before) done.set(cell, { ...before, rows: [...before.rows, ...rows] });
}

/** The first failure of a guest stays the cell's. */
function joined(before: SelftestResult, after: SelftestResult): SelftestResult {
  const failure = before.result.failure ?? after.result.failure;
  return {
    rows: [...before.rows, ...after.rows],
    result: {
      ...after.result,
      ...(failure ? { failure, verdict: before.result.verdict } : {}),
      // What init runs before them has run in the first guest as well.
      programs: [...before.result.programs, ...after.result.programs.filter(({ name }) => suiteOf(name))],
      observations: [...before.result.observations, ...after.result.observations],
      measurements: [...before.result.measurements, ...after.result.measurements],
      consoleTail: before.result.failure ? before.result.consoleTail : after.result.consoleTail,
    },
  };
}

/** A cell whose guest held is judged by its rows. */
function judged({ result, rows }: SelftestResult): SelftestResult {
  if (result.failure || rows.length === 0) return { result, rows };
  const failed = rows.filter(({ status }) => isFailure(status));
  const verdict = worstVerdict([...rows.map(({ status }) => status)]);
  if (failed.length === 0) return { rows, result: { ...result, verdict } };
  const failure = new TestsFailed({
    title: `${failed.length} of ${rows.length} tests failed`,
    where: `cell ${result.cell}`,
    detail: failed
      .slice(0, 20)
      .map(
        ({ program, name, reason }) =>
          `${program} ${name}`.trim() + (reason === undefined ? '' : ` (${reason})`),
      )
      .join('\n'),
    hint: 'A design is not to blame for what the unchanged tree fails too; evidence.json has what each test said.',
  });
  return { rows, result: { ...result, verdict, failure } };
}

/** A guest may take as long as all of its programs may. */
function limitsOf(
  guest: Guest,
  cells: readonly SelftestCell[],
  limit: SelftestRun['limit'],
): Pick<Limits, 'silence' | 'overall' | 'boot'> {
  const seconds = cells.flatMap(({ programs }) => programs.map((one) => limit(one) + 10));
  return {
    boot: 90,
    silence: guest.programSeconds + 30,
    overall: 120 + cells.length * 60 + seconds.reduce((sum, one) => sum + one, 0),
  };
}
