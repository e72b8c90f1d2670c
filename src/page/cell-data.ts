// SPDX-License-Identifier: GPL-2.0-only

import type { CellEvidence } from '../evidence/schema.ts';
import { isFailure } from '../is-failure.ts';
import { consolePlaces, cut } from './console.ts';
import type { BootData, CellData, LineData, PageData } from './data.ts';
import type { ShownCell, ShownPage, ShownRun } from './model.ts';
import { type KnownVariant, repeatOf, word } from './repeat.ts';
import { seenData } from './seen-data.ts';
import { Table } from './string-table.ts';
import { visible } from './visible.ts';

/** Lines of all consoles together; each gets its share where there are many. */
const LINES = 6000;

/**
 * What the cells open to, as the page's script reads it. Names and reasons stand there once, and cells that ran the same
 * tests share their list: a full matrix has forty thousand results.
 */
export function pageData(shown: ShownPage): PageData {
  const [programs, names, orders] = [new Table(), new Table(), new Table()];
  const [reasons, whys, lines] = [new Table(), new Table(), new Table()];
  const boots: Record<string, BootData> = {};
  const sources = [...new Set(shown.runs.flatMap((run) => run.cells.map(({ run: own }) => own)))];
  const all = sources.flatMap((run) => run.boots).length;
  const most = Math.max(40, Math.min(230, Math.floor(LINES / Math.max(1, all))));
  for (const run of sources)
    for (const boot of run.evidence.boots)
      boots[bootKey(run, boot.number)] = bootData(run, boot, most, lines);
  const cells = shown.runs.flatMap((run) => run.cells);
  const known = shown.topic?.variants;
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
        ...headOf(found, known),
        order: orders.at(order.join(' ')),
        statuses: cell.tests.map(({ status }) => LETTERS[status]).join(''),
        why: whys.at(JSON.stringify(why)),
      },
    ];
  });
  return {
    programs: programs.values,
    names: names.values,
    reasons: reasons.values,
    whys: whys.values,
    lines: lines.values,
    orders: orders.values,
    boots,
    cells: Object.fromEntries(made),
    seen: seenData(shown),
  };
}

const LETTERS = { PASS: 'P', FAIL: 'F', ERROR: 'E', SKIP: 'S', XFAIL: 'X' } as const;

function headOf(
  found: ShownCell,
  known: readonly KnownVariant[] | undefined,
): Omit<CellData, 'order' | 'statuses' | 'why'> {
  const { cell, run } = found;
  const { failure, build } = cell;
  const boot = run.evidence.boots.find(({ number }) => number === cell.boot);
  const log = [...(build?.warnings ?? [])];
  const repeat = repeatOf(found, known);
  return {
    title: visible(cell.title),
    where: visible(`${run.evidence.tree.spec} on ${run.evidence.machine.id}`),
    verdict: cell.verdict,
    repeat: visible(repeat.command),
    ...(repeat.note ? { repeatNote: visible(repeat.note) } : {}),
    folder: visible(run.folder),
    ...(failure
      ? {
          failure: [
            `${failureTitle(cell, failure)} [${failure.code}]`,
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

/** A cell's failure is that of its first program; its headline counts those of all, as the list below it does. */
export function failureTitle(
  { tests }: Pick<CellEvidence, 'tests'>,
  { code, title }: NonNullable<CellEvidence['failure']>,
): string {
  if (code !== 'TESTS_FAILED') return title;
  const failed = tests.filter(({ status }) => isFailure(status));
  const programs = new Set(failed.map(({ program }) => program)).size;
  if (failed.length === 0) return title;
  const of = programs > 1 ? `, in ${programs} programs; the first of them` : '';
  return `${failed.length} of ${tests.length} tests failed${of}`;
}

function bootKey(run: ShownRun, number: number): string {
  return `${run.evidence.run}/${number}`;
}

function bootData(
  run: ShownRun,
  boot: ShownRun['evidence']['boots'][number],
  most: number,
  texts: Table,
): BootData {
  const kept = run.boots.find(({ number }) => number === boot.number);
  const lines = (kept?.console ?? '').replace(/\n$/, '').split(/\r?\n/).map(visible);
  const segments = kept?.console === undefined ? [] : cut(lines, most);
  return {
    folder: visible(`${run.folder}/${boot.folder}`),
    command: visible(kept?.command?.trim() ?? boot.argv.map(word).join(' ')),
    how: visible(`${boot.accelerator}${boot.why ? `: ${boot.why}` : ''}; ${boot.seconds.toFixed(0)} s`),
    lines: kept?.console === undefined ? 0 : lines.length,
    segments: segments.map(({ from, lines: own }) => [from, own.map((line) => lineData(line, texts))]),
    places: consolePlaces(lines),
    ...(kept?.decoded ? { decoded: visible(kept.decoded.slice(0, 20000)) } : {}),
  };
}

/** The time apart from the text, which stands there again and again. */
function lineData(line: string, texts: Table): LineData {
  const [, time, text] = /^\[([ \d]+\.\d+)\] (.*)$/s.exec(line) ?? [];
  return time === undefined || text === undefined ? texts.at(line) : [time, texts.at(text)];
}
