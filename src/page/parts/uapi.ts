// SPDX-License-Identifier: GPL-2.0-only
import type { FileDiff } from '../../mail/diff.ts';
import { plural } from '../../plural.ts';
import { diffMarkup } from '../hunks.ts';
import { html, type Markup, trusted } from '../markup.ts';
import type { PageDesign, ShownCell, ShownPage } from '../model.ts';

/** What a header promises to programs. */
const UAPI = /(^|\/)include\/(.*\/)?uapi\//;

/** What each design does to the UAPI, beside the text that it changes in the header. */
export async function uapi(shown: ShownPage): Promise<Markup> {
  const made: Markup[] = [];
  for (const design of shown.designs) {
    const one = await change(design);
    if (one) made.push(one);
  }
  if (made.length === 0) return null;
  return html`<section id="uapi" aria-labelledby="uapi-title">
    <h2 id="uapi-title">What becomes of the UAPI</h2>${made}
  </section>`;
}

async function change(design: PageDesign): Promise<Markup> {
  const texts = new Map<string, ShownCell[]>();
  const cells = design.cells.filter(({ cell }) => cell.uapi);
  for (const found of cells) {
    const markup = (await Promise.all(diffsOf(found).map(diffMarkup))).join('');
    // The same change is at other lines in other trees.
    const key = markup.replace(/<span class="at">.*?<\/span>/g, '');
    const alike = [...texts.keys()].find((one) => one.replace(/<span class="at">.*?<\/span>/g, '') === key);
    const at = alike ?? markup;
    texts.set(at, [...(texts.get(at) ?? []), found]);
  }
  if (texts.size === 0) return null;
  return html`<article class="uapi" data-design=${`${design.name} ${design.title}`}>
    <h3>${design.title}</h3>
    ${[...texts].map(([markup, alike]) => sides(markup, alike))}
  </article>`;
}

/** Of the design's own patches: those before it make the base that it is compared with. */
function diffsOf({ cell, run }: ShownCell): FileDiff[] {
  const mails = run.series.get(cell.name) ?? [];
  return mails
    .slice(cell.series?.prerequisites ?? 0)
    .flatMap(({ message }) => message.diffs)
    .filter(({ newPath, oldPath }) => UAPI.test(newPath ?? oldPath ?? ''));
}

function sides(markup: string, cells: readonly ShownCell[]): Markup {
  const [first] = cells as [ShownCell];
  const { series, uapi } = first.cell;
  const trees = [...new Set(cells.map(({ run }) => run.evidence.tree.spec))];
  const names = (list: readonly string[]) =>
    list.map((name, at) => html`${at > 0 ? ', ' : ''}<code>${name}</code>`);
  return html`<div class="sides">
    <dl>
      <dt>for userspace</dt><dd>${uapi?.verdict.replaceAll('-', ' ')}</dd>
      <dt>in the headers</dt><dd>${uapi?.growth === 'nothing' ? 'nothing new' : uapi?.growth}</dd>
      ${series && series.uapi.added.length > 0 ? html`<dt>added</dt><dd>${names(series.uapi.added)}</dd>` : null}
      ${series && series.uapi.removed.length > 0 ? html`<dt>removed</dt><dd>${names(series.uapi.removed)}</dd>` : null}
      <dt>on</dt><dd>${trees.join(', ')}</dd>
    </dl>
    <div class="header">${markup ? trusted(markup) : html`<p class="quiet">No header below include/uapi changes${series ? html`: ${plural(series.files, 'file')} of the driver ${series.files === 1 ? 'does' : 'do'}` : ''}.</p>`}</div>
  </div>`;
}
