// SPDX-License-Identifier: GPL-2.0-only
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { CellData, PageData } from '../data.ts';
import { consoleOf } from './console.ts';
import { copied } from './copy.ts';
import { domElement } from './dom.ts';

const STATUSES: Readonly<Record<string, readonly [sign: string, word: string, tone: string]>> = {
  P: ['✓', 'passed', 'good'],
  X: ['✓', 'failed, as announced', 'good'],
  F: ['✗', 'failed', 'bad'],
  E: ['!', 'error', 'bad'],
  S: ['–', 'skipped', 'none'],
};

interface Shown {
  readonly name: string;
  readonly letter: string;
  readonly reason: string | undefined;
}

/** Fills the place below the matrix with one cell: its tests by program, how to repeat it, its console. */
export function showCell(
  place: HTMLElement,
  id: string,
  data: PageData,
  test: string | undefined,
): HTMLElement | undefined {
  const cell = data.cells[id];
  place.replaceChildren();
  place.hidden = cell === undefined;
  if (!cell) return undefined;
  const heading = domElement(
    'h3',
    { id: 'cell-title', tabindex: '-1' },
    `${cell.title} on ${cell.where.replace(' on ', ', ')}`,
  );
  const close = domElement('a', { href: '#matrix', class: 'close' }, 'close');
  place.append(
    heading,
    close,
    ...[cell.kept && domElement('p', {}, cell.kept)].filter((one) => one !== undefined && one !== ''),
  );
  if (cell.failure) place.append(failure(cell.failure));
  place.append(domElement('h4', {}, 'This cell again'), copied(cell.repeat));
  if (cell.repeatNote) place.append(domElement('p', { class: 'quiet' }, cell.repeatNote));
  const found = tests(cell, data, test);
  place.append(...found.nodes);
  if (cell.build) place.append(folded(`Build: ${cell.build[0] ?? ''}`, cell.build.slice(1)));
  const boot = cell.boot === undefined ? undefined : data.boots[cell.boot];
  if (boot) {
    const name = id.slice(id.lastIndexOf('/') + 1);
    place.append(domElement('h4', {}, 'Console'), consoleOf(boot, data.lines, name, id));
    if (boot.decoded) place.append(folded('The report with lines of source', [boot.decoded]));
    place.append(domElement('h4', {}, `QEMU (${boot.how})`), copied(boot.command));
  } else if (cell.tail)
    place.append(domElement('h4', {}, 'Console, its end'), domElement('pre', { tabindex: '0' }, cell.tail));
  return found.target ?? heading;
}

function failure([title = '', ...rest]: readonly string[]): HTMLElement {
  return domElement(
    'div',
    { class: 'failure' },
    domElement('p', {}, domElement('strong', {}, title)),
    domElement('pre', { tabindex: '0' }, rest.join('\n')),
  );
}

function folded(summary: string, lines: readonly string[]): HTMLElement {
  if (lines.length === 0) return domElement('p', {}, summary);
  return domElement(
    'details',
    {},
    domElement('summary', {}, summary),
    domElement('pre', { tabindex: '0' }, lines.join('\n')),
  );
}

function tests(
  cell: CellData,
  data: PageData,
  wanted: string | undefined,
): { nodes: Node[]; target: HTMLElement | undefined } {
  const order = (data.orders[cell.order] ?? '').split(' ').filter(Boolean).map(Number);
  const reasons = JSON.parse(data.whys[cell.why] ?? '{}') as Record<number, number>;
  const programs = new Map<string, Shown[]>();
  for (const [at, index] of order.entries()) {
    const [, program = '', name = ''] = /^(\d+) ([\s\S]*)$/.exec(data.names[index] ?? '') ?? [];
    const list = programs.get(data.programs[Number(program)] ?? '') ?? [];
    const why = reasons[at];
    list.push({
      name,
      letter: cell.statuses[at] ?? '',
      reason: why === undefined ? undefined : data.reasons[why],
    });
    programs.set(data.programs[Number(program)] ?? '', list);
  }
  let target: HTMLElement | undefined;
  const nodes: Node[] = [domElement('h4', {}, `Tests: ${summed([...cell.statuses])}`)];
  for (const [program, list] of programs) {
    const failing = list.some(({ letter }) => 'FE'.includes(letter));
    const holds = wanted?.startsWith(`${program}/`) ?? false;
    const rows = list.map((one) => {
      const row = testRow(one);
      if (wanted === `${program}/${one.name}`) {
        row.classList.add('wanted');
        row.tabIndex = -1;
        target = row;
      }
      return row;
    });
    const table = domElement(
      'table',
      {},
      domElement('caption', { class: 'hidden' }, `Tests of ${program}`),
      domElement(
        'thead',
        {},
        domElement(
          'tr',
          {},
          ...['status', 'test', 'why'].map((text) => domElement('th', { scope: 'col' }, text)),
        ),
      ),
      domElement('tbody', {}, ...rows),
    );
    nodes.push(
      domElement(
        'details',
        { class: 'program', ...(failing || holds ? { open: '' } : {}) },
        domElement(
          'summary',
          {},
          domElement('code', {}, program),
          ` ${summed(list.map(({ letter }) => letter))}`,
        ),
        table,
      ),
    );
  }
  return { nodes, target };
}

function testRow({ name, letter, reason }: Shown): HTMLTableRowElement {
  const [sign, word, tone] = STATUSES[letter] ?? ['?', letter, 'none'];
  return domElement(
    'tr',
    { class: tone },
    domElement('td', {}, domElement('span', { 'aria-hidden': 'true' }, `${sign} `), word),
    domElement('th', { scope: 'row' }, name || '(not named)'),
    domElement('td', {}, reason === undefined ? '' : domElement('span', { class: 'reason' }, reason)),
  );
}

function summed(letters: readonly string[]): string {
  const count = (of: string) => letters.filter((letter) => of.includes(letter)).length;
  const [passed, failed, skipped] = [count('PX'), count('FE'), count('S')];
  const parts = [
    failed > 0 ? `${failed} failed` : '',
    `${passed} passed`,
    skipped > 0 ? `${skipped} skipped` : '',
  ];
  return letters.length === 0 ? 'none ran' : parts.filter(Boolean).join(', ');
}
