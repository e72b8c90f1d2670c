// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../context.ts';
import type { Choice } from '../series/generate.ts';
import type { AnyTopic } from '../series/topic.ts';
import { mailsOfDesign, NameTaken, requiredSource } from './compare-designs.ts';
import { selectVariants } from './select.ts';

/** Help of the verbs that take them. */
export const POSTED_HELP = `A variant can also be what somebody posted: NAME=SOURCE, an mbox, a mail, a folder of patches, or commits
as PATH@A..B. Where NAME is a variant it is held to what that one promises, or say NAME:VARIANT=SOURCE; any other is
held to what the tree promises without it, so that each difference for userspace is a failed test.`;

/** `rfc=rfc.mbox`, `v2:opt-in-ioctl=~/linux@v6.12..v2`. */
interface PostedWord {
  readonly name: string;
  /** Whose promises it is held to. */
  readonly like: string | undefined;
  readonly source: string;
}

/**
 * Variants by id and series by source, in the order in which they are named; all variants where nothing is.
 *
 * @throws UnknownName, BadParameter, NameTaken, and what reading mails and commits throws
 */
export async function selectDesigns(
  topic: AnyTopic,
  words: readonly string[],
  settings: readonly string[],
  context: Context,
  selftest = true,
): Promise<Choice[]> {
  const posted = words.flatMap((word) => postedWord(word) ?? []);
  if (posted.length === 0) return selectVariants(topic, words, settings, selftest);
  const plain = words.filter((word) => !postedWord(word));
  const names = [...plain, ...posted.map(({ name }) => name)];
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined)
    throw new NameTaken({
      title: `two designs are called ${twice}`,
      hint: `Give one of them another name: other:${twice}=SOURCE is held to the same promises.`,
    });
  const liked = (word: PostedWord) => word.like ?? topic.variants.find(({ id }) => id === word.name)?.id;
  const known = [...new Set([...plain, ...posted.flatMap((word) => liked(word) ?? [])])];
  const choices = known.length > 0 ? selectVariants(topic, known, settings, selftest) : [];
  const of = (id: string | undefined) => choices.find(({ variant }) => variant.id === id);
  const made = new Map<string, Choice>();
  for (const word of posted) made.set(word.name, await postedChoice(topic, word, of(liked(word)), context));
  return words.flatMap((word) => made.get(postedWord(word)?.name ?? '') ?? of(word) ?? []);
}

/** What a word's design is called: a variant's id, or what stands before the source. */
export function designName(word: string): string {
  return postedWord(word)?.name ?? word;
}

/** Where a word's series comes from; undefined for a variant. */
export function designSource(word: string): string | undefined {
  return postedWord(word)?.source;
}

function postedWord(word: string): PostedWord | undefined {
  const [, name = '', like, source = ''] =
    /^([A-Za-z0-9][\w.+-]*)(?::([A-Za-z0-9][\w.+-]*))?=(.*)$/s.exec(word) ?? [];
  if (name === '') return undefined;
  return { name, like, source: requiredSource(name, source, word) };
}

async function postedChoice(
  topic: AnyTopic,
  { name, source }: PostedWord,
  like: Choice | undefined,
  context: Context,
): Promise<Choice> {
  const { mails } = await mailsOfDesign({ name, source }, [], ' nor the id of a message', context);
  const { variant, parameters = {} } = like ?? {};
  const client = variant?.client?.(parameters);
  return {
    variant: {
      id: name,
      title: name,
      origin: `given as ${mails.name}`,
      posted: [{ name: mails.name, messages: mails.messages }],
      contract: (layout) => (variant ? variant.contract(layout, parameters) : topic.restored(layout)),
      ...(client ? { client: () => client } : {}),
    },
    parameters: {},
    selftest: false,
  };
}
