// SPDX-License-Identifier: GPL-2.0-only
import type { Tree } from '../kernel/tree.ts';
import type { GeneratedFrom } from '../series/generated-from.ts';
import type { Mail } from '../series/mail.ts';
import type { MovedAnchor } from '../series/moved.ts';
import { departures } from '../series/parameters.ts';
import type { Terminal } from './command.ts';
import type { BaseCheck, TemplateHashes } from './port-base.ts';
import type { SeriesAuthor } from './series-author.ts';
import type { Written } from './series-output.ts';
import { unwrittenData } from './series-summary.ts';
import { columns } from './table.ts';

/** Patches that were made again. */
export interface Ported {
  readonly from: GeneratedFrom;
  readonly onto: Tree;
  readonly template: TemplateHashes;
  readonly check: BaseCheck;
  readonly mails: readonly Mail[];
  readonly author: SeriesAuthor;
  readonly moved: readonly MovedAnchor[];
  /** Trailers that somebody added, and the new mails do not have. */
  readonly left: readonly string[];
}

export function portData(ported: Ported, written: Written): object {
  const { from, onto, template, check, mails, moved, left } = ported;
  return {
    template: { id: nameOf(from), ...template, changed: template.was !== template.is },
    parameters: from.choice.parameters,
    from: { base: from.base, check: check.state, tree: check.tree ?? null, places: check.places },
    onto: { tree: onto.spec, release: onto.release, base: onto.base },
    anchors: moved.map(({ was, is, ...rest }) => ({ ...rest, was: was ?? null, is: is ?? null })),
    left,
    mails: mails.map(({ name }) => name),
    mbox: written.mbox ?? null,
    folder: written.folder ?? null,
    ...unwrittenData(written),
  };
}

export function portNotes(ported: Ported, written: Written, { colour }: Terminal): string {
  const { from, onto, template, check, mails, author, moved, left } = ported;
  const { variant, parameters } = from.choice;
  const set = Object.entries(departures(variant, parameters)).map(([name, value]) => `${name}=${value}`);
  const where = written.mbox ?? written.folder;
  const warn = (line: string) => `${colour.warn('note')}  ${line}`;
  return [
    `${nameOf(from)}${set.length > 0 ? ` with ${set.join(', ')}` : ''}, ${mails.length === 1 ? '1 patch' : `${mails.length} patches`}${where === undefined ? '' : ` in ${where}`}`,
    `  made for  ${from.base}`,
    `  now for   ${onto.spec} (Linux ${onto.release})`,
    columns(
      moved.map(({ role, anchor, was = '–', is = '–' }) => [role, anchor, was, is]),
      ['series', 'anchor', 'was', 'is'],
    ),
    ...checked(check, colour.good, warn),
    ...(template.was === template.is
      ? []
      : [warn(`the template changed since: sha256 was ${template.was || 'not told'}, is ${template.is}`)]),
    ...left.map((line) => warn(`left behind, as it was said of other patches: ${line}`)),
    ...(author.nobody ? [warn('git knows no name and address, so the mails come from nobody')] : []),
    `${colour.bold('next')}  kpw series ${variant.id}${from.topic.named ? ` --topic ${from.topic.id}` : ''} --tree ${onto.spec}${set.map((one) => ` --set ${one}`).join('')} makes them fit to send`,
  ].join('\n');
}

function checked(
  { state, tree, places }: BaseCheck,
  good: (text: string) => string,
  warn: (text: string) => string,
) {
  const list = places.map((place) => `      ${place}`);
  switch (state) {
    case 'same':
      return [`${good('same')}  nobody changed them by hand: they are what the template gives for ${tree}`];
    case 'edited':
      return [warn('changed by hand, and that is lost:'), ...list];
    case 'differs':
      return [
        warn(`not what the template gives for ${tree} now, which may be all the template's doing:`),
        ...list,
      ];
    case 'unverified':
      return [warn(`whether they were changed by hand could not be verified: ${places.join('; ')}`)];
  }
}

function nameOf({ topic, choice }: GeneratedFrom): string {
  return `${topic.id}/${choice.variant.id}`;
}
