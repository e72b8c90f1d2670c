// SPDX-License-Identifier: GPL-2.0-only
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { PageData } from '../data.ts';
import { showCell } from './cell.ts';
import { applyFilter } from './hide.ts';
import { switchPatches } from './patches.ts';
import { switchSeen } from './seen.ts';
import { readState, writeState } from './state.ts';

const data = JSON.parse(document.getElementById('data')?.textContent ?? '{}') as PageData;
const box = document.querySelector<HTMLInputElement>('#filter');
const place = document.getElementById('cell');
const restorePatches = switchPatches();
const restoreSeen = switchSeen(data.seen);

/** What the fragment says, as the page shows it: at the start, and whenever somebody follows a link. */
function follow(): void {
  const state = readState();
  const filter = state.get('filter') ?? '';
  if (box && box.value !== filter) box.value = filter;
  applyFilter(filter);
  const cell = state.get('cell');
  if (place) {
    const target = showCell(place, cell ?? '', data, state.get('test') ?? undefined);
    const line = state.get('line');
    const shown = line === null ? target : (document.getElementById(`line-${line}`) ?? target);
    shown?.scrollIntoView({ block: line === null && target?.id === 'cell-title' ? 'start' : 'center' });
    target?.focus({ preventScroll: true });
  }
  for (const link of document.querySelectorAll<HTMLAnchorElement>('#matrix td a')) {
    const own = new URLSearchParams((link.getAttribute('href') ?? '').slice(1)).get('cell') === cell;
    if (own) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
  }
}

box?.addEventListener('input', () => {
  writeState({ filter: box.value });
  applyFilter(box.value);
});
box?.form?.addEventListener('submit', (event) => event.preventDefault());
// A link to a cell keeps what is filtered.
document.addEventListener('click', (event) => {
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  const to = link?.getAttribute('href') ?? '';
  if (!to.startsWith('#')) return;
  const filter = readState().get('filter');
  if (to.startsWith('#cell=') && filter) {
    event.preventDefault();
    location.hash = `${to}&${new URLSearchParams({ filter })}`;
  } else if (to === '#matrix' && link?.classList.contains('close')) {
    event.preventDefault();
    writeState({ cell: undefined, test: undefined, line: undefined });
    follow();
    document.getElementById('matrix')?.scrollIntoView();
  }
});
document.addEventListener('keydown', (event) => {
  const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
  if (event.key === '/' && !typing) {
    event.preventDefault();
    box?.focus();
  }
});
window.addEventListener('hashchange', () => {
  // A link to a section of the page is the browser's to follow.
  if (location.hash.includes('=') || location.hash === '') {
    restorePatches();
    restoreSeen();
    follow();
  }
});
follow();
document.documentElement.classList.add('ready');
