// SPDX-License-Identifier: GPL-2.0-only
import { titleOf } from '../../mail/subject.ts';
import type { RangeDiff } from '../../series/range-diff.ts';
import { escaped } from '../highlight.ts';
import { diffMarkup } from '../hunks.ts';
import { html, type Markup, trusted } from '../markup.ts';
import { type KeptMail, utf8 } from '../material.ts';
import type { ShownPage, ShownRun } from '../model.ts';

/** One text of a design's series on a tree; several where runs had different ones. */
export interface Version {
  /** `debian-6.1` */
  readonly tree: string;
  readonly design: string;
  readonly title: string;
  /** What a person calls it: the run, and its parameters. */
  readonly label: string;
  readonly mails: readonly KeptMail[];
  /** Number of those that only make the base. */
  readonly prerequisites: number;
}

/** Every series that runs have kept, the newest run's first; one that is the same as another's is listed once. */
export function versionsOf({ given }: Pick<ShownPage, 'given'>): Version[] {
  const versions = new Map<string, Version>();
  for (const run of given)
    for (const { name, title, parameters, series } of run.evidence.cells) {
      const mails = run.series.get(name);
      if (!mails) continue;
      const tree = run.evidence.tree.label;
      const key = [tree, name, ...mails.map(keyOf)].join('\0');
      if (!versions.has(key))
        versions.set(key, {
          tree,
          design: name,
          title,
          label: labelOf(run, parameters),
          mails,
          prerequisites: series?.prerequisites ?? 0,
        });
    }
  return [...versions.values()];
}

function labelOf({ evidence }: ShownRun, parameters: Readonly<Record<string, unknown>>): string {
  const set = Object.entries(parameters).flatMap(([name, value]) =>
    value === false ? [] : [value === true ? name : `${name}=${value}`],
  );
  return [evidence.run, ...set].join(' ');
}

/** A patch without what is other in each tree though nobody changed it: blob ids and places. */
function keyOf({ message }: KeptMail): string {
  const hunks = message.diffs.flatMap(({ newPath, oldPath, hunks }) => [
    newPath ?? oldPath,
    ...hunks.flatMap(({ lines }) => lines),
  ]);
  return [titleOf(message.subject ?? ''), message.body, ...hunks].join('\n');
}

/** Two versions of one design on one tree, as git range-diff compares them. */
export interface ComparedVersions {
  readonly a: Version;
  readonly b: Version;
  readonly difference: RangeDiff;
}

export async function patches(
  versions: readonly Version[],
  compared: readonly ComparedVersions[],
): Promise<Markup> {
  if (versions.length === 0) return null;
  const distinct = new Map<string, { mail: KeptMail; own: boolean; in: string[] }>();
  for (const version of versions)
    for (const [at, mail] of version.mails.entries()) {
      const key = keyOf(mail);
      const known = distinct.get(key) ?? { mail, own: at >= version.prerequisites, in: [] };
      known.in.push(nameOf(version, versions));
      distinct.set(key, known);
    }
  const articles = await Promise.all([...distinct.values()].map((one) => article(one.mail, one.in, one.own)));
  return html`<section id="patches" aria-labelledby="patches-title">
    <h2 id="patches-title">The patches</h2>
    <p class="switch" data-switch="patches">
      ${choice('tree', 'Tree', unique(versions.map(({ tree }) => [tree, tree])))}
      ${choice('design', 'Design', unique(versions.map(({ design, title }) => [design, title])))}
      ${versions.some((one) => siblings(one, versions).length > 1) && choice('version', 'Version', unique(versions.map((one) => [`${one.tree}/${one.design}/${numberOf(one, versions)}`, `${numberOf(one, versions)}: ${one.label}`])))}
    </p>
    <p class="none" hidden>This tree has no such series: see its cell for the reason.</p>
    ${articles}
    ${compared.map(rangeArticle)}
  </section>`;
}

function unique(pairs: readonly (readonly [string, string])[]): [string, string][] {
  return [...new Map(pairs)];
}

function siblings(version: Version, versions: readonly Version[]): Version[] {
  return versions.filter(({ tree, design }) => tree === version.tree && design === version.design);
}

function numberOf(version: Version, versions: readonly Version[]): number {
  return siblings(version, versions).indexOf(version) + 1;
}

function nameOf(version: Version, versions: readonly Version[]): string {
  return `${version.tree}/${version.design}/${numberOf(version, versions)}`;
}

function choice(name: string, label: string, values: readonly (readonly [string, string])[]): Markup {
  return html`<label>${label} <select name=${name}>${values.map(([value, text]) => html`<option value=${value}>${text}</option>`)}</select></label>`;
}

async function article(
  { message, file }: KeptMail,
  series: readonly string[],
  own: boolean,
): Promise<Markup> {
  const diffs = await Promise.all(message.diffs.map(diffMarkup));
  const designs = new Set(series.map((one) => one.split('/')[1] ?? ''));
  const trees = new Set(series.map((one) => one.split('/')[0] ?? ''));
  return html`<details class="patch" open=${own} data-series=${[...new Set(series)].join(' ')} data-design=${[...designs].join(' ')} data-tree=${[...trees].join(' ')}>
    <summary><code>${file.slice(0, 4)}</code> ${titleOf(utf8(message.subject ?? file))}${message.damage ? html` <em>its diff cannot be read</em>` : ''}</summary>
    <pre class="message" tabindex="0" role="group" aria-label="commit message">${utf8(message.body)}</pre>
    ${trusted(diffs.join(''))}
  </details>`;
}

function rangeArticle({ a, b, difference }: ComparedVersions): Markup {
  const text = difference.pairs.map(({ relation, a: one, b: other, diff }) => {
    const subject = escaped(other?.subject ?? one?.subject ?? '');
    const lines = diff.split('\n').filter(Boolean).map(rangeLine);
    return `<span class="at">${one?.number ?? '-'} ${RELATIONS[relation]} ${other?.number ?? '-'} ${subject}</span>\n${lines.join('\n')}${lines.length > 0 ? '\n' : ''}`;
  });
  return html`<details class="patch range" data-series=${`${a.tree}/${a.design}/*`} data-design=${a.design} data-tree=${a.tree}>
    <summary>What differs between the versions: ${a.label} and ${b.label}</summary>
    ${trusted(`<pre class="diff" tabindex="0" role="group" aria-label="range-diff">${text.join('')}</pre>`)}
  </details>`;
}

const RELATIONS = { same: '=', changed: '!', 'only-a': '<', 'only-b': '>' } as const;

function rangeLine(line: string): string {
  const text = escaped(line);
  const className = line.startsWith('+') ? 'add' : line.startsWith('-') ? 'del' : '';
  return className ? `<span class="${className}">${text}</span>` : text;
}
