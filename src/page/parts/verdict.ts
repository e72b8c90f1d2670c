// SPDX-License-Identifier: GPL-2.0-only

import { plural } from '../../plural.ts';
import { html, type Markup } from '../markup.ts';
import { cellLink, FAILED, type ShownCell, type ShownPage, type ShownRun } from '../model.ts';

/** What the cells come to, in one sentence of text. */
export function verdictSentence({ runs }: Pick<ShownPage, 'runs'>): string {
  const cells = runs.flatMap((run) => run.cells);
  const failed = cells.filter(({ cell }) => FAILED.has(cell.verdict));
  const passed = cells.filter(({ cell }) => ['PASS', 'XFAIL'].includes(cell.verdict));
  const idle = cells.filter(({ cell }) => cell.verdict === 'SKIP');
  const left = idle.length > 0 ? `, ${idle.length} could not run here` : '';
  if (passed.length + failed.length === 0)
    return `Nothing ran: none of ${plural(cells.length, 'cell')} could.`;
  if (failed.length === 0)
    return `Every design that ran does what it promises: of ${plural(cells.length, 'cell')} ${passed.length} passed${left}.`;
  const of = `of ${plural(cells.length, 'cell')} ${failed.length} failed, ${passed.length} passed${left}`;
  const own = failed.filter((found) => found.cell.role === 'variant' && !isShared(found));
  if (own.length === 0 && failed.some(({ cell }) => cell.role === 'variant'))
    return `No design fails a test that the tree as it is passes: ${of}; each that failed did so by tests that the unchanged kernel fails on the same machine.`;
  const designs = unique(own.map(({ cell }) => cell.title));
  if (designs.length === 0)
    return `Every design that ran does what it promises, but what they are compared with does not (${unique(failed.map(({ cell }) => cell.title)).join(', ')}): ${of}.`;
  const [does, promises] = designs.length === 1 ? ['does', 'it promises'] : ['do', 'they promise'];
  return `${designs.join(', ')} ${does} not do what ${promises}: ${of}.`;
}

/** Whether the tree as it is fails the same tests in the same run: then the design is not the reason. */
function isShared(found: ShownCell): boolean {
  const { own, shared } = failing(found);
  return own > 0 && own === shared;
}

/** Tests that a cell fails, and of those the ones that the tree as it is fails as well. */
function failing({ cell, run }: ShownCell): { readonly own: number; readonly shared: number } {
  const base = run.cells.find((one) => one.cell.role === 'baseline')?.cell;
  const names = ({ tests }: ShownCell['cell']) =>
    tests
      .filter(({ status }) => ['FAIL', 'ERROR'].includes(status))
      .map(({ program, name }) => `${program}/${name}`);
  const theirs = new Set(base ? names(base) : []);
  const own = names(cell);
  return { own: own.length, shared: own.filter((name) => theirs.has(name)).length };
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}

export function verdict(shown: ShownPage): Markup {
  const { topic, runs, given, title } = shown;
  const cells = runs.flatMap((run) => run.cells);
  const failed = cells.filter(({ cell }) => FAILED.has(cell.verdict));
  const answer = topic?.page?.answer?.(runs.map(({ view }) => view));
  return html`<header class="verdict">
    <p class="topic">${shown.topicId}</p>
    <h1>${title}</h1>
    <p class=${`sentence ${failed.length > 0 ? 'bad' : 'good'}`}>
      <span class="sign" aria-hidden="true">${failed.length > 0 ? '✗' : '✓'}</span>${' '}
      <strong>${verdictSentence(shown)}</strong>${answer ? ` ${answer}` : ''}
    </p>
    ${failed.length > 0 && html`<ul class="failed">${failed.slice(0, 12).map(failedLine)}</ul>`}
    ${topic && html`<p class="question"><b>The question.</b> ${topic.question.replace(/\s+/g, ' ')}</p>`}
    ${given.length > 2 ? html`<details class="source"><summary>${given.length} runs</summary>${given.map((run) => source(run, shown))}</details>` : given.map((run) => source(run, shown))}
  </header>`;
}

function source(run: ShownRun, shown: ShownPage): Markup {
  const { tree, machine, started } = run.evidence;
  const from = cellsFrom(run, shown);
  return html`<p class="source">${tree.spec} (Linux ${tree.release}) on ${machine.id}, ${started.slice(0, 16).replace('T', ' ')} UTC, <code>${run.folder}</code>${from ? `: ${from}` : ''}</p>`;
}

/** Which cells are of this run, where its tree and machine have several; each cell is of the newest that ran it. */
export function cellsFrom(
  run: ShownRun,
  { runs, given }: Pick<ShownPage, 'runs' | 'given'>,
): string | undefined {
  const beside = given.filter(({ view }) => view.tree === run.view.tree && view.machine === run.view.machine);
  if (beside.length < 2) return undefined;
  const names = runs.flatMap(({ cells }) =>
    cells.filter((found) => found.run === run).map(({ cell }) => cell.name),
  );
  if (names.length === 0) return 'no cell is shown of it, later runs have them all';
  return `the cells ${names.join(', ')} are of this run`.replace(/^the cells (\S+) are/, 'the cell $1 is');
}

function failedLine(found: ShownCell): Markup {
  const { id, cell, run } = found;
  const { own, shared } = failing(found);
  const also =
    cell.role === 'baseline' || shared === 0 ? '' : `, ${shared} of them on the tree as it is as well`;
  const why = own > 0 ? `${plural(own, 'test')} failed${also}` : (cell.failure?.title ?? cell.verdict);
  return html`<li><a href=${cellLink(id)}>${cell.title} on ${run.evidence.tree.spec}, ${run.evidence.machine.id}</a>: ${why}</li>`;
}
