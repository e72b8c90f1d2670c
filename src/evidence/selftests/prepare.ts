// SPDX-License-Identifier: GPL-2.0-only
import { join } from 'node:path';
import type { Context } from '../../context.ts';
import type { GuestFile } from '../../guest/initramfs.ts';
import type { Machine } from '../../guest/machine.ts';
import type { Kernel, PlainKernel } from '../../kernel/build.ts';
import { configValues, type Requested } from '../../kernel/source.ts';
import type { Tree } from '../../kernel/tree.ts';
import { didYouMean } from '../../nearest.ts';
import { collectedDirectory } from '../../selftests/collect.ts';
import type { Collection, SelftestProgram } from '../../selftests/collected.ts';
import { UnknownTest } from '../../selftests/failures.ts';
import { missingSymbols } from '../../selftests/fragment.ts';
import { selftestFiles } from '../../selftests/guest.ts';
import { requireInterpreters } from '../../selftests/interpreters.ts';
import { testOverlay } from '../../selftests/make.ts';
import { guestModules, modulesBySymbol } from '../../selftests/modules.ts';
import { movedTo } from '../../selftests/moved.ts';
import { collectedOwn } from '../../selftests/own.ts';
import { type SelftestSource, selftestSource } from '../../selftests/source.ts';
import { megabytes } from '../../selftests/userland.ts';
import { SELFTESTS, type Selection, selections } from '../../selftests/words.ts';
import type { SelftestsRecord } from './record.ts';

/** Texts that a column puts in place of the tree's, by path; undefined takes a file away. */
export type Overlay = ReadonlyMap<string, string | undefined>;

/** The collections of each column, built; those of `''` are everybody's who has none of his own. */
export interface PreparedTests {
  readonly source: SelftestSource;
  readonly sets: ReadonlyMap<string, readonly Collection[]>;
  /** Of all collections, by the names of symbols. */
  readonly symbols: readonly Requested[];
}

/**
 * Builds what --tests names: for the tree as it is, and for each design that changes tests or headers of userspace.
 *
 * @param overlays of columns by name; `''` is what all of them stand on
 * @throws UnknownTest, BadTest; as `selftestSource` and `builtDirectory`
 */
export async function preparedTests(
  words: readonly string[],
  { tree, machine, overlays }: { tree: Tree; machine: Machine; overlays: ReadonlyMap<string, Overlay> },
  context: Context,
): Promise<PreparedTests> {
  const source = await selftestSource(tree, machine.architecture, context);
  const added = new Map([...overlays].map(([name, texts]) => [name, directoriesIn(texts)]));
  const known = [...new Set([...source.directories, ...[...added.values()].flat()])];
  const chosen = selections(words, known, (name) => didYouMean(name, known));
  const base = testOverlay(overlays.get('') ?? new Map());
  const sets = new Map<string, Collection[]>();
  for (const [name, texts] of new Map([['', base], ...overlays])) {
    const overlay = name === '' ? base : new Map([...base, ...testOverlay(texts)]);
    // What changes nothing of tests has the programs of all.
    if (
      name !== '' &&
      [...testOverlay(texts)].every(([path, text]) => base.get(path) === text && base.has(path))
    )
      continue;
    const own: Collection[] = [];
    for (const selection of chosen) {
      context.signal.throwIfAborted();
      // A directory that only another design brings.
      const there =
        source.directories.includes(selection.collection) || added.get(name)?.includes(selection.collection);
      if (selection.kind === 'tree' && !there) continue;
      own.push(await collected(selection, { source, spec: tree.spec, overlay }, context));
    }
    sets.set(name, own);
  }
  return { source, sets, symbols: [...sets.values()].flat().flatMap((one) => one.symbols) };
}

/** What a tree has of the tests that are asked for. */
export interface Had {
  readonly words: readonly string[];
  /** The others, each with directories of the tree that are the same under another name. */
  readonly lacking: ReadonlyMap<string, readonly string[]>;
}

/**
 * The words that each of several trees has a test for: a directory that only some have costs the others nothing.
 *
 * @throws UnknownTest for a word that none has
 */
export async function sharedWords(
  words: readonly string[],
  trees: readonly Tree[],
  architecture: Machine['architecture'],
  context: Context,
): Promise<Had[]> {
  const sources: SelftestSource[] = [];
  for (const tree of trees) sources.push(await selftestSource(tree, architecture, context));
  const lacking = new Map<string, { count: number; error: UnknownTest }>();
  const had = sources.map(({ directories }): Had => {
    const own = words.filter((word) => {
      try {
        return selections([word], directories, (name) => didYouMean(name, directories)).length > 0;
      } catch (error) {
        if (!(error instanceof UnknownTest)) throw error;
        lacking.set(word, { count: (lacking.get(word)?.count ?? 0) + 1, error });
        return false;
      }
    });
    const others = words.filter((word) => !own.includes(word));
    return { words: own, lacking: new Map(others.map((word) => [word, movedTo(word, directories)])) };
  });
  for (const { count, error } of lacking.values()) if (count === trees.length) throw error;
  return had;
}

