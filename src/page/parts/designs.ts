// SPDX-License-Identifier: GPL-2.0-only

import { plural } from '../../plural.ts';
import type { Objection } from '../../series/topic-page.ts';
import { html, type Markup } from '../markup.ts';
import { countedTests, type PageDesign, type ShownCell, type ShownPage } from '../model.ts';
import { statusMark } from '../status.ts';
import { linksTo } from './links.ts';
import { answersTo, objections, STANCES, stanceOf } from './objections.ts';

/** The designs as cards side by side: whose, for which price, what was held against each; then the objections. */
export function designs(shown: ShownPage): Markup {
  const proposed = shown.designs.filter(({ role }) => role === 'variant');
  if (proposed.length === 0) return null;
  return html`<section id="designs" aria-labelledby="designs-title">
    <h2 id="designs-title">The designs</h2>
    <div class="cards">${proposed.map((design) => card(design, shown))}</div>
    ${objections(proposed, shown)}
  </section>`;
}

function card(design: PageDesign, shown: ShownPage): Markup {
  const variant = shown.topic?.variants.find(({ id }) => id === design.name);
  return html`<article class="card" data-design=${`${design.name} ${design.title}`} data-status=${statusesOf(design)}>
    <h3 id=${`design-${design.name}`}>${design.title} <code>${design.name}</code></h3>
    ${outcome(design)}
    ${variant && html`<p class="origin"><b>Proposed by</b> ${variant.origin}${variant.link ? html` <a href=${variant.link} rel="noreferrer">where</a>` : ''}</p>`}
    ${variant?.answer && html`<p>${variant.answer.replace(/\s+/g, ' ')}</p>`}
    ${price(design)}
    ${held(design, shown)}
  </article>`;
}

/** What was objected, in a line each, with what the evidence comes to. */
function held(design: PageDesign, shown: ShownPage): Markup {
  const all = shown.topic?.page?.objections;
  if (!all) return null;
  const own = all.filter(({ against }) => against.includes(design.name));
  // Patches that somebody gave are not what the thread was about.
  if (!shown.topic?.variants.some(({ id }) => id === design.name)) return null;
  if (own.length === 0) return html`<p class="quiet">Nothing was objected to it in the thread.</p>`;
  return html`<h4>What was objected</h4><ul class="held">${own.map((one) => heldLine(one, all.indexOf(one) + 1, design, shown))}</ul>`;
}

function heldLine(objection: Objection, number: number, design: PageDesign, shown: ShownPage): Markup {
  const stance = stanceOf(answersTo(objection, [design], shown.runs));
  const { sign, word } = STANCES[stance];
  return html`<li class=${`stance-${stance}`}><a href=${`#objection-${number}`}>${objection.short}</a> <span class="where">(${objection.where})</span>
    <span class="stance"><span aria-hidden="true">${sign}</span> ${word}</span></li>`;
}

function statusesOf({ cells }: PageDesign): string {
  return [...new Set(cells.map(({ cell }) => cell.verdict))].join(' ');
}

/** Where it passed, failed, did not run: a line for each. */
function outcome({ cells }: PageDesign): Markup {
  const groups = new Map<string, ShownCell[]>();
  for (const found of cells)
    groups.set(found.cell.verdict, [...(groups.get(found.cell.verdict) ?? []), found]);
  return html`<ul class="outcome">${[...groups].map(([verdict, own]) => {
    const { sign, word, tone } = statusMark(verdict);
    const counts = own.map(({ cell }) => countedTests(cell)).map(({ passed, failed }) => passed + failed);
    const [least, most] = [Math.min(...counts), Math.max(...counts)];
    const tests =
      most === 0 ? '' : least === most ? `, ${plural(most, 'test')}` : `, ${least} to ${most} tests`;
    const codes = most > 0 ? [] : [...new Set(own.flatMap(({ cell }) => cell.failure?.code ?? []))];
    return html`<li class=${tone}><b><span aria-hidden="true">${sign}</span> ${word}</b>${codes.length > 0 ? ` (${codes.join(', ')})` : ''} on ${linksTo(own)}${tests}</li>`;
  })}</ul>`;
}

/** What it adds and carries as of the newest tree that has it; how many lines, for each tree where they differ. */
function price({ cells }: PageDesign): Markup {
  const priced = cells.filter(({ cell }) => cell.series);
  const one = priced.at(-1);
  if (!one?.cell.series) return null;
  const { series, uapi } = one.cell;
  const added = [...series.uapi.added, ...series.uapi.removed.map((name) => `${name} (removed)`)];
  return html`<dl class="price">
    <div><dt>UAPI</dt><dd>${added.length > 0 ? added.map((name, at) => html`${at > 0 ? ', ' : ''}<code>${name}</code>`) : 'adds nothing'}</dd></div>
    <div><dt>for userspace</dt><dd>${uapi ? userspaceText(uapi) : 'not compared'}</dd></div>
    <div><dt>lines</dt><dd>${sizeText(priced)}</dd></div>
  </dl>`;
}

/** `behaviour break; in the headers: one macro` */
export function userspaceText({ verdict, growth }: NonNullable<ShownCell['cell']['uapi']>): string {
  return `${verdict.replaceAll('-', ' ')}; in the headers: ${growth === 'nothing' ? 'nothing new' : growth}`;
}

/**
 * The size of a design's own patches, by tree where trees differ: `6.1: +17 −79 in 3 files, 2 patches; …`, and whether
 * that counts its selftest.
 *
 * @param cells that have a series
 */
export function sizeText(cells: readonly ShownCell[]): string {
  const sizes = new Map<string, Set<string>>();
  for (const { cell, run } of cells) {
    if (!cell.series) continue;
    const size = seriesSize(cell.series);
    sizes.set(size, (sizes.get(size) ?? new Set()).add(run.evidence.tree.label.replace(/^debian-/, '')));
  }
  const [only] = sizes.keys();
  if (sizes.size === 1) return only ?? '';
  return [...sizes].map(([size, trees]) => `${[...trees].join(', ')}: ${size}`).join('; ');
}

function seriesSize(series: NonNullable<ShownCell['cell']['series']>): string {
  const { subjects, insertions, deletions, files, selftest, asBase } = series;
  if (subjects.length === 0) return 'none: the tree does it already';
  const patches = subjects.length === 1 ? '1 patch' : `${subjects.length} patches`;
  // What the patch of a selftest adds is left out of the counts, but it is one of the patches.
  const test =
    selftest === undefined
      ? ''
      : `, of which the last, a selftest of ${plural(selftest, 'line')}, is not counted`;
  return `+${insertions} −${deletions} in ${plural(files, 'file')}, ${patches}${test}${asBase ? ' (merged already: with its base it changes nothing)' : ''}`;
}
