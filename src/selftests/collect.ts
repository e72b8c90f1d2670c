// SPDX-License-Identifier: GPL-2.0-only
import { lstat, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Context } from '../context.ts';
import { didYouMean } from '../nearest.ts';
import type { Collection, InstalledFile, SelftestProgram } from './collected.ts';
import { firstBytes } from './elf.ts';
import { UnknownTest } from './failures.ts';
import { fragmentSymbols } from './fragment.ts';
import { type BuiltDirectory, builtDirectory } from './make.ts';
import { pathsBelow } from './merged.ts';
import { modulesIn, type NeededPackage, packagesFor } from './scripts.ts';
import { timeoutOf } from './settings.ts';
import type { SelftestSource } from './source.ts';
import type { Selection } from './words.ts';

/** Larger files are no scripts, and a program's strings stand in its first part. */
const READ = 4 * 2 ** 20;

export interface CollectRequest {
  readonly source: SelftestSource;
  /** `debian:6.12`. */
  readonly spec: string;
  readonly overlay: ReadonlyMap<string, string | undefined>;
}

/**
 * A directory of the tree's selftests, or one's own that is built as one.
 *
 * @throws UnknownTest for a program that the directory has not; as `builtDirectory`
 */
export async function collectedDirectory(
  { collection: name, kind, path, programs: chosen, given }: Selection,
  { source, spec, overlay }: CollectRequest,
  context: Context,
): Promise<Collection> {
  const own = kind === 'folder' ? path : undefined;
  const request = { source, spec, overlay, directory: name, ...(own === undefined ? {} : { own }) };
  const built = await builtDirectory(request, context);
  const files = await installedFiles(built.installed);
  const names = chosenPrograms(built, files, name, chosen, given);
  const timeout = timeoutOf(built.settings);
  const runner = files.some(({ path: one }) => one === `${name}/ksft_runner.sh`);
  const programs: SelftestProgram[] = [];
  for (const program of names) {
    const file = files.find(({ path: one }) => one === `${name}/${program}`);
    const common = { name: `${name}:${program}`, title: `${name}: ${program}`, directory: name, timeout };
    const why = built.notBuilt.find((one) => one.program === program)?.why;
    if (!file) programs.push({ ...common, argv: [], notBuilt: why ?? 'make install does not install it' });
    else programs.push({ ...common, argv: await argvOf(file, runner) });
  }
  // Others that were asked for as well are run: it is a row that says so, and no reason to run nothing.
  if (names.length === 0) programs.push(withoutTests(name, built, timeout));
  const texts = await textsOf(
    files,
    names.map((program) => `${name}/${program}`),
    name,
  );
  return {
    ...{ name, programs, files },
    source: own ?? spec,
    notBuilt: built.notBuilt.filter(({ program }) => !names.includes(program)),
    packages: packagesOf(texts),
    symbols: fragmentSymbols(built.config),
    modules: [...new Set([...texts.values()].flatMap(modulesIn))],
    needsUserland: true,
    ...(built.sysroot.folder === undefined ? {} : { sysroot: built.sysroot.folder }),
  };
}

/** What stands for a directory whose Makefile names no tests, or none for this architecture and kernel. */
function withoutTests(name: string, { notBuilt }: BuiltDirectory, timeout: number): SelftestProgram {
  const why = notBuilt.map(({ program, why: reason }) => `${program}: ${reason}`);
  return {
    ...{ name, title: name, directory: name, timeout, argv: [] },
    notBuilt: ['its Makefile names no tests (TEST_PROGS, TEST_GEN_PROGS)', ...why].join('; '),
  };
}

/** As the runner starts a program: itself, by `ksft_runner.sh`, or by its interpreter where it may not be executed. */
async function argvOf({ path, source, mode }: InstalledFile, runner: boolean): Promise<string[]> {
  const program = `./${basename(path)}`;
  if ((mode & 0o111) !== 0) return [program];
  if (runner) return ['./ksft_runner.sh', program];
  const [, interpreter = '', argument = ''] =
    /^#!\s*(\S+)[ \t]*([^\n]*)/.exec(await firstBytes(source)) ?? [];
  return interpreter === ''
    ? [program]
    : [interpreter, ...(argument.trim() === '' ? [] : [argument.trim()]), program];
}

function chosenPrograms(
  { tests, notBuilt }: BuiltDirectory,
  files: readonly InstalledFile[],
  directory: string,
  chosen: readonly string[],
  given: string,
): readonly string[] {
  if (chosen.length === 0 && tests.length > 0) return tests;
  if (chosen.length === 0) return [];
  // A program that is no test by itself (TEST_PROGS_EXTENDED) is run where it is named.
  const installed = files.flatMap(({ path, mode }) =>
    dirname(path) === directory && (mode & 0o111) !== 0 ? [basename(path)] : [],
  );
  const known = new Set([...tests, ...installed, ...notBuilt.map(({ program }) => program)]);
  for (const program of chosen)
    if (!known.has(program))
      throw new UnknownTest({
        title: `${directory} has no program ${program}`,
        where: given,
        hint: didYouMean(program, known) ?? `It has ${tests.slice(0, 12).join(', ')}.`,
      });
  return chosen;
}

/** Files below a folder of the host, links followed. */
export async function installedFiles(folder: string): Promise<InstalledFile[]> {
  const files: InstalledFile[] = [];
  for (const path of await pathsBelow(folder)) {
    const source = join(folder, path);
    const found = await stat(source).catch(() => undefined);
    if (found?.isFile()) files.push({ path, source, mode: found.mode & 0o777 });
  }
  return files;
}

/** Texts of the chosen programs, and of the files that these name, of the same collection or shared by all. */
async function textsOf(
  files: readonly InstalledFile[],
  chosen: readonly string[],
  directory: string,
): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  const byName = new Map<string, InstalledFile[]>();
  for (const file of files)
    byName.set(basename(file.path), [...(byName.get(basename(file.path)) ?? []), file]);
  const waiting = files.filter(({ path }) => chosen.includes(path));
  for (let file = waiting.pop(); file; file = waiting.pop()) {
    if (texts.has(file.path)) continue;
    const { size } = await lstat(file.source);
    const text = size > READ ? await firstBytes(file.source, READ) : await readFile(file.source, 'latin1');
    texts.set(file.path, text);
    // A program calls others of its directory by name; what it is linked of is no text.
    for (const [word] of text.matchAll(/[\w][\w.-]{2,}/g))
      for (const other of byName.get(word) ?? [])
        if (other.path.startsWith(`${directory}/`) || /\.(sh|py)$/.test(word)) waiting.push(other);
  }
  return texts;
}

function packagesOf(texts: ReadonlyMap<string, string>): NeededPackage[] {
  const all = [...texts].flatMap(([path, text]) => packagesFor(basename(path), text));
  return all.filter((one, at) => all.findIndex((other) => other.package === one.package) === at);
}

/** ELF files among installed ones, by the host's path. */
export async function programsAmong(files: readonly InstalledFile[]): Promise<string[]> {
  const found: string[] = [];
  for (const { source } of files) if ((await firstBytes(source, 4)) === '\x7fELF') found.push(source);
  return found;
}
