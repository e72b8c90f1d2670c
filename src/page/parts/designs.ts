// SPDX-License-Identifier: GPL-2.0-only
import type { Answer, Claim, Objection } from '../../series/topic-page.ts';
import { html, type Markup } from '../markup.ts';
import { cellLink, countsOf, type Design, type Shown, type ShownCell, type ShownRun } from '../model.ts';
import { statusOf } from '../status.ts';
import { plural } from '../words.ts';

const STANCES: Readonly<Record<Answer['stance'], { sign: string; word: string }>> = {
  for: { sign: '▲', word: 'The evidence bears it out' },
  against: { sign: '▼', word: 'The evidence speaks against it' },
  open: { sign: '◆', word: 'The evidence leaves it open' },
};

/** The designs as cards side by side: whose, for which price, what was held against it, and what the runs say to that. */
export function designs(shown: Shown): Markup {
  const proposed = shown.designs.filter(({ role }) => role === 'variant');
  if (proposed.length === 0) return null;
  return html`<section id="designs" aria-labelledby="designs-title">
    <h2 id="designs-title">The designs</h2>
    <div class="cards">${proposed.map((design) => card(design, shown))}</div>
  </section>`;
}

function card(design: Design, shown: Shown): Markup {
  const variant = shown.topic?.variants.find(({ id }) => id === design.name);
  const own = shown.topic?.page?.objections?.filter(({ against }) => against.includes(design.name)) ?? [];
  return html`<article class="card" data-design=${`${design.name} ${design.title}`} data-status=${statusesOf(design)}>
    <h3 id=${`design-${design.name}`}>${design.title} <code>${design.name}</code></h3>
    ${outcome(design)}
    ${variant && html`<p class="origin"><b>Proposed by</b> ${variant.origin}${variant.link ? html` <a href=${variant.link} rel="noreferrer">the mail</a>` : ''}</p>`}
    ${variant?.answer && html`<p>${variant.answer.replace(/\s+/g, ' ')}</p>`}
    ${price(design)}
    ${own.length > 0 && html`<h4>What was objected</h4><ul class="objections">${own.map((one) => objection(one, design, shown))}</ul>`}
    ${own.length === 0 && shown.topic?.page?.objections && html`<p class="quiet">Nothing was objected to it in the thread.</p>`}
  </article>`;
}

function statusesOf({ cells }: Design): string {
  return [...new Set(cells.map(({ cell }) => cell.verdict))].join(' ');
}

function outcome({ cells }: Design): Markup {
  return html`<ul class="outcome">${cells.map(({ id, cell, run }) => {
    const { sign, word, tone } = statusOf(cell.verdict);
    const { passed, failed } = countsOf(cell);
    const counts = passed + failed > 0 ? `, ${passed} of ${passed + failed} tests` : '';
    return html`<li class=${tone}><a href=${cellLink(id)}><span aria-hidden="true">${sign}</span> ${word}</a> on ${run.evidence.tree.label.replace(/^debian-/, '')} ${run.evidence.machine.id}${counts}${cell.failure && failed === 0 ? ` (${cell.failure.code})` : ''}</li>`;
  })}</ul>`;
}

/** Of the newest tree that has it: what it costs differs little between trees, and that is said. */
function price({ cells }: Design): Markup {
  const priced = cells.filter(({ cell }) => cell.series);
  const one = priced.at(-1);
  if (!one?.cell.series) return null;
  const { series, uapi } = one.cell;
  const lines = priced.map(({ cell }) => `+${cell.series?.insertions} −${cell.series?.deletions}`);
  const added = [...series.uapi.added, ...series.uapi.removed.map((name) => `${name} (removed)`)];
  return html`<dl class="price">
    <div><dt>UAPI</dt><dd>${added.length > 0 ? added.map((name, at) => html`${at > 0 ? ', ' : ''}<code>${name}</code>`) : 'adds nothing'}</dd></div>
    <div><dt>for userspace</dt><dd>${uapi ? `${uapi.verdict.replaceAll('-', ' ')}; it carries ${uapi.growth}` : 'not compared'}</dd></div>
    <div><dt>lines</dt><dd>${[...new Set(lines)].join(' or ')} in ${plural(series.files, 'file')}, ${plural(series.subjects.length, 'patch').replace('patchs', 'patches')}${series.asBase ? '; merged already: with its base it changes nothing' : ''}</dd></div>
  </dl>`;
}

function objection({ where, text, claims }: Objection, design: Design, shown: Shown): Markup {
  const answers = claims.flatMap((claim) => answersOf(claim, design, shown.runs));
  return html`<li>
    <p><q>${text}</q> <span class="where">${where}</span></p>
    ${answers.length > 0 ? html`<ul class="answers">${answers.map(answerLine)}</ul>` : html`<p class="quiet">No run here says anything to it.</p>`}
  </li>`;
}

interface Answered extends Answer {
  readonly claim: Claim;
  readonly at: readonly ShownCell[];
}

/** What runs say alike is said once, with all of them behind it. */
function answersOf(claim: Claim, { name }: Design, runs: readonly ShownRun[]): Answered[] {
  const wanted = claim.cell ?? name;
  const said = new Map<string, Answered>();
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

function answerLine({ text, stance, claim, at }: Answered): Markup {
  const { sign, word } = STANCES[stance];
  const { program, name } = claim.test;
  return html`<li class=${`stance-${stance}`}><span class="stance"><span aria-hidden="true">${sign}</span> ${word}:</span> ${text}${' '}<span class="behind">${name}${claim.cell ? ` with ${claim.cell}` : ''}: ${at.map(
    ({ id, run, cell }, index) => {
      const test = cell.tests.find((one) => one.program === program && one.name === name);
      const seen = test ? statusOf(test.status).word : 'no such test';
      const { tree, machine } = run.evidence;
      return html`${index > 0 ? ', ' : ''}<a href=${cellLink(id, claim.test)}>${tree.label.replace(/^debian-/, '')} ${machine.id}<span class="hidden">: ${seen}</span></a>`;
    },
  )}</span></li>`;
}
