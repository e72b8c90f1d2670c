// SPDX-License-Identifier: GPL-2.0-only
import { cut, placesOf } from './console.ts';
import type { BootData, CellData, PageData } from './data.ts';
import type { Shown, ShownCell, ShownRun } from './model.ts';
import { repeatCommand, word } from './repeat.ts';
import { visible } from './visible.ts';

/** Lines of all consoles together; each gets its share where there are many. */
const LINES = 6000;

/**
 * What the cells open to, as the page's script reads it. Names and reasons stand there once, and cells that ran the same
 * tests share their list: a full matrix has forty thousand results.
 */
export function pageData(shown: Shown): PageData {
  const [programs, names, reasons, orders] = [new Table(), new Table(), new Table(), new Table()];
  const boots: Record<string, BootData> = {};
  const all = shown.runs.flatMap((run) => run.boots).length;
  const most = Math.max(40, Math.min(230, Math.floor(LINES / Math.max(1, all))));
  for (const run of shown.runs)
    for (const boot of run.evidence.boots) boots[bootKey(run, boot.number)] = bootData(run, boot, most);
  const cells = shown.runs.flatMap((run) => run.cells);
  const made = cells.map((found): [string, CellData] => {
    const { cell } = found;
    const order = cell.tests.map(({ program, name }) => names.at(`${programs.at(program)} ${visible(name)}`));
    const why: Record<number, number> = {};
    for (const [index, { reason, diagnostics = [] }] of cell.tests.entries()) {
      const text = [reason ?? '', ...diagnostics].filter(Boolean).join('\n');
      if (text) why[index] = reasons.at(visible(text));
    }
    return [
      found.id,
      {
        ...headOf(found),
        order: orders.at(order.join(' ')),
        statuses: cell.tests.map(({ status }) => LETTERS[status]).join(''),
        why,
      },
    ];
  });
  return {
    programs: programs.values,
    names: names.values,
    reasons: reasons.values,
    orders: orders.values,
    boots,
    cells: Object.fromEntries(made),
  };
}

const LETTERS = { PASS: 'P', FAIL: 'F', ERROR: 'E', SKIP: 'S', XFAIL: 'X' } as const;

/** Texts by number. */
class Table {
  readonly values: string[] = [];
  readonly #known = new Map<string, number>();

  at(text: string): number {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    this.#known.set(text, this.values.length);
    return this.values.push(text) - 1;
  }
}

function headOf(found: ShownCell): Omit<CellData, 'order' | 'statuses' | 'why'> {
  const { cell, run } = found;
  const { failure, build } = cell;
  const boot = run.evidence.boots.find(({ number }) => number === cell.boot);
  const log = [...(build?.warnings ?? [])];
  return {
    title: visible(cell.title),
    where: visible(`${run.evidence.tree.spec} on ${run.evidence.machine.id}`),
    verdict: cell.verdict,
    repeat: visible(repeatCommand(found)),
    folder: visible(run.folder),
    ...(failure
      ? {
          failure: [
            `${failure.title} [${failure.code}]`,
            failure.where ?? '',
            failure.detail ?? '',
            failure.hint,
          ]
            .map(visible)
            .filter(Boolean),
        }
      : {}),
    ...(build
      ? {
          build: [
            `${build.modules.join(', ')}: ${build.cached ? 'built before' : `${build.seconds.toFixed(1)} s`}${log.length === 0 ? ', no warning' : ''}`,
            ...log,
          ].map(visible),
        }
      : {}),
    ...(cell.kept
      ? {
          kept: visible(
            `Results of ${cell.kept.run}, which passed with the same kernel, modules and programs.`,
          ),
        }
      : {}),
    ...(boot ? { boot: bootKey(run, boot.number) } : {}),
    ...(boot ? {} : cell.consoleTail ? { tail: visible(cell.consoleTail) } : {}),
  };
}

function bootKey(run: ShownRun, number: number): string {
  return `${run.evidence.run}/${number}`;
}

function bootData(run: ShownRun, boot: ShownRun['evidence']['boots'][number], most: number): BootData {
  const kept = run.boots.find(({ number }) => number === boot.number);
  const lines = (kept?.console ?? '').replace(/\n$/, '').split(/\r?\n/).map(visible);
  return {
    folder: visible(`${run.folder}/${boot.folder}`),
    command: visible(kept?.command?.trim() ?? boot.argv.map(word).join(' ')),
    how: visible(`${boot.accelerator}${boot.why ? `: ${boot.why}` : ''}; ${boot.seconds.toFixed(0)} s`),
    lines: kept?.console === undefined ? 0 : lines.length,
    segments:
      kept?.console === undefined ? [] : cut(lines, most).map(({ from, lines: own }) => [from, [...own]]),
    places: placesOf(lines),
    ...(kept?.decoded ? { decoded: visible(kept.decoded.slice(0, 20000)) } : {}),
  };
}
