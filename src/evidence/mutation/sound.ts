// SPDX-License-Identifier: GPL-2.0-only
import { join } from 'node:path';
import type { Context } from '../../context.ts';
import { Failure } from '../../failure.ts';
import type { CellResult } from '../../guest/cell-result.ts';
import { runCells } from '../../guest/cells.ts';
import type { Observation } from '../../guest/ktap.ts';
import type { CellBuild } from '../build.ts';
import { coverageEvidence } from '../coverage.ts';
import type { PreparedGroup } from '../prepare.ts';
import { lineKey, programReach } from '../reach.ts';
import { ProgramOrder, type Reaching } from './order.ts';

/** A design fails its own tests: what they find of its mutants means nothing. */
class UnsoundDesign extends Failure {
  readonly code = 'UNSOUND_DESIGN';
}

/** A group whose designs are built for coverage, where they can be. */
type SoundGroup = Pick<PreparedGroup, 'guest' | 'machine' | 'kernel' | 'builds'>;

/**
 * Runs the designs themselves, which have to pass before a mistake in them can be told.
 *
 * @returns by design, what is known of its programs, and what they saw
 * @throws UnsoundDesign
 */
export async function soundRun(
  { guest, machine, kernel, builds }: SoundGroup,
  names: readonly string[],
  folder: string,
  context: Context,
): Promise<{ orders: Map<string, ProgramOrder>; answers: Map<string, readonly Observation[]> }> {
  const cells = guest.cells.filter(({ name }) => names.includes(name));
  const report = await runCells(
    { ...guest, cells },
    machine,
    kernel,
    { output: join(folder, 'sound') },
    context,
  );
  const orders = report.cells.map(async (result) => {
    const build = builds.find(({ cell }) => cell.name === result.cell);
    return [result.cell, orderOf(result, await reaching(build, result))] as const;
  });
  return {
    orders: new Map(await Promise.all(orders)),
    answers: new Map(report.cells.map(({ cell, observations }) => [cell, observations])),
  };
}

/** Which programs reach a line; unknown if the design could not be built with marks. */
async function reaching(build: CellBuild | undefined, { coverage: told }: CellResult): Promise<Reaching> {
  const plan = build?.failure === undefined ? build?.coverage : undefined;
  const reach = plan && programReach({ coverage: await coverageEvidence(plan, told) });
  if (!reach) return () => undefined;
  return (path, line) =>
    [...reach].filter(([, lines]) => lines.has(lineKey({ file: path, line }))).map(([program]) => program);
}

function orderOf({ cell, verdict, failure, programs }: CellResult, reached: Reaching): ProgramOrder {
  if (verdict !== 'PASS')
    throw new UnsoundDesign({
      title: `${cell} does not pass its own tests (${[verdict, failure?.code].filter(Boolean).join(' ')})`,
      where: failure?.where ?? `cell ${cell}`,
      detail: [failure?.title, failure?.detail].filter(Boolean).join('\n'),
      hint: `Mend the design or its tests first: kpw test ${cell}`,
    });
  const milliseconds = programs.map(({ name, milliseconds: took = 1 }) => [name, took] as const);
  return new ProgramOrder(new Map(milliseconds), reached);
}
