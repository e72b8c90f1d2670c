// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Context } from '../context.ts';
import { ARCHITECTURE, type MachineArchitecture } from '../kernel/architecture.ts';
import { BuildFailed } from '../kernel/build.ts';
import { hostComplaint } from '../kernel/complaint.ts';
import { hostLacks, versionOf } from '../kernel/programs.ts';
import { run, tail } from '../kernel/run.ts';
import type { Tree } from '../kernel/tree.ts';
import type { Program } from './files.ts';
import { harnessOf } from './harness.ts';

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

/** The guest's /init, built once. */
export function buildInit(
  folder: string,
  architecture: MachineArchitecture,
  context: Context,
): Promise<string> {
  const making = { folder, architecture, target: 'all', headers: {}, variables: {}, name: 'init' };
  return makePrograms(making, context).then((programs) => only(programs, making));
}

/** How the programs of a topic are made for one tree. */
export interface TestBuilder {
  /** Built once, for every cell. */
  common(): Promise<Program[]>;
  /** A cell's own program, against its own UAPI header, calling the design by `client` macros. */
  client(
    uapi: ReadonlyMap<string, string>,
    client: Readonly<Record<string, string>>,
    cell: string,
  ): Promise<Program[]>;
}

/**
 * @param folder `kernel-tests/<topic>`: its Makefile has the targets test, old and new (kernel-tests/README.md)
 * @param tree gives kselftest_harness.h, if it is not too old, and the header before any design
 * @param uapi texts of the pristine UAPI headers, by path below include/uapi
 * @param variables of make, for all of them: CFLAGS, LDFLAGS
 * @param shared headers that programs of any topic may include, as the folder KPW
 * @throws BuildFailed when a program does not compile
 */
export function testBuilder(
  folder: string,
  tree: Tree,
  uapi: ReadonlyMap<string, string>,
  architecture: MachineArchitecture,
  context: Context,
  variables: Readonly<Record<string, string>> = {},
  shared?: ReadonlyMap<string, string>,
): TestBuilder {
  const KPW = shared ? { KPW: shared } : {};
  const harness = () => harnessOf(tree, context);
  return {
    async common() {
      const KSELFTEST = await harness();
      const name = 'test programs';
      const common = {
        folder,
        architecture,
        target: 'test',
        headers: { KSELFTEST, UAPI: uapi, ...KPW },
        variables,
        name,
      };
      const old = {
        folder,
        architecture,
        target: 'old',
        headers: { KSELFTEST, UAPI_OLD: uapi, ...KPW },
        variables,
        name,
      };
      return [...(await makePrograms(common, context)), ...(await makePrograms(old, context))];
    },
    async client(own, client, cell) {
      const headers = { KSELFTEST: await harness(), UAPI_NEW: own, ...KPW };
      return makePrograms(
        {
          ...{ folder, architecture, target: 'new', headers },
          ...{ variables: { ...variables, ...client }, name: `test program of ${cell}` },
        },
        context,
      );
    },
  };
}

function only(programs: readonly Program[], { name }: Making): string {
  const [program, ...others] = programs;
  if (!program || others.length > 0)
    throw new Error(`the Makefile of ${name} makes ${programs.length} programs, not one`);
  return program.path;
}

/**
 * Programs are cached by what they are made of: sources, headers, folders, variables and the compiler's version.
 *
 * @throws BuildFailed when one does not compile; HostLacks without a compiler
 */
export async function makePrograms(making: Making, context: Context): Promise<Program[]> {
  const compiler = await compilerOf(making.architecture, context);
  const hash = createHash('sha256').update(
    JSON.stringify([making.target, making.variables, making.architecture, compiler]),
  );
  const makefile = await readFile(join(making.folder, 'Makefile'), 'utf8').catch(() => '');
  const included = [...(making.included ?? []), ...neighbours(making.folder, makefile)];
  for (const folder of [making.folder, ...new Set(included)]) {
    const sources = (await readdir(folder)).filter((name) => /^Makefile$|\.[ch]$/.test(name)).sort();
    for (const name of sources) hash.update(`${name}\0`).update(await readFile(join(folder, name)));
  }
  for (const [variable, { identity }] of Object.entries(making.folders ?? {}))
    hash.update(`${variable}\0${identity}\0`);
  for (const [variable, texts] of Object.entries(making.headers))
    for (const [path, text] of [...texts].sort(([a], [b]) => (a < b ? -1 : 1)))
      hash.update(`${variable}/${path}\0`).update(text, 'latin1');
  // Designs with one UAPI have one program between them, whatever they are called.
  const kind = `${basename(making.folder)}-${making.target}`;
  const entry = `programs/${kind.replace(/\W+/g, '-')}-${hash.digest('hex').slice(0, 24)}`;
  const cached = context.cache.has(entry);
  const task = `build ${making.name} (${making.target})`;
  if (!cached) context.report({ task, state: 'start' });
  const folder = await context.cache.entry(entry, (into) => fill(into, making, context), {
    signal: context.signal,
  });
  if (!cached) context.report({ task, state: 'done' });
  const names = (await readdir(folder)).sort();
  return names.map((name) => ({ name, path: join(folder, name) }));
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
export async function compilerOf(architecture: MachineArchitecture, context: Context): Promise<string> {
  const { compiler, library } = ARCHITECTURE[architecture];
  const version = await versionOf(compilerName(architecture), context);
  if (version !== undefined) return version;
  const missing = { what: compilerName(architecture), packages: [compiler, library] };
  throw hostLacks([missing], `compiling programs for a guest of ${architecture}`);
}

async function fill(
  into: string,
  { folder, architecture, target, headers, folders = {}, variables, name }: Making,
  context: Context,
): Promise<void> {
  await context.cache.working(async (work) => {
    const words = Object.entries(variables).map(([variable, value]) => `${variable}=${value}`);
    for (const [variable, texts] of Object.entries(headers)) {
      const root = join(work, variable);
      await mkdir(root, { recursive: true });
      for (const [path, text] of texts) {
        await mkdir(dirname(join(root, path)), { recursive: true });
        await writeFile(join(root, path), text, 'latin1');
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
    const made = await run(
      'make',
      ['-C', folder, `OUT=${out}`, `CC=${compilerName(architecture)}`, ...words, ...goals],
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
    for (const entry of await readdir(out, { withFileTypes: true }))
      if (entry.isFile())
        await writeFile(join(into, entry.name), await readFile(join(out, entry.name)), { mode: 0o755 });
  });
}
