// SPDX-License-Identifier: GPL-2.0-only
import { addedCalls } from '../../../checks/lib/called/calls.ts';
import { shapesIn } from '../../../checks/lib/called/shapes.ts';
import type { CalledName } from '../../../checks/rule.ts';
import type { Context } from '../../context.ts';
import { cachedSeries } from '../../kernel/debian/cached-tree.ts';
import { moreFiles } from '../../kernel/debian/more-files.ts';
import { mentionsOf } from '../../kernel/mention/mentions.ts';
import { SHORTEST } from '../../kernel/mention/word.ts';
import { openTree } from '../../kernel/open.ts';
import type { Tree } from '../../kernel/tree.ts';
import type { Patch } from '../../series/compose.ts';

/** A series that calls more names than these brings a driver along. */
const MOST_NAMES = 400;
/** A name that more headers mention is one that everybody defines for himself. */
const MOST_HEADERS = 24;

/** Names that patches call in lines which they add, as far as an index knows such. */
export function namesCalled(patches: readonly Patch[]): string[] {
  const names = [...new Set(addedCalls({ patches }).map(({ name }) => name))];
  const asked = names.filter(({ length }) => length >= SHORTEST).sort();
  return asked.length > MOST_NAMES ? [] : asked;
}

/**
 * What a tree has of names that are called: whether any file has them, and how headers declare them. A name that no file has
 * is looked for in the other trees of the cache.
 *
 * @returns undefined where nobody can tell
 * @throws TreeCorrupt, HostLacks, NoSpace
 */
export async function calledNames(
  tree: Tree,
  names: readonly string[],
  context: Context,
): Promise<Record<string, CalledName> | undefined> {
  const declared = await declarations(tree, names, context);
  if (!declared) return undefined;
  const absent = names.filter((name) => declared.get(name)?.known === false);
  const others = absent.length > 0 ? await declaredElsewhere(tree, absent, context) : new Map();
  return Object.fromEntries(
    [...declared].map(([name, { known, shapes }]) => {
      const other = others.get(name);
      return [name, { known, shapes, ...(other ? { other } : {}) }];
    }),
  );
}

interface Declared extends CalledName {
  /** In more files than anybody would read. */
  readonly everywhere: boolean;
}

async function declarations(
  tree: Tree,
  names: readonly string[],
  context: Context,
): Promise<Map<string, Declared> | undefined> {
  const words = names.map((name) => ({ kind: 'call' as const, name }));
  const found = await mentionsOf(tree, words, context);
  if (!found) return undefined;
  const headers = new Map(
    [...found].map(([name, paths]) => [name, paths?.filter((path) => path.endsWith('.h'))]),
  );
  const few = (name: string) => {
    const all = headers.get(name);
    return all && all.length <= MOST_HEADERS ? all : undefined;
  };
  const texts = await treeTexts(tree, [...new Set(names.flatMap((name) => few(name) ?? []))], context);
  return new Map(
    names.map((name) => {
      const paths = few(name);
      const own = new Map((paths ?? []).map((path) => [path, texts.get(path) ?? '']));
      return [
        name,
        {
          known: found.get(name)?.length !== 0,
          everywhere: found.get(name) === undefined,
          shapes: paths ? shapesIn(name, own) : undefined,
        },
      ];
    }),
  );
}

/** Where other trees declare names that one has not; it may have them in the same header all the same, unseen by an index. */
async function declaredElsewhere(
  tree: Tree,
  absent: readonly string[],
  context: Context,
): Promise<Map<string, CalledName['other']>> {
  const told = new Map<string, NonNullable<CalledName['other']>>();
  for (const series of (await cachedSeries(context)).reverse()) {
    const left = absent.filter((name) => !told.has(name));
    const spec = `debian:${series}`;
    if (left.length === 0 || spec === tree.spec) continue;
    const declared = await declarations(await openTree(spec, context), left, context);
    for (const [name, { shapes, everywhere }] of declared ?? []) {
      const [shape] = shapes ?? [];
      if (shape) told.set(name, { spec, shape });
      else if (everywhere) told.set(name, { spec });
    }
  }
  const paths = [...new Set([...told.values()].flatMap(({ shape }) => shape?.path ?? []))];
  const here = await treeTexts(tree, paths, context);
  return new Map(
    [...told].filter(
      ([name, { shape }]) => !new RegExp(`\\b${name}\\b`).test(here.get(shape?.path ?? '') ?? ''),
    ),
  );
}

/** Files of a tree, those of a Debian tree that are not kept out of its package. */
export async function treeTexts(
  tree: Tree,
  paths: readonly string[],
  context: Context,
): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  const missing: string[] = [];
  for (const path of paths) {
    const text = await tree.read(path);
    if (text === undefined) missing.push(path);
    else texts.set(path, text);
  }
  return new Map([...texts, ...(await moreFiles(tree, missing, context))]);
}
