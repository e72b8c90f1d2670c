// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Context } from '../context.ts';
import { ARCHITECTURE, type MachineArchitecture } from '../kernel/architecture.ts';
import { BuildFailed } from '../kernel/build.ts';
import { hostComplaint } from '../kernel/complaint.ts';
import { hostLacks, programVersion } from '../kernel/programs.ts';
import { runProgram, tail } from '../kernel/run.ts';
import type { GuestProgram } from './files.ts';

/** One `make` of a folder of C programs that run in the guest. */
export interface Making {
  /** Folder with the Makefile. */
  folder: string;
  /** Folders with files that the sources include. */
  included?: readonly string[];
  /** Of the guest that they run in. */
  architecture: MachineArchitecture;
  target: string;
  /** Make variables whose values are folders of header files: `UAPI_OLD` → `linux/vfio.h` → text. */
  headers: Readonly<Record<string, ReadonlyMap<string, string>>>;
  /** The same of folders that are only filled where the programs are not in the cache, and what stands for each. */
  folders?: Readonly<Record<string, { identity: string; fill(into: string): Promise<void> }>>;
  variables: Readonly<Record<string, string>>;
  /** For messages. */
  name: string;
}

/** Makes programs. @throws BuildFailed when one does not compile */
export type Maker = (making: Making, context: Context) => Promise<GuestProgram[]>;

/**
 * Programs are cached by what they are made of: sources, headers, folders, variables and the compiler's version.
 *
 * @throws BuildFailed when one does not compile; HostLacks without a compiler
 */
export async function makePrograms(making: Making, context: Context): Promise<GuestProgram[]> {
  const entry = await programsEntry(making, context);
  const cached = context.cache.has(entry);
  const task = `build ${making.name} (${making.target})`;
  if (!cached) context.report({ task, state: 'start' });
  const folder = await context.cache.entry(entry, (into) => fill(into, making, context), {
    signal: context.signal,
  });
  if (!cached) context.report({ task, state: 'done' });
  return programsIn(folder);
}

export async function programsIn(folder: string): Promise<GuestProgram[]> {
  const names = (await readdir(folder)).sort();
  return names.map((name) => ({ name, path: join(folder, name) }));
}

/** Where the cache has the programs. @throws HostLacks without a compiler */
export async function programsEntry(making: Making, context: Context): Promise<string> {
  const compiler = await programCompilerVersion(making.architecture, context);
  const hash = createHash('sha256').update(
    JSON.stringify([making.target, making.variables, making.architecture, compiler]),
  );
  for (const { name, path } of await programSources(making))
    hash.update(`${name}\0`).update(await readFile(path));
  for (const [variable, { identity }] of Object.entries(making.folders ?? {}))
    hash.update(`${variable}\0${identity}\0`);
  for (const [variable, texts] of Object.entries(making.headers))
    for (const [path, text] of [...texts].sort(([a], [b]) => (a < b ? -1 : 1)))
      hash.update(`${variable}/${path}\0`).update(text, 'latin1');
  // Designs with one UAPI have one program between them, whatever they are called.
  const kind = `${basename(making.folder)}-${making.target}`;
  return `programs/${kind.replace(/\W+/g, '-')}-${hash.digest('hex').slice(0, 24)}`;
}

/** The files that programs are made of, but for headers that are handed over. */
export async function programSources(
  making: Pick<Making, 'folder' | 'included'>,
): Promise<{ name: string; path: string }[]> {
  const sources: { name: string; path: string }[] = [];
  for (const folder of await sourceFolders(making)) {
    const names = (await readdir(folder)).filter((name) => /^Makefile$|\.[ch]$/.test(name)).sort();
    sources.push(...names.map((name) => ({ name, path: join(folder, name) })));
  }
  return sources;
}

/** Their folders. */
export async function sourceFolders({
  folder,
  included = [],
}: Pick<Making, 'folder' | 'included'>): Promise<string[]> {
  const makefile = await readFile(join(folder, 'Makefile'), 'utf8').catch(() => '');
  return [folder, ...new Set([...included, ...neighbours(folder, makefile)])];
}

/** Folders beside a Makefile's own that it names: `../host`. Their sources are part of what it makes. */
function neighbours(folder: string, makefile: string): string[] {
  return [...new Set([...makefile.matchAll(/\.\.\/([a-z][a-z0-9-]*)/g)].map(([, name]) => name ?? ''))]
    .sort()
    .map((name) => join(dirname(folder), name));
}

function compilerName(architecture: MachineArchitecture): string {
  return `${ARCHITECTURE[architecture].prefix}gcc`;
}

/**
 * First line of the compiler's --version.
 *
 * @throws HostLacks naming the packages of what is missing
 */
export async function programCompilerVersion(
  architecture: MachineArchitecture,
  context: Context,
): Promise<string> {
  const { compiler, library } = ARCHITECTURE[architecture];
  const version = await programVersion(compilerName(architecture), context);
  if (version !== undefined) return version;
  const missing = { what: compilerName(architecture), packages: [compiler, library] };
  throw hostLacks([missing], `compiling programs for a guest of ${architecture}`);
}

async function fill(into: string, making: Making, context: Context): Promise<void> {
  await context.cache.working(async (work) => {
    const out = await makeIn(work, making, context);
    await takePrograms(out, into);
  });
}

/** The programs of a folder that make has filled, without what they are made of. */
export async function takePrograms(out: string, into: string): Promise<void> {
  for (const entry of await readdir(out, { withFileTypes: true }))
    if (entry.isFile())
      await writeFile(join(into, entry.name), await readFile(join(out, entry.name)), { mode: 0o755 });
}

/**
 * Runs make in a folder, which may have what it made of an earlier text.
 *
 * @returns the folder of the programs
 * @throws BuildFailed when one does not compile
 */
export async function makeIn(
  work: string,
  { folder, architecture, target, headers, folders = {}, variables, name }: Making,
  context: Context,
  further: readonly string[] = [],
): Promise<string> {
  const words = Object.entries(variables).map(([variable, value]) => `${variable}=${value}`);
  for (const [variable, texts] of Object.entries(headers)) {
    const root = join(work, variable);
    await mkdir(root, { recursive: true });
    for (const [path, text] of texts) {
      const file = join(root, path);
      // Its time says whether what includes it is out of date.
      if ((await readFile(file, 'latin1').catch(() => undefined)) === text) continue;
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text, 'latin1');
    }
    words.push(`${variable}=${root}`);
  }
  for (const [variable, { fill: content }] of Object.entries(folders)) {
    const root = join(work, variable);
    await mkdir(root, { recursive: true });
    await content(root);
    words.push(`${variable}=${root}`);
  }
  const out = join(work, 'out');
  const goals = target === 'all' ? [] : [target];
  const made = await runProgram(
    'make',
    ['-C', folder, `OUT=${out}`, `CC=${compilerName(architecture)}`, ...words, ...further, ...goals],
    context,
  );
  if (made.exitCode !== 0) {
    const complaint = hostComplaint(`${made.stdout}\n${made.stderr}`, work);
    if (complaint) throw complaint;
    throw new BuildFailed(
      {
        title: `the ${name} does not compile`,
        where: folder,
        detail: tail(made.stderr || made.stdout),
        hint: "Mend the C named above; the compiler's line numbers are those of the file.",
      },
      name,
    );
  }
  return out;
}
