// SPDX-License-Identifier: GPL-2.0-only
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '../context.ts';
import type { Failure } from '../failure.ts';
import { type CellOutcome, DETAIL_LINES } from './classify.ts';
import { reported } from './console.ts';
import { Panic, Splat } from './failures.ts';
import type { Guest } from './files.ts';
import { decodeTrace, type TracedKernel } from './trace.ts';

/** Of a report that is decoded: two or three traces. */
const LINES = 150;

/** A boot that is over. */
interface Over {
  guest: { cells: readonly Pick<Guest['cells'][number], 'name' | 'symbols'>[] } & Pick<Guest, 'knownSplats'>;
  kernel: Partial<TracedKernel>;
  /** That it was to run, in order. */
  cells: readonly string[];
  console: string;
}

/**
 * The outcomes of a boot, with source lines in the report of the kernel that one cell, or the boot, failed by. More of
 * it is written to `decoded.txt`; without debug information nothing changes.
 *
 * @param folder of the boot
 */
export async function decodedOutcomes(
  outcomes: Map<string, CellOutcome>,
  { guest, kernel, cells, console }: Over,
  folder: string,
  context: Pick<Context, 'cache' | 'signal'>,
): Promise<Map<string, CellOutcome>> {
  const { architecture, headers, symbols } = kernel;
  const failed = [...outcomes].find(([, outcome]) => outcome !== 'again' && isReport(outcome.failure))?.[0];
  if (failed === undefined || !architecture || !headers || !symbols) return outcomes;
  const own = guest.cells.find(({ name }) => name === failed)?.symbols ?? [];
  // Of the cell, or of the boot, which all cells failed by.
  const of = (cell: string | undefined) => reported(console, cell, cells, LINES, guest.knownSplats);
  const lines = of(failed) ?? of(undefined);
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