function collected(
  selection: Selection,
  request: { source: SelftestSource; spec: string; overlay: Overlay },
  context: Context,
): Promise<Collection> {
  return selection.kind === 'tree'
    ? collectedDirectory(selection, request, context)
    : collectedOwn(selection, request, context);
}

function directoriesIn(texts: Overlay): string[] {
  return [...texts.keys()].flatMap((path) => {
    const found = path.startsWith(`${SELFTESTS}/`) && path.endsWith('/Makefile');
    return found ? [path.slice(SELFTESTS.length + 1, -'/Makefile'.length)].filter(Boolean) : [];
  });
}

export interface LaidTests {
  readonly files: readonly GuestFile[];
  readonly record: SelftestsRecord;
}

/**
 * All that a guest of one kernel has for prepared tests: files, userland, modules; what the kernel lacks is said.
 *
 * @param swapped paths of the modules that cells load, in their order
 * @throws BadTest for a script whose interpreter no package of the guest has
 */
export async function laidTests(
  { source, sets }: PreparedTests,
  kernel: PlainKernel | Kernel,
  {
    config,
    asked,
    swapped,
    limit,
  }: {
    config: string;
    asked: readonly string[];
    swapped: readonly { readonly name: string; readonly path: string }[];
    limit: (program: SelftestProgram) => number;
  },
  context: Context,
): Promise<LaidTests> {
  const values = configValues(config);
  const all = [...sets.values()].flat();
  const table = await modulesBySymbol(source.folder);
  const wanted = all.flatMap(({ symbols, modules }) => [
    ...symbols.filter(({ name }) => values.get(name) === 'm').flatMap(({ name }) => table.get(name) ?? []),
    ...modules,
  ]);
  const names = all.some(({ needsUserland }) => needsUserland) ? wanted : [];
  const { files: modules, names: there } = await guestModules(kernel, names, swapped, context);
  const { files, userland } = await selftestFiles(sets, asked, source.architecture, limit, context);
  const lacking = requireInterpreters(
    all.flatMap(({ interpreters = [] }) => interpreters),
    files,
    Math.max(...[...sets.values()].map((set) => set.reduce((sum, { programs }) => sum + programs.length, 0))),
  );
  for (const text of new Set(lacking)) context.report({ task: 'scripts', state: 'note', text });
  // Of a collection that several columns have built, that of the tree as it is speaks for all.
  const named = new Map([...all].reverse().map((one) => [one.name, one]));
  const record: SelftestsRecord = {
    collections: [...named.values()].reverse().map(({ name, source: from, programs, notBuilt, symbols }) => ({
      ...{ name, source: from, programs: programs.length },
      notBuilt: [
        ...programs.flatMap(({ name: program, notBuilt: why }) =>
          why === undefined ? [] : [{ program, why }],
        ),
        ...notBuilt.map(({ program, why }) => ({ program, why })),
      ],
      missing: missingSymbols(symbols, values),
    })),
    packages: userland.packages.map(({ name, version }) => ({ name, version })),
    because: all.flatMap(({ packages }) => packages.map((one) => ({ ...one }))),
    modules: there,
    bytes: userland.bytes,
  };
  tell(record, kernel.release, context);
  return { files: [...files, ...modules], record };
}

/** Before the boot: what a kernel lacks may be all that a result is about. */
function tell(
  { collections, because, modules, bytes }: SelftestsRecord,
  release: string,
  context: Context,
): void {
  const task = 'selftests';
  const note = (text: string) => context.report({ task, state: 'note', text });
  for (const { name, missing, notBuilt } of collections) {
    if (missing.length > 0)
      note(
        `${name}: ${release} lacks ${missing.map((one) => `CONFIG_${one.name}=${one.wanted}`).join(', ')}`,
      );
    for (const { program, why } of notBuilt) note(`${name}: ${program} is not built: ${why}`);
  }
  if (because.length > 0)
    note(`packages: ${because.map((one) => `${one.package} (${one.because})`).join(', ')}`);
  if (modules.length > 0) note(`modules for modprobe: ${modules.join(', ')}`);
  if (bytes > 0) note(`userland of ${megabytes(bytes)}`);
}

/** The runner's folder of a checkout. */
export function runnerFolder(project: string): string {
  return join(project, 'kernel-tests/kselftest');
}
