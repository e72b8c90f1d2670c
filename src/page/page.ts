// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../context.ts';
import { asShown } from '../mail/history.ts';
import { rangeDiff } from '../series/range-diff.ts';
import type { AnyTopic } from '../series/topic.ts';
import { pageData } from './cell-data.ts';
import { documentOf } from './document.ts';
import { html, type Markup, markupText } from './markup.ts';
import type { RunMaterial } from './material.ts';
import { shownOf } from './model.ts';
import { designs } from './parts/designs.ts';
import { findings } from './parts/findings.ts';
import { latencies } from './parts/latencies.ts';
import { matrixPart } from './parts/matrix.ts';
import { type ComparedVersions, patches, type Version, versionsOf } from './parts/patches.ts';
import { pictures } from './parts/pictures.ts';
import { seen } from './parts/seen.ts';
import { uapi } from './parts/uapi.ts';
import { verdict, verdictSentence } from './parts/verdict.ts';
import { clientScript, styleSheet } from './script.ts';

/** Sections by the ids that the navigation names. */
const SECTIONS: readonly (readonly [id: string, title: string])[] = [
  ['designs', 'Designs'],
  ['pictures', 'The picture'],
  ['matrix', 'Matrix'],
  ['seen', 'Seen'],
  ['latencies', 'Cost of an access'],
  ['patches', 'Patches'],
  ['uapi', 'UAPI'],
  ['findings', 'Findings'],
];

/**
 * Runs of one topic as one HTML file that needs neither network nor other files.
 *
 * @param topic undefined where it is not at hand
 * @throws GitFailed, HostLacks (no git) where runs have several versions of a design
 */
export async function page(
  runs: readonly RunMaterial[],
  topic: AnyTopic | undefined,
  context: Context,
): Promise<string> {
  const shown = shownOf(runs, topic);
  const versions = versionsOf(shown);
  const made: Record<string, Markup> = {
    designs: designs(shown),
    pictures: pictures(shown),
    matrix: matrixPart(shown),
    seen: seen(shown),
    latencies: latencies(shown),
    patches: await patches(versions, await comparedVersions(versions, context)),
    uapi: await uapi(shown),
    findings: await findings(shown),
  };
  const sections = SECTIONS.filter(([id]) => made[id] !== null);
  const body = markupText(html`<a class="skip" href="#content">to the content</a>
    ${verdict(shown)}
    ${navigation(sections)}
    <main id="content">${sections.map(([id]) => made[id])}
      <footer><p>Made by kpw from ${runs.map(({ evidence }) => `${evidence.run}/evidence.json`).join(', ')}. Every statement is of these runs; nothing was loaded from elsewhere.</p></footer>
    </main>`);
  return documentOf({
    title: `${verdictSentence(shown)} ${shown.title}`,
    style: await styleSheet(),
    script: await clientScript(),
    body,
    data: pageData(shown),
  });
}

function navigation(sections: readonly (readonly [string, string])[]): Markup {
  return html`<nav aria-label="sections"><div>
    <ul>${sections.map(([id, title]) => html`<li><a href=${`#${id}`}>${title}</a></li>`)}</ul>
    <form role="search"><label for="filter">Filter</label>
      <input id="filter" type="search" autocomplete="off" spellcheck=${false} placeholder="status:failed tree:7.2 design:opt-in" aria-describedby="count" />
      <span id="count" role="status"></span></form>
  </div></nav>`;
}

/** Each version with the one behind it, the older as A. */
async function comparedVersions(versions: readonly Version[], context: Context): Promise<ComparedVersions[]> {
  const compared: ComparedVersions[] = [];
  for (const [at, b] of versions.entries()) {
    const a = versions.slice(at + 1).find(({ tree, design }) => tree === b.tree && design === b.design);
    if (!a) continue;
    const [one, other] = [a, b].map(({ mails }) => asShown(mails.map(({ message }) => message)));
    const difference = await rangeDiff(
      one ?? [],
      other ?? [],
      { context: 3, creationFactor: undefined, messages: true },
      context,
    );
    compared.push({ a, b, difference });
  }
  return compared;
}
