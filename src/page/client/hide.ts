// SPDX-License-Identifier: GPL-2.0-only
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { stays, termsOf } from './filter.ts';

const FIELDS = '[data-status],[data-tree],[data-machine],[data-design]';

/** Hides what the filter does not leave, and says how many cells are left. */
export function applyFilter(text: string): void {
  const terms = termsOf(text);
  let [left, all] = [0, 0];
  for (const one of document.querySelectorAll<HTMLElement>(FIELDS)) {
    // The switch of the patches has its own choice.
    if (one.closest('#patches')) continue;
    const { status, tree, machine, design } = one.dataset;
    const shown = stays({ status, tree, machine, design, text: one.textContent ?? '' }, terms);
    one.classList.toggle('filtered', !shown);
    if (one.matches('#matrix td')) {
      all++;
      if (shown) left++;
    }
  }
  for (const table of document.querySelectorAll<HTMLElement>('.multiple')) {
    const cells = [...table.querySelectorAll('td[data-status]')];
    table.classList.toggle(
      'filtered',
      cells.length > 0 && cells.every((cell) => cell.classList.contains('filtered')),
    );
  }
  for (const group of document.querySelectorAll<HTMLElement>('.rule')) {
    const items = [...group.querySelectorAll('.finding')];
    group.classList.toggle(
      'filtered',
      items.every((item) => item.classList.contains('filtered')),
    );
  }
  const count = document.getElementById('count');
  if (count) count.textContent = terms.length === 0 ? '' : `${left} of ${all} cells`;
}
