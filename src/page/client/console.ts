// SPDX-License-Identifier: GPL-2.0-only
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { BootData, LineData } from '../data.ts';
import { domElement } from './dom.ts';
import { readState } from './state.ts';

/** The lines of a cell, each with a link to itself; the whole boot at a press of a button. */
export function consoleOf(boot: BootData, texts: readonly string[], cell: string, id: string): HTMLElement {
  const place = boot.places[cell];
  const box = domElement('div', { class: 'console' });
  if (boot.lines === 0) {
    box.append(domElement('p', {}, `It is not kept any more: ${boot.folder}/console.log`));
    return box;
  }
  const wanted = Number(readState().get('line') ?? 0);
  const inside = place && wanted >= place[0] && wanted <= place[1];
  const show = (from: number, to: number) => {
    const lines = linesOf(boot, texts, from, to, id, wanted);
    const all = from === 1 && to === boot.lines;
    const button = domElement(
      'button',
      { type: 'button' },
      all ? 'this cell alone' : `the whole boot (${boot.lines} lines)`,
    );
    button.addEventListener('click', () => {
      if (all && place) show(...place);
      else show(1, boot.lines);
    });
    box.replaceChildren(
      lines,
      ...(place ? [button] : []),
      domElement('p', { class: 'where' }, `${boot.folder}/console.log`),
    );
  };
  if (place && (inside || wanted === 0)) show(...place);
  else show(1, boot.lines);
  return box;
}

function linesOf(
  boot: BootData,
  texts: readonly string[],
  from: number,
  to: number,
  id: string,
  wanted: number,
): HTMLElement {
  const list = domElement('div', { class: 'lines', tabindex: '0', role: 'group', 'aria-label': 'console' });
  let last = from - 1;
  const gap = (until: number) => {
    if (until > last + 1)
      list.append(domElement('div', { class: 'gap' }, `… ${until - last - 1} lines left out …`));
  };
  for (const [first, lines] of boot.segments)
    for (const [index, line] of lines.entries()) {
      const number = first + index;
      if (number < from || number > to) continue;
      gap(number);
      last = number;
      const state = new URLSearchParams({ cell: id, line: String(number) });
      const link = domElement('a', { href: `#${state}`, class: 'number' }, String(number));
      list.append(
        domElement(
          'div',
          { id: `line-${number}`, class: number === wanted ? 'wanted' : '' },
          link,
          domElement('code', {}, textOf(line, texts)),
        ),
      );
    }
  gap(to + 1);
  return list;
}

function textOf(line: LineData, texts: readonly string[]): string {
  return typeof line === 'number' ? (texts[line] ?? '') : `[${line[0]}] ${texts[line[1]] ?? ''}`;
}
