// SPDX-License-Identifier: GPL-2.0-only
import { html, type Markup } from '../markup.ts';
import { cellLink, countedTests, type PageDesign, type ShownCell, type ShownPage } from '../model.ts';
import { statusMark } from '../status.ts';
import { skipped } from './skipped.ts';

/** One small table a design, trees down and machines across; each cell opens below. */
export function matrixPart(shown: ShownPage): Markup {
  return html`<section id="matrix" aria-labelledby="matrix-title">
    <h2 id="matrix-title">Trees, machines, designs</h2>
    <p>Each cell is a guest's run of a design. Open one for its tests, its console, and the command that repeats it.</p>
    <div class="multiples">${shown.designs.map((design) => multiple(design, shown))}</div>
    ${skipped(shown.runs.flatMap(({ cells }) => cells))}
    <div id="cell" class="opened" tabindex="-1" hidden></div>
    <noscript><p>What a cell opens to needs the page's script; the same is in the folders named above.</p></noscript>
  </section>`;
}

function multiple(design: PageDesign, { trees, machines }: ShownPage): Markup {
  const at = (tree: string, machine: string) =>
    design.cells.find(({ run }) => run.evidence.tree.label === tree && run.evidence.machine.id === machine);
  return html`<table class="multiple">
    <caption>${design.title}</caption>
    <thead><tr><td></td>${machines.map((machine) => html`<th scope="col">${machine}</th>`)}</tr></thead>
    <tbody>${trees.map((tree) => html`<tr><th scope="row">${tree.replace(/^debian-/, '')}</th>${machines.map((machine) => one(at(tree, machine)))}</tr>`)}</tbody>
  </table>`;
}

function one(found: ShownCell | undefined): Markup {
  if (!found) return html`<td class="absent"><span aria-label="no run">·</span></td>`;
  const { id, cell, run } = found;
  const { sign, word, tone } = statusMark(cell.verdict);
  const { passed, failed, skipped } = countedTests(cell);
  const ran = passed + failed;
  const total = ran + skipped;
  const share = (count: number) => `${((count / total) * 100).toFixed(1)}%`;
  return html`<td class=${tone} ...${filterable(found)}>
    <a href=${cellLink(id)}>
      <span class="hidden">${`${cell.title} on ${run.evidence.tree.spec}, ${run.evidence.machine.id}: `}</span>
      <span class="sign" aria-hidden="true">${sign}</span> <span class="word">${word}</span>
      ${ran > 0 ? html`<span class="counts">${passed}/${ran}<span class="hidden"> tests passed, ${skipped} skipped</span></span>` : html`<span class="counts">${cell.failure?.code ?? ''}</span>`}
      ${total > 0 && html`<span class="share" aria-hidden="true"><i class="good" style=${`width:${share(passed)}`}></i><i class="bad" style=${`width:${share(failed)}`}></i></span>`}
    </a></td>`;
}

/** What the filter box asks of anything that belongs to one cell. */
function filterable({ cell, run }: ShownCell): Record<string, string> {
  return {
    'data-status': cell.verdict,
    'data-tree': `${run.evidence.tree.spec} ${run.evidence.tree.label}`,
    'data-machine': run.evidence.machine.id,
    'data-design': `${cell.name} ${cell.title}`,
  };
}
