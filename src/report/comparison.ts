// SPDX-License-Identifier: GPL-2.0-only

import type { CellEvidence, Evidence } from '../evidence/schema.ts';
import { plural } from '../plural.ts';
import type { CellView } from '../series/cell-view.ts';
import { severityCounts } from '../series/finding.ts';
import type { Row } from '../series/topic.ts';
import { coverageLines } from './coverage.ts';
import { keptNotes } from './kept.ts';
import { knownNotes, repeatNotes } from './known.ts';
import { seenRows, shownAs } from './seen-rows.ts';
import { suiteLines, suiteNotes } from './suites.ts';
import type { Value } from './value.ts';

export interface ReportLine {
  /** Heading that begins here. */
  readonly group?: string;
  readonly label: string;
  /** One for each column; the text is `–` where a cell has no such thing. */
  readonly values: readonly Value[];
}

/** Cells as columns: what every printer of a report prints. */
export interface ReportTable {
  readonly title: string;
  /** Where the values come from, one sentence each. */
  readonly notes: readonly string[];
  readonly columns: readonly string[];
  readonly lines: readonly ReportLine[];
}

const NONE: Value = { text: '–', tone: 'plain' };

/**
 * @param rows of the topic. Undefined where it has none, or is not at hand: then the tests and observations themselves are
 *   the rows, the worst and those that differ first
 */
export function comparison(evidence: Evidence, rows: readonly Row[] | undefined): ReportTable {
  const { cells, tree, kernel, machine, boots, run } = evidence;
  const seen = rows ? { shown: [], left: 0 } : seenRows(cells);
  const line = (
    label: string,
    value: (cell: CellEvidence) => Value | string | undefined,
    group?: string,
  ): ReportLine => ({
    ...(group === undefined ? {} : { group }),
    label,
    values: cells.map((cell) => {
      const made = value(cell);
      return made === undefined ? NONE : typeof made === 'string' ? { text: made, tone: 'plain' } : made;
    }),
  });
  return {
    title: evidence.topic.title,
    notes: [
      `${tree.spec} (Linux ${tree.release}) in a guest of ${kernel.release}, machine ${machine.id}, QEMU ${evidence.qemu}, ${boots.length === 1 ? 'one boot' : `${boots.length} boots`}`,
      // What a design is to userspace is said once, however often its modules are loaded.
      ...cells.flatMap(({ name, design, uapi }) =>
        uapi && !cells.some((cell) => cell.name === design)
          ? [`userspace of ${name}: ${uapi.verdict.replace('-', ' ')}; ${uapi.growth}`]
          : [],
      ),
      ...(evidence.quick ? [`a quick run: ${evidence.quick.join(', ')} only`] : []),
      ...(seen.left > 0 ? [`${seen.left} further rows are alike in all columns`] : []),
      ...keptNotes(cells),
      ...repeatNotes(evidence),
      ...knownNotes(evidence),
      ...suiteNotes(evidence),
      `evidence: ${run}/evidence.json; consoles: ${boots.map(({ folder }) => `${run}/${folder}`).join(', ') || 'none'}`,
    ],
    columns: cells.map(({ name, parameters }) => [name, ...settings(parameters)].join(' ')),
    lines: [
      line('UAPI added', uapiAdded, 'the patches'),
      line(
        'lines changed',
        ({ series }) =>
          series &&
          `+${series.insertions} −${series.deletions}\n${plural(series.files, 'file')}${
            series.selftest === undefined ? '' : `\nand a test, +${series.selftest}`
          }${series.asBase ? '\nmerged already' : ''}`,
      ),
      line('for userspace', ({ uapi }) => uapi && uapiVerdict(uapi.verdict)),
      line('findings', findings),
      ...(rows?.map((row) => line(row.label, (cell) => told(row.cell(view(cell))), row.group)) ??
        seen.shown.map((row, at) =>
          line(
            row.label,
            ({ name }) => shownAs(row, name),
            at === 0 ? 'what the guests saw, worst first' : undefined,
          ),
        )),
      ...suiteLines(evidence).map(({ label, group, value }) => line(label, value, group)),
      line('tests passed', passed, 'verdict'),
      ...(cells.some((cell) => cell.mutation) ? [line('mutants killed', mutantsKilled)] : []),
      ...coverageLines(evidence).map(({ label, value }) => line(label, value)),
      line('verdict', verdict),
    ],
  };
}

function settings(parameters: CellEvidence['parameters']): string[] {
  return Object.entries(parameters).flatMap(([name, value]) =>
    value === false ? [] : value === true ? [name] : [`${name}=${value}`],
  );
}

function view({ observations, measurements, contract }: CellEvidence): CellView {
  return {
    observed: (key) => observations[key],
    measured: (key) => measurements[key],
    promised: (key) => contract[key],
  };
}

/** A value that contradicts the contract says so in words, so that it shows without colours too. */
function told(text: string | undefined): Value | undefined {
  return text === undefined ? undefined : { text, tone: text.includes('≠') ? 'bad' : 'plain' };
}

function uapiAdded({ series }: CellEvidence): string | undefined {
  if (!series) return undefined;
  const { added, removed } = series.uapi;
  return [...added, ...removed.map((name) => `${name} (removed)`)].join('\n') || 'nothing';
}

function uapiVerdict(verdict: NonNullable<CellEvidence['uapi']>['verdict']): Value {
  const harmless = ['identical', 'additive', 'additive-proven'].includes(verdict);
  return { text: verdict.replace('-', ' '), tone: harmless ? 'good' : 'bad' };
}

function findings({ role, findings: found }: CellEvidence): Value | undefined {
  if (role !== 'variant') return undefined;
  // What is merely new is what the design is for.
  const all = found.filter(({ effect }) => effect !== 'additive' && effect !== 'additive-proven');
  if (all.length === 0) return { text: 'none', tone: 'good' };
  return {
    text: severityCounts(all),
    tone: all.some(({ severity }) => severity === 'error') ? 'bad' : 'plain',
  };
}

function passed({ tests }: CellEvidence): Value | undefined {
  if (tests.length === 0) return undefined;
  const skipped = tests.filter(({ status }) => status === 'SKIP').length;
  const good = tests.filter(({ status }) => status === 'PASS' || status === 'XFAIL').length;
  const text = `${good}/${tests.length - skipped}${skipped > 0 ? `\n${skipped} skipped` : ''}`;
  return { text, tone: good === tests.length - skipped ? 'good' : 'bad' };
}

function mutantsKilled({ mutation }: CellEvidence): Value | undefined {
  if (!mutation) return undefined;
  const { killed, survived, equivalent, notRun } = mutation;
  const more = [
    equivalent > 0 ? `${equivalent} equivalent` : '',
    notRun > 0 ? `${notRun} not run` : '',
  ].filter(Boolean);
  return {
    text: [`${killed}/${killed + survived}`, ...more].join('\n'),
    tone: survived > 0 ? 'bad' : notRun > 0 ? 'plain' : 'good',
  };
}

function verdict({ verdict: word, failure }: CellEvidence): Value {
  const tone = word === 'PASS' ? 'good' : word === 'SKIP' ? 'plain' : 'bad';
  return { text: failure ? `${word} [${failure.code}]` : word, tone };
}
