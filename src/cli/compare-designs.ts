// SPDX-License-Identifier: GPL-2.0-only

import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import type { Context } from '../context.ts';
import type { NamedDesign } from '../evidence/compare/design.ts';
import type { GivenDesign } from '../evidence/compare/refused.ts';
import type { ExitCode } from '../exit-status.ts';
import { Failure } from '../failure.ts';
import type { Tree } from '../kernel/tree.ts';
import { readText } from '../mail/read.ts';
import { BadParameter } from '../series/errors.ts';
import { compose, mail } from '../series/generate.ts';
import { type LoadedName, loadedName, readLoadedName } from '../series/loads.ts';
import type { AnyTopic } from '../series/topic.ts';
import { templatesOf } from '../series/topic-home.ts';
import { isMessageId } from './mail-mirrors.ts';
import { type CommitRange, mailsOf, mailsOfRange, type NamedMails, rangeOf } from './mail-source.ts';
import { PROJECT } from './project.ts';
import { baseOfRange } from './range-base.ts';
import { selectVariants } from './select.ts';

/** Two designs, or a design and a column of kpw's own, have one name. */
export class DesignNameTaken extends Failure {
  readonly code = 'NAME_TAKEN';
}

type Way = LoadedName['values'];

/** A design as it stands on the command line. */
export interface DesignWord {
  readonly name: string;
  readonly source: string;
  /** How its modules are to be loaded, each a column. */
  readonly ways: readonly Way[];
}

const AS_IT_IS: readonly Way[] = [{}];
/** What other columns are called. */
const KEPT = ['baseline', 'all'];

/**
 * `NAME=SOURCE`, or a source alone, whose name is the file's or the branch's. `NAME[parameter=value]=SOURCE` is the design
 * with its modules loaded so; several such of one name and one source are one design.
 *
 * @throws BadParameter for a name without a source, and for brackets with something else in them; NameTaken
 */
export function designWords(words: readonly string[]): DesignWord[] {
  const designs: DesignWord[] = [];
  for (const word of words) {
    const design = designWord(word);
    const at = designs.findIndex(({ name }) => name === design.name);
    const other = designs[at];
    const cells = design.ways.map((way) => loadedName(design.name, way));
    const known = other?.ways.map((way) => loadedName(design.name, way)) ?? [];
    if (other && other.source === design.source && !cells.some((name) => known.includes(name))) {
      designs[at] = { ...other, ways: [...other.ways, ...design.ways] };
      continue;
    }
    if (other || KEPT.includes(design.name))
      throw new DesignNameTaken({
        title: other
          ? `two designs are called ${cells[0]}`
          : `no design can be called ${design.name}: every table has a column of that name`,
        where: [...(other ? [other.source] : []), design.source].join(' and '),
        hint: `Give it another name: other=${design.source}`,
      });
    designs.push(design);
  }
  return designs;
}

function designWord(word: string): DesignWord {
  const head = existsSync(word) ? undefined : readLoadedName(word);
  if (head?.rest.startsWith('=')) {
    const { id: name, values, rest } = head;
    return { name, source: requiredSource(name, rest.slice(1), word), ways: [values] };
  }
  const range = rangeOf(word);
  const last = range ? (range.to === 'HEAD' ? basename(range.repository) : range.to) : word;
  const made = basename(last)
    .replace(/(\.(patch|diff|eml|mbox|mbx|txt))?(\.gz)?$/i, '')
    .replace(/[^\w.+-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '');
  return { name: made || 'design', source: word, ways: AS_IT_IS };
}

/**
 * The mails of a design: a file or folder of mails, a range of commits, the id of a message, or a variant of the topic.
 *
 * @throws BadParameter, and what reading mails, commits and trees throws
 */
export async function readDesign(
  { name, source }: Pick<DesignWord, 'name' | 'source'>,
  tree: Tree,
  topic: AnyTopic,
  mirrors: readonly string[],
  context: Context,
): Promise<NamedDesign> {
  const [id = '', settings = ''] = source.split(/@(.*)/s);
  if (!existsSync(source) && topic.variants.some((variant) => variant.id === id)) {
    const choices = selectVariants(topic, [id], settings === '' ? [] : settings.split(','));
    const [made] = await mail(
      await compose(topic, tree, choices, context),
      templatesOf(PROJECT, topic),
      context,
    );
    const messages = [];
    for (const one of made?.mails ?? []) messages.push(...(await readText(one.text, one.name, context)));
    return { name, source, messages, where: `the variant ${source}`, notes: [] };
  }
  const { range, mails } = await mailsOfDesign(
    { name, source },
    mirrors,
    ', the id of a message nor a variant',
    context,
  );
  const base = range ? await baseOfRange(range, tree, context) : { notes: [] };
  return { name, source, messages: mails.messages, where: mails.name, ...base };
}

/** What is wrong with a design and not with the command line, the host or the tree. */
const OF_DESIGN: ReadonlySet<string> = new Set<ExitCode>([
  'MAIL_UNREADABLE',
  'NO_PATCH',
  'PATCH_DAMAGED',
  'PATCH_BINARY',
  'PATCH_OUTSIDE',
  'PATCH_REJECTED',
  'GIT_FAILED',
  'ANCHOR_MISSING',
  'ANCHOR_AMBIGUOUS',
  'ANCHOR_BROKEN',
  'EDIT_OVERLAP',
  'ALLOCATION_TAKEN',
  'TEMPLATE_BROKEN',
]);

/**
 * All designs, in the order in which they are named; of one that cannot be read the reason.
 *
 * @throws BadParameter for a source that nothing is; what is wrong with the host or the tree
 */
export async function readDesigns(
  words: readonly DesignWord[],
  read: (word: DesignWord) => Promise<NamedDesign>,
): Promise<GivenDesign[]> {
  const designs: GivenDesign[] = [];
  for (const word of words)
    try {
      designs.push(await read(word));
    } catch (error) {
      if (!(error instanceof Failure && OF_DESIGN.has(error.code))) throw error;
      designs.push({ ...word, failure: error });
    }
  return designs;
}

/** @throws BadParameter where a design has a name alone; @param word as it was written */
export function requiredSource(name: string, source: string, word: string): string {
  if (source !== '') return source;
  throw new BadParameter({
    title: `the design ${name} has no source`,
    where: word,
    hint: `Give its mails or commits behind the "=": ${name}=series.mbox, ${name}=~/linux@v6.12..my-branch`,
  });
}

/**
 * The mails of a file, a folder, a range of commits, or of the thread of a message.
 *
 * @param others what else it could have been, for the message: `, the id of a message nor a variant`
 * @throws BadParameter, and what reading mails and commits throws
 */
export async function mailsOfDesign(
  { name, source }: Pick<DesignWord, 'name' | 'source'>,
  mirrors: readonly string[],
  others: string,
  context: Context,
): Promise<{ range?: CommitRange; mails: NamedMails }> {
  const range = existsSync(source) ? undefined : rangeOf(source);
  if (range) return { range, mails: await mailsOfRange(range, context) };
  if (source !== '-' && !existsSync(source) && !isMessageId(source))
    throw new BadParameter({
      title: `the design ${name} is neither a file, a range of commits${others}`,
      where: source,
      hint: 'Name an mbox, a mail, a patch, a folder of them, or commits as PATH@A..B.',
    });
  return { mails: await mailsOf(source, mirrors, context) };
}
