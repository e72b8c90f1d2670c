// SPDX-License-Identifier: GPL-2.0-only
import type { TestName } from '../../series/topic-page.ts';
import { html, type Markup } from '../markup.ts';
import { cellLink, type ShownCell } from '../model.ts';
import { statusMark } from '../status.ts';

/** More than these are counted: the matrix has them all. */
const MOST = 6;

/** Links to cells, each by its tree and machine; to a test of them, where one is named. */
export function linksTo(cells: readonly ShownCell[], test?: TestName): Markup {
  const left = cells.length - MOST;
  return html`${cells.slice(0, MOST).map((found, at) => html`${at > 0 ? ', ' : ''}${link(found, test)}`)}${left > 0 ? ` and ${left} more` : ''}`;
}

function link({ id, cell, run }: ShownCell, test: TestName | undefined): Markup {
  const { tree, machine } = run.evidence;
  const found =
    test && cell.tests.find(({ program, name }) => program === test.program && name === test.name);
  const status = found ? `: ${statusMark(found.status).word}` : test ? ': no such test' : '';
  return html`<a href=${cellLink(id, test)}>${tree.label.replace(/^debian-/, '')} ${machine.id}<span class="hidden">${status}</span></a>`;
}
