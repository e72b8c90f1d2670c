// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { functionsWith } from '../../../checks/lib/review/elsewhere.ts';
import { type AskedWord, isAccessor, wordsOf } from '../../../checks/lib/review/words.ts';
import type { Elsewhere, Mentioning } from '../../../checks/rule.ts';
import type { Context } from '../../context.ts';
import { moreFiles } from '../../kernel/debian/more-files.ts';
import { mentionsOf } from '../../kernel/mention/mentions.ts';
import type { Tree } from '../../kernel/tree.ts';
import type { Patch } from '../../series/compose.ts';

/** A flag that more files mention than these is one that everybody knows, and a member's name of many structs. */
const MOST_READ = 30;
/** How far functions are followed that only tell whether a flag is set. */
const DEEPEST = 3;
/** Of the form of what is kept in the cache. */
const FORM = 1;

interface Answers {
  readonly files: Readonly<Record<string, readonly string[]>>;
  readonly functions: Readonly<Record<string, readonly Mentioning[]>>;
}

/**
 * Who else in a tree mentions the words that patches set, write and take away. The first time on a Debian tree takes as
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
  const words = wordsOf(patches);
  if (words.length === 0) return elsewhere({ files: {}, functions: {} });
  const answers =
    tree.base.kind === 'debian' ? await kept(tree, words, context) : await ask(tree, words, context);
  return answers && elsewhere(answers);
}

function elsewhere({ files, functions }: Answers): Elsewhere {
  const of = <T>(record: Readonly<Record<string, T>>, word: string) =>
    Object.hasOwn(record, word) ? record[word] : undefined;
  return { files: (word) => of(files, word), functions: (word) => of(functions, word) };
}

async function kept(tree: Tree, words: readonly AskedWord[], context: Context): Promise<Answers | undefined> {
  const { base } = tree;
  if (base.kind !== 'debian') return undefined;
  const asked = words.map(({ kind, name, functions }) => `${kind} ${name} ${functions}`).sort();
  const hash = createHash('sha256')
    .update([FORM, ...asked].join('\n'))
    .digest('hex')
    .slice(0, 16);
  const name = `mentions/${base.package}_${base.version.replaceAll(':', '%3a')}_${hash}`;
  let answers: Answers | undefined;
  if (!context.cache.has(name)) {
    answers = await ask(tree, words, context);
    // What nobody could tell now, somebody may tell when the package is there.
    if (!answers) return undefined;
  }
  const folder = await context.cache.entry(
    name,
    (temporary) => writeFile(join(temporary, 'answers.json'), JSON.stringify(answers)),
    { signal: context.signal },
  );
  return answers ?? (JSON.parse(await readFile(join(folder, 'answers.json'), 'utf8')) as Answers);
}

async function ask(tree: Tree, words: readonly AskedWord[], context: Context): Promise<Answers | undefined> {
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
    for (const [path, text] of await textsOf(tree, [...new Set(paths)], context)) texts.set(path, text);
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
  return { files, functions };
}

async function textsOf(tree: Tree, paths: readonly string[], context: Context): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  const missing: string[] = [];
  for (const path of paths) {
    const text = await tree.read(path);
    if (text === undefined) missing.push(path);
    else texts.set(path, text);
  }
  return new Map([...texts, ...(await moreFiles(tree, missing, context))]);
}
