// SPDX-License-Identifier: GPL-2.0-only

import { plural } from '../../plural.ts';
import { html, type Markup } from '../markup.ts';
import type { ShownCell } from '../model.ts';

/** Reasons that have a row of their own. */
const MOST = 20;

/** Why tests did not run, and how many for each reason. */
export interface SkipReason {
  readonly reason: string;
  readonly tests: number;
  readonly cells: number;
}

/** The reasons of all skipped tests of these cells, the most frequent first. */
export function skipReasons(cells: readonly Pick<ShownCell, 'cell'>[]): SkipReason[] {
  const reasons = new Map<string, { tests: number; cells: Set<unknown> }>();
  for (const { cell } of cells)
    for (const { reason = 'no reason given' } of cell.tests.filter(({ status }) => status === 'SKIP')) {
      const known = reasons.get(reason) ?? { tests: 0, cells: new Set() };
      known.tests++;
      known.cells.add(cell);
      reasons.set(reason, known);
    }
  return [...reasons]
    .map(([reason, own]) => ({ reason, tests: own.tests, cells: own.cells.size }))
    .sort((a, b) => b.tests - a.tests);
}

/** A small table of them, folded away; nothing where no test was skipped. */
export function skipped(cells: readonly ShownCell[]): Markup {
  const all = skipReasons(cells);
  if (all.length === 0) return null;
  const rest = all.slice(MOST);
  const sum = (some: readonly SkipReason[]) => some.reduce((count, { tests }) => count + tests, 0);
  return html`<details class="skips"><summary>${plural(sum(all), 'skipped test')}, by reason</summary>
    <table class="figures">
      <thead><tr><th scope="col">reason</th><th scope="col">tests</th><th scope="col">cells</th></tr></thead>
      <tbody>${all.slice(0, MOST).map(({ reason, tests, cells: of }) => html`<tr><th scope="row">${reason}</th><td>${tests.toLocaleString('en')}</td><td>${of}</td></tr>`)}</tbody>
    </table>
    ${rest.length > 0 && html`<p>${plural(sum(rest), 'test')} more for ${plural(rest.length, 'other reason')}: see the cells.</p>`}
  </details>`;
}
