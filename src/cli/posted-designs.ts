// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../context.ts';
import type { AnyVariant } from '../series/compose.ts';
import type { Choice } from '../series/generate.ts';
import { type LoadedName, loadedName, readLoadedName } from '../series/loads.ts';
import type { AnyTopic } from '../series/topic.ts';
import { DesignNameTaken, mailsOfDesign, requiredSource } from './compare-designs.ts';
import { cellsAskedFor, selectVariants } from './select.ts';

/** Help of the verbs that take them. */
export const POSTED_HELP = `A variant can also be what somebody posted: NAME=SOURCE, an mbox, a mail, a folder of patches, or commits
as PATH@A..B. If NAME is a variant, the design must keep that variant's contract. NAME:VARIANT=SOURCE names another
variant. Otherwise the design must keep the unchanged tree's contract, so each difference for userspace is a failed
test. NAME[parameter=value] loads the design's modules with that parameter, in a column of its own.`;

/** `rfc=rfc.mbox`, `v2:opt-in-ioctl=~/linux@v6.12..v2`. */
interface PostedWord {
  readonly name: string;
  /** Whose promises it is held to. */
  readonly like: string | undefined;
  readonly source: string;
  /** How its modules are to be loaded, each a cell. */
  readonly ways: readonly LoadedName['values'][];
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
  const posted = joined(words.flatMap((word) => postedWord(word) ?? []));
  if (posted.length === 0) return selectVariants(topic, words, settings, selftest);
  const plain = words.filter((word) => !postedWord(word));
  const names = [...new Set(plain.map((word) => cellOf(word).id)), ...posted.map(({ name }) => name)];
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw twoCalled(twice);
  const liked = (word: PostedWord) => word.like ?? topic.variants.find(({ id }) => id === word.name)?.id;
  const known = [...new Set([...plain, ...posted.flatMap((word) => liked(word) ?? [])])];
  const choices = known.length > 0 ? selectVariants(topic, known, settings, selftest) : [];
  const of = (id: string | undefined) => choices.find(({ variant }) => variant.id === id);
  const made = new Map<string, Choice>();
  for (const { id } of plain.map(cellOf)) {
    // Only words that name this variant ask for its cells; words that borrow its promises do not.
    const own = plain.map(cellOf).filter((one) => one.id === id);
    const { cells: _, ...choice } = of(id) as Choice;
    made.set(id, {
      ...choice,
      ...cellsAskedFor(
        id,
        own.map(({ values }) => loadedName(id, values)),
      ),
    });
  }
  for (const word of posted) made.set(word.name, await postedChoice(topic, word, of(liked(word)), context));
  return [...new Set(words.flatMap((word) => made.get(cellOf(word).id) ?? []))];
}

/** What a word's column is called: a variant's id, or what stands before the source, with how its modules are loaded. */
export function designName(word: string): string {
  const { id, values } = cellOf(word);
  return loadedName(id, values);
}

/** The variant that a word names, or whose promises its design has to keep. */
export function likeOf(word: string): string {
  return postedWord(word)?.like ?? cellOf(word).id;
}

/** Where a word's series comes from; undefined for a variant. */
export function designSource(word: string): string | undefined {
  return postedWord(word)?.source;
}

/** What stands before a source, or all of a word without one. */
function cellOf(word: string): LoadedName {
  return readLoadedName(word) ?? { id: word, values: {} };
}

function postedWord(word: string): PostedWord | undefined {
  const head = readLoadedName(word);
  const [whole, like, source = ''] = /^(?::([A-Za-z0-9][\w.+-]*))?=(.*)$/s.exec(head?.rest ?? '') ?? [];
  if (!head || whole === undefined) return undefined;
  const { id: name, values } = head;
  return { name, like, source: requiredSource(name, source, word), ways: [values] };
}

/** Words of one design, in which its modules are loaded otherwise, as one. @throws NameTaken */
function joined(words: readonly PostedWord[]): PostedWord[] {
  const designs = new Map<string, PostedWord>();
  for (const word of words) {
    const { name, like, source } = word;
    const other = designs.get(name);
    const ways = [...(other?.ways ?? []), ...word.ways];
    const texts = ways.map((way) => loadedName(name, way));
    if (other && (other.like !== like || other.source !== source || new Set(texts).size < texts.length))
      throw twoCalled(texts.at(-1) ?? name);
    designs.set(name, { ...word, ways });
  }
  return [...designs.values()];
}

function twoCalled(name: string): DesignNameTaken {
  return new DesignNameTaken({
    title: `two designs are called ${name}`,
    hint: `Give one of them another name: other:${name}=SOURCE has to keep the same promises.`,
  });
}

async function postedChoice(
  topic: AnyTopic,
  { name, source, ways }: PostedWord,
  like: Choice | undefined,
  context: Context,
): Promise<Choice> {
  const { mails } = await mailsOfDesign({ name, source }, [], ' nor the id of a message', context);
  const { variant, parameters = {} } = like ?? {};
  const client = variant?.client?.(parameters);
  const contract: AnyVariant['contract'] = (layout) =>
    variant ? variant.contract(layout, parameters) : topic.restored(layout);
  const names = ways.map((way) => loadedName(name, way));
  return {
    variant: {
      id: name,
      title: name,
      origin: `given as ${mails.name}`,
      posted: [{ name: mails.name, messages: mails.messages }],
      contract,
      loads: (layout) => {
        const known = variant?.loads?.(layout, parameters) ?? [];
        const told = known.map((load) => loadedName(name, load.with));
        // If the variant makes no promise for these parameters, its promise without parameters holds.
        const others = ways.filter((way) => ![name, ...told].includes(loadedName(name, way)));
        return [...known, ...others.map((way) => ({ with: way, contract: contract(layout, {}) }))];
      },
      ...(client ? { client: () => client } : {}),
    },
    parameters: {},
    ...cellsAskedFor(name, names),
    selftest: false,
  };
}
