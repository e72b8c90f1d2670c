// SPDX-License-Identifier: GPL-2.0-only
import { comparison } from '../report/comparison.ts';
import type { Value } from '../report/value.ts';
import type { SeenData, SeenRun } from './data.ts';
import type { ShownPage, ShownRun } from './model.ts';
import { Table } from './string-table.ts';
import { visible } from './visible.ts';

/** The table that kpw prints of each run, for a page that shows one at a time. */
export function seenData({ runs, topic }: Pick<ShownPage, 'runs' | 'topic'>): SeenData {
  const [labels, values] = [new Table(), new Table()];
  const made = runs.map((run): [string, SeenRun] => {
    const { columns, lines, notes } = comparison(run.evidence, topic?.rows);
    return [
      seenKey(run),
      {
        columns: columns.map(visible),
        notes: notes.map(visible),
        lines: lines.map(({ group = '', label, values: own }) => [
          labels.at(visible(`${group}\n${label}`)),
          ...own.map((value) => values.at(valueText(value))),
        ]),
      },
    ];
  });
  return { labels: labels.values, values: values.values, runs: Object.fromEntries(made) };
}

/** How the switch and the address name a run. */
export function seenKey({ evidence: { tree, machine } }: ShownRun): string {
  return `${tree.label}/${machine.id}`;
}

function valueText({ text, tone }: Value): string {
  return `${tone[0]}${visible(text)}`;
}
