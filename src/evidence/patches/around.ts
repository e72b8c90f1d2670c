// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { functionsWith } from '../../../checks/lib/review/elsewhere.ts';
import { type AskedWord, askedWords, isAccessor } from '../../../checks/lib/review/words.ts';
import type { CalledName, Elsewhere, Mentioning } from '../../../checks/rule.ts';
import type { Context } from '../../context.ts';
import { cachedSeries } from '../../kernel/debian/cached-tree.ts';
import { mentionsOf } from '../../kernel/mention/mentions.ts';
import type { Tree } from '../../kernel/tree.ts';
import type { Patch } from '../../series/compose.ts';
import { calledNames, namesCalled, treeTexts } from './called.ts';

/** A flag that more files mention than these is one that everybody knows, and a member's name of many structs. */
const MOST_READ = 30;
/** How far functions are followed that only tell whether a flag is set. */
const DEEPEST = 3;
/** The version of the format in the cache. */
const FORM = 3;

interface Answers {
  readonly files: Readonly<Record<string, readonly string[]>>;
  readonly functions: Readonly<Record<string, readonly Mentioning[]>>;
  readonly called: Readonly<Record<string, CalledName>>;
}

/** What patches ask of the tree. */
interface Asked {
  readonly words: readonly AskedWord[];
  /** Names that they call. */
  readonly names: readonly string[];
}

/**
 * Who else in a tree mentions the words that patches set, write and take away, and what it has of names that they call. The first time on a Debian tree takes as
 * long as its index of words; the answers to the same questions are kept.
 *
 * @returns undefined where nobody can tell
 * @throws TreeCorrupt, HostLacks, NoSpace
 */
export async function elsewhereOf(
  tree: Tree,
  patches: readonly Patch[],
  context: Context,
): Promise<Elsewhere | undefined> {
  const asked = { words: askedWords(patches), names: namesCalled(patches) };
  if (asked.words.length + asked.names.length === 0)
    return elsewhere({ files: {}, functions: {}, called: {} });
  const answers =
    tree.base.kind === 'debian' ? await kept(tree, asked, context) : await ask(tree, asked, context);
  return answers && elsewhere(answers);
}

function elsewhere({ files, functions, called }: Answers): Elsewhere {
  const of = <T>(record: Readonly<Record<string, T>>, word: string) =>
    Object.hasOwn(record, word) ? record[word] : undefined;
  return {
    files: (word) => of(files, word),
    functions: (word) => of(functions, word),
    called: (name) => of(called, name),
  };
}

async function kept(tree: Tree, asked: Asked, context: Context): Promise<Answers | undefined> {
  const { base } = tree;
  if (base.kind !== 'debian') return undefined;
  const words = asked.words.map(({ kind, name, functions }) => `${kind} ${name} ${functions}`).sort();
  // If this tree lacks a name, kpw looks in the other cached trees, so these belong to the key.
  const trees = asked.names.length > 0 ? await cachedSeries(context) : [];
  const hash = createHash('sha256')
    .update([FORM, ...words, ...asked.names, ...trees].join('\n'))
    .digest('hex')
    .slice(0, 16);
  const name = `mentions/${base.package}_${base.version.replaceAll(':', '%3a')}_${hash}`;
  let answers: Answers | undefined;
  if (!context.cache.has(name)) {
    answers = await ask(tree, asked, context);
    // Do not keep an unknown answer: it may be known once the package is there.
    if (!answers) return undefined;
  }
  const folder = await context.cache.entry(
    name,
    (temporary) => writeFile(join(temporary, 'answers.json'), JSON.stringify(answers)),
    { signal: context.signal },
  );
  return answers ?? (JSON.parse(await readFile(join(folder, 'answers.json'), 'utf8')) as Answers);
}

async function ask(tree: Tree, { words, names }: Asked, context: Context): Promise<Answers | undefined> {
  const files: Record<string, readonly string[]> = {};
  const functions: Record<string, Mentioning[]> = {};
  const texts = new Map<string, string>();
  let open = words;
  for (let depth = 0; depth <= DEEPEST && open.length > 0; depth++) {
    const found = await mentionsOf(tree, open, context);
    if (!found) return undefined;
    for (const [word, paths] of found) if (paths) files[word] = paths;
    const wanted = open.filter(
      (one) => one.functions && (files[one.name]?.length ?? MOST_READ + 1) <= MOST_READ,
    );
    const paths = wanted.flatMap(({ name }) => files[name] ?? []).filter((path) => !texts.has(path));
    for (const [path, text] of await treeTexts(tree, [...new Set(paths)], context)) texts.set(path, text);
    const next = new Map<string, AskedWord>();
    for (const { name, kind } of wanted) {
      const all = (files[name] ?? []).flatMap((path) => functionsWith(path, texts.get(path) ?? '', name));
      functions[name] = all;
      if (kind === 'word-written') continue;
      for (const one of all)
        if (one.name !== name && functions[one.name] === undefined && isAccessor(one, name))
          next.set(one.name, { kind: 'call', name: one.name, functions: true });
    }
    open = [...next.values()];
  }
  const called = await calledNames(tree, names, context);
  return called && { files, functions, called };
}
