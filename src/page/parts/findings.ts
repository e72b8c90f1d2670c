// SPDX-License-Identifier: GPL-2.0-only
import type { CellEvidence } from '../../evidence/schema.ts';
import { plural } from '../../plural.ts';
import { escaped, highlighted } from '../highlight.ts';
import { html, type Markup, trusted } from '../markup.ts';
import { cellLink, type ShownCell, type ShownPage } from '../model.ts';
import { sourceLine } from '../source-line.ts';

type Finding = CellEvidence['findings'][number];

interface Seen {
  readonly finding: Finding;
  readonly line: string | undefined;
  readonly at: ShownCell[];
}

const SIGNS: Readonly<Record<Finding['severity'], string>> = { error: '✗', warning: '!', note: 'i' };
const ORDER: readonly Finding['severity'][] = ['error', 'warning', 'note'];

/** What the rules found, rule by rule, the worst first; what several trees have alike stands there once. */
export async function findings(shown: ShownPage): Promise<Markup> {
  const cells = shown.runs.flatMap((run) => run.cells);
  const rules = new Map<string, Map<string, Seen>>();
  for (const found of cells)
    for (const finding of found.cell.findings) {
      const line = sourceLine(finding, found.run.series.get(found.cell.name) ?? []);
      const key = [finding.severity, finding.file, finding.message, line ?? ''].join('\0');
      const seen = rules.get(finding.rule) ?? new Map<string, Seen>();
      const known = seen.get(key);
      if (known) known.at.push(found);
      else seen.set(key, { finding, line, at: [found] });
      rules.set(finding.rule, seen);
    }
  if (rules.size === 0)
    return html`<section id="findings" aria-labelledby="findings-title"><h2 id="findings-title">What the rules found</h2><p>Nothing.</p></section>`;
  const rank = (seen: Map<string, Seen>) =>
    Math.min(...[...seen.values()].map(({ finding }) => ORDER.indexOf(finding.severity)));
  const sorted = [...rules].sort(([a, one], [b, other]) => rank(one) - rank(other) || a.localeCompare(b));
  const made: Markup[] = [];
  for (const [rule, seen] of sorted) made.push(await ofRule(rule, [...seen.values()]));
  return html`<section id="findings" aria-labelledby="findings-title">
    <h2 id="findings-title">What the rules found</h2>
    <p><code>kpw rules RULE</code> tells what a rule is about and what to do.</p>
    ${made}
  </section>`;
}

async function ofRule(rule: string, seen: readonly Seen[]): Promise<Markup> {
  return html`<article class="rule"><h3><code>${rule}</code> <span class="count">${plural(seen.length, 'finding')}</span></h3>
    <ul>${await Promise.all(seen.map(item))}</ul></article>`;
}

async function item({ finding, line, at }: Seen): Promise<Markup> {
  const { severity, message, file, effect } = finding;
  const isC = /\.[chS]$/.test(file);
  const [markup] = line === undefined ? [] : isC ? await highlighted([line]) : [escaped(line)];
  const values = (of: (cell: ShownCell) => string) => [...new Set(at.map(of))].join(' ');
  return html`<li class=${`finding ${severity}`} data-status=${severity} data-design=${values(({ cell }) => `${cell.name} ${cell.title}`)} data-tree=${values(({ run }) => `${run.evidence.tree.spec} ${run.evidence.tree.label}`)} data-machine=${values(({ run }) => run.evidence.machine.id)}>
    <p><span class="severity"><span aria-hidden="true">${SIGNS[severity]}</span> ${severity}</span> ${message}${effect ? html` <span class="effect">${effect.replaceAll('-', ' ')}</span>` : ''}</p>
    ${markup !== undefined ? html`<pre class="line" tabindex="0" role="group" aria-label=${`line of ${file}`}>${trusted(markup, 'code')}</pre>` : null}
    <p class="where"><code>${file}</code>${placesOf(finding, at)}</p>
  </li>`;
}

/** Each tree has it at another line: a line for each, with the designs that have it there. */
function placesOf(finding: Finding, at: readonly ShownCell[]): Markup {
  const places = new Map<string, Map<string, ShownCell>>();
  for (const found of at) {
    const place = `${found.run.evidence.tree.spec} line ${lineIn(found.cell, finding)}`;
    const designs = places.get(place) ?? new Map<string, ShownCell>();
    if (!designs.has(found.cell.title)) designs.set(found.cell.title, found);
    places.set(place, designs);
  }
  return [...places].map(
    ([place, designs]) =>
      html`; ${place}: ${[...designs].map(([title, { id }], index) => html`${index > 0 ? ', ' : ''}<a href=${cellLink(id)}>${title}</a>`)}`,
  );
}

function lineIn({ findings: own }: CellEvidence, { rule, message, file }: Finding): number | string {
  return own.find((one) => one.rule === rule && one.message === message && one.file === file)?.line ?? '?';
}
