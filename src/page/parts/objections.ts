// SPDX-License-Identifier: GPL-2.0-only
import type { Answer, Claim, Objection } from '../../series/topic-page.ts';
import { html, type Markup } from '../markup.ts';
import type { PageDesign, ShownCell, ShownPage, ShownRun } from '../model.ts';
import { linksTo } from './links.ts';

/** What the evidence comes to: `mixed` where runs say different things, `none` where none says anything. */
type Stance = Answer['stance'] | 'mixed' | 'none';

export const STANCES: Readonly<Record<Stance, { readonly sign: string; readonly word: string }>> = {
  for: { sign: '▲', word: 'the evidence bears it out' },
  against: { sign: '▼', word: 'the evidence speaks against it' },
  open: { sign: '◆', word: 'the evidence leaves it open' },
  mixed: { sign: '◆', word: 'the evidence says both, by machine or test' },
  none: { sign: '·', word: 'no run says anything to it' },
};

/** One answer, with all cells behind it. */
export interface Answered extends Answer {
  readonly claim: Claim;
  readonly at: readonly ShownCell[];
}

/** Each objection of the thread, with what the runs say to it and the tests behind that. */
export function objections(designs: readonly PageDesign[], shown: ShownPage): Markup {
  const all = shown.topic?.page?.objections ?? [];
  if (all.length === 0) return null;
  return html`<h3>What was objected, and what the evidence says</h3>
    <ol class="objections">${all.map((one, at) => item(one, at + 1, designs, shown.runs))}</ol>`;
}

function item(
  objection: Objection,
  number: number,
  designs: readonly PageDesign[],
  runs: readonly ShownRun[],
): Markup {
  const meant = designs.filter(({ name }) => objection.against.includes(name));
  if (meant.length === 0) return null;
  const answers = answersTo(objection, meant, runs);
  return html`<li id=${`objection-${number}`} data-design=${meant.map(({ name, title }) => `${name} ${title}`).join(' ')}>
    <p><em>${objection.text}</em></p>
    <p class="where">${objection.where}, to ${meant.map(({ title }) => title).join(', ')}</p>
    ${answers.length > 0 ? html`<ul class="answers">${answers.map((one) => answerLine(one, meant.length))}</ul>` : html`<p class="quiet">No run here says anything to it.</p>`}
  </li>`;
}

/** What the runs say to an objection; what designs and runs say alike is said once. */
export function answersTo(
  { claims }: Objection,
  designs: readonly PageDesign[],
  runs: readonly ShownRun[],
): Answered[] {
  const said = new Map<string, Answered>();
  for (const claim of claims)
    for (const wanted of claim.cell ? [claim.cell] : designs.map(({ name }) => name))
      for (const run of runs) {
        const view = run.view.cells.find((cell) => cell.name === wanted)?.view;
        const cell = run.cells.find((one) => one.cell.name === wanted);
        const answer = view && claim.says(view);
        if (!answer || !cell) continue;
        const known = said.get(answer.text);
        said.set(answer.text, { ...answer, claim, at: [...(known?.at ?? []), cell] });
      }
  return [...said.values()];
}

/** One word for several answers. */
export function stanceOf(answers: readonly Answer[]): Stance {
  const stances = new Set(answers.map(({ stance }) => stance));
  const [first] = stances;
  if (first === undefined) return 'none';
  return stances.size === 1 ? first : 'mixed';
}

function answerLine({ text, stance, claim, at }: Answered, designs: number): Markup {
  const { sign, word } = STANCES[stance];
  const { name } = claim.test;
  const titles = [...new Set(at.map(({ cell }) => cell.title))];
  const whose = claim.cell || titles.length < designs ? ` of ${titles.join(', ')}` : '';
  const byRun = [...new Map(at.map((found) => [found.run, found])).values()];
  return html`<li class=${`stance-${stance}`}><span class="stance"><span aria-hidden="true">${sign}</span> ${word}:</span> ${text}${' '}
    <span class="behind"><code>${name}</code>${whose}: ${linksTo(byRun, claim.test)}</span></li>`;
}
