// SPDX-License-Identifier: GPL-2.0-only
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { SeenData } from '../data.ts';
import { domElement } from './dom.ts';
import { readState, writeState } from './state.ts';

/** Fills in the table of the run that is chosen; the first one where none is. */
export function switchSeen(data: SeenData): () => void {
  const select = document.querySelector<HTMLSelectElement>('#seen-run');
  const place = document.getElementById('seen-table');
  if (!select || !place) return () => undefined;
  const show = () => place.replaceChildren(...tableOf(data, select.value));
  const restore = () => {
    const wanted = readState().get('seen');
    if (wanted && Object.hasOwn(data.runs, wanted)) select.value = wanted;
    show();
  };
  select.addEventListener('change', () => {
    show();
    writeState({ seen: select.value });
  });
  restore();
  return restore;
}

function tableOf({ labels, values, runs }: SeenData, key: string): Node[] {
  const run = runs[key];
  if (!run) return [];
  const body: HTMLElement[] = [];
  for (const [label = 0, ...own] of run.lines) {
    const [group = '', name = ''] = (labels[label] ?? '').split('\n');
    if (group) {
      const heading = domElement('th', { scope: 'rowgroup', colspan: String(run.columns.length + 1) }, group);
      body.push(domElement('tr', { class: 'group' }, heading));
    }
    body.push(
      domElement(
        'tr',
        {},
        domElement('th', { scope: 'row' }, name),
        ...own.map((at) => cellOf(values[at] ?? '')),
      ),
    );
  }
  const head = domElement(
    'tr',
    {},
    domElement('td'),
    ...run.columns.map((column) => domElement('th', { scope: 'col' }, column)),
  );
  const notes = domElement('ul', { class: 'where' }, ...run.notes.map((note) => domElement('li', {}, note)));
  return [domElement('table', {}, domElement('thead', {}, head), domElement('tbody', {}, ...body)), notes];
}

function cellOf(value: string): HTMLElement {
  const [tone, text] = [value[0], value.slice(1)];
  return domElement('td', tone === 'b' ? { class: 'bad' } : {}, text);
}
