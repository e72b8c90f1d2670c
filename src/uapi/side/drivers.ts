// SPDX-License-Identifier: GPL-2.0-only
// Which drivers two sides are compared with, besides those that every side reads: what a change touches, what lies beside
// it, and who includes a header that differs. Both sides read the same files, so that what is new is new.
import type { Context } from '../../context.ts';
import { Failure } from '../../failure.ts';
import { runProgram } from '../../kernel/run.ts';
import { exportedReads } from '../headers/exported.ts';
import { LaidOver, type SideFiles } from '../headers/files.ts';
import { ARCHES } from '../headers/tree-headers.ts';
import { TARGETS } from '../targets.ts';
import type { SideTree, UapiSide } from './side.ts';
import { isHeld, SideSources } from './sources.ts';
import { isTable, unreadTables } from './tables.ts';

/** Files of C that may hold a driver. */
export const CODE =
  /^(?!tools\/|samples\/|scripts\/|Documentation\/|usr\/|include\/uapi\/|arch\/\w+\/include\/uapi\/).*\.[ch]$/;

/** More files than these that one thing leads to are no driver's: the change is one of a whole kernel. */
const MOST = 200;
/** Headers that differ, for which drivers are looked for. */
const FEW = 30;
/** Files of a folder that are compared one by one. */
const LARGEST = 20_000;

/** Whether an exported header is of an architecture that no target stands for. */
function isForeign(path: string): boolean {
  const [, arch] = /^arch\/([^/]+)\/include\/uapi\/.*\.h$/.exec(path) ?? [];
  return arch !== undefined && !TARGETS.some((target) => target.arch === arch);
}

/** A pair of sides with the drivers that the difference is about. */
export interface PairedSides {
  readonly before: UapiSide;
  readonly after: UapiSide;
}

/** @throws what the reading of a tree throws */
export async function withDrivers(before: UapiSide, after: UapiSide, context: Context): Promise<PairedSides> {
  if (before.kind !== 'kernel' || after.kind !== 'kernel') return { before, after };
  const { paths, unread, foreign, tables } = await pathsBeside(before, after, context);
  const fetched = new Map([...(before.fetched ?? []), ...(after.fetched ?? [])]);
  const marks = {
    ...(unread.length > 0 ? { unreadDrivers: unread } : {}),
    ...(foreign.length > 0 ? { foreign } : {}),
    ...(tables.length > 0 ? { unreadTables: tables } : {}),
  };
  if (paths.length === 0) return { before, after: { ...after, ...marks } };
  const [one, other] = await Promise.all(
    [before, after].map((side) => reading(side, paths, fetched)) as [Promise<UapiSide>, Promise<UapiSide>],
  );
  return { before: one, after: { ...other, ...marks } };
}

/** A side with further files among its sources. */
async function reading(
  side: UapiSide,
  paths: readonly string[],
  fetched: ReadonlyMap<string, string>,
): Promise<UapiSide> {
  const missing = paths.filter(
    (path) => side.files.read(path) === undefined && !side.touched?.includes(path),
  );
  const known = missing.flatMap((path): [string, string][] => {
    const text = fetched.get(path);
    return text === undefined ? [] : [[path, text]];
  });
  const more =
    (await side.fetch?.(missing.filter((path) => !fetched.has(path)))) ?? new Map<string, string>();
  const texts = new Map([...known, ...more]);
  const files = texts.size > 0 ? new LaidOver(side.files, texts) : side.files;
  const shared = { sources: side.sources, changed: new Set(paths) };
  return { ...side, files, sources: new SideSources(side.label, files, paths, shared) };
}

async function pathsBeside(
  before: UapiSide,
  after: UapiSide,
  context: Context,
): Promise<{ paths: string[]; unread: string[]; foreign: string[]; tables: string[] }> {
  const touched = new Set([...(before.touched ?? []), ...(after.touched ?? [])]);
  const unread: string[] = [];
  const differing = isSameTree(before, after) ? [] : await filesThatDiffer(before, after, context);
  const drivers = differing?.filter((path) => CODE.test(path));
  const named = new Set([...touched, ...(differing ?? [])]);
  const foreign = [...named].filter(isForeign).sort();
  const tables = await unreadTables(before, after, [...named].filter(isTable));
  if (drivers === undefined || drivers.length > MOST) unread.push('drivers');
  else for (const path of drivers) touched.add(path);
  for (const path of [...(before.unreadDrivers ?? []), ...(after.unreadDrivers ?? [])]) unread.push(path);
  const code = [...touched].filter((path) => CODE.test(path) && !isHeld(path));
  const beside = code.length > 0 && code.length <= MOST ? await siblings(code, after) : [];
  const users = await usersOf(headersThatDiffer(before, after), after, context);
  const changed = tablesThatDiffer(before, after);
  const paths = new Set([...code, ...beside, ...users, ...changed].filter((path) => !isHeld(path)));
  return { paths: [...paths].sort(), unread, foreign, tables };
}

/** Tables of system calls, which say where a number leads; every side has them, for headers are made of them. */
function tablesThatDiffer({ files: before }: UapiSide, { files: after }: UapiSide): string[] {
  const tables = (files: SideFiles) =>
    exportedReads(ARCHES)
      .filter((path) => /\.tbl$|\/syscalls$/.test(path))
      .flatMap((path) => (path.endsWith('.tbl') ? [path] : files.list(path)))
      .filter((path) => path.endsWith('.tbl'));
  return [...new Set([...tables(before), ...tables(after)])].filter(
    (path) => before.read(path) !== after.read(path),
  );
}

/** Whether both sides are of one tree, whatever is edited of it: its other files are what they are. */
function isSameTree({ tree: one }: UapiSide, { tree: other }: UapiSide): boolean {
  if (!one || !other) return false;
  if (one === other) return true;
  if (one.repository !== undefined)
    return one.repository === other.repository && one.commit !== undefined && one.commit === other.commit;
  return one.folder !== undefined && one.folder === other.folder;
}

/** Other files of C in the folders of some. */
async function siblings(paths: readonly string[], side: UapiSide): Promise<string[]> {
  const folders = [...new Set(paths.map((path) => path.slice(0, path.lastIndexOf('/'))))];
  const found = await Promise.all(
    folders.map(async (folder) => {
      const all = (await side.tree?.list?.(folder)) ?? side.files.list(folder);
      return all.filter((path) => CODE.test(path) && !path.slice(folder.length + 1).includes('/'));
    }),
  );
  return found.flatMap((own) => (own.length <= MOST ? own : []));
}

/** Paths that differ between two trees, code and exported headers among them; undefined where not all are at hand. */
async function filesThatDiffer(
  before: UapiSide,
  after: UapiSide,
  context: Context,
): Promise<string[] | undefined> {
  const [one, other] = [before.tree, after.tree];
  if (!one || !other) return undefined;
  if (one.repository !== undefined && one.repository === other.repository) {
    const names = await runProgram(
      'git',
      ['-C', one.repository, 'diff', '--name-only', '-z', one.commit ?? '', other.commit ?? ''],
      context,
    );
    if (names.exitCode !== 0) return undefined;
    return names.stdout.split('\0');
  }
  const [revision, disk] = one.commit !== undefined ? [one, other] : [other, one];
  if (revision.commit !== undefined && disk.folder !== undefined && !disk.partial)
    return changedOnDisk(revision, disk.folder, context);
  if (one.folder === undefined || other.folder === undefined || one.partial || other.partial)
    return undefined;
  const all = new Set<string>();
  for (const { files } of [before, after]) {
    const own = files.list('');
    if (own.length > LARGEST) return undefined;
    for (const path of own) if (CODE.test(path) || isForeign(path) || isTable(path)) all.add(path);
  }
  return [...all].filter((path) => before.files.read(path) !== after.files.read(path));
}

/** Paths of a work tree that differ from a revision, new files among them; undefined where it is not of that repository. */
async function changedOnDisk(
  { repository = '', commit = '' }: SideTree,
  folder: string,
  context: Context,
): Promise<string[] | undefined> {
  // The user's index stays as it is: git would write down what it finds out of the files.
  const env = { GIT_OPTIONAL_LOCKS: '0' };
  const ask = async (at: string, ...argv: string[]) => {
    const ran = await runProgram('git', ['-C', at, ...argv], context, { env });
    return ran.exitCode === 0 ? ran.stdout : undefined;
  };
  const [there, here] = await Promise.all(
    [repository, folder].map((at) => ask(at, 'rev-parse', '--show-prefix')),
  );
  if (here === undefined || here !== there) return undefined;
  const [changed, untracked] = await Promise.all([
    ask(folder, 'diff', '--name-only', '--relative', '-z', commit),
    ask(folder, 'ls-files', '--others', '--exclude-standard', '-z'),
  ]);
  if (changed === undefined || untracked === undefined) return undefined;
  return [...changed.split('\0'), ...untracked.split('\0')];
}

function headersThatDiffer(before: UapiSide, after: UapiSide): string[] {
  const found = new Set<string>();
  for (const target of TARGETS)
    for (const set of [before.headers, after.headers])
      for (const name of set.names(target)) {
        const [was, is] = [before.headers.get(name, target), after.headers.get(name, target)];
        if (was !== is && was?.hash !== is?.hash && !(is ?? was)?.generated) found.add(name);
        if (found.size > FEW) return [];
      }
  return [...found];
}

/** Files of a tree that include a header, by a search of grep's, which reads a kernel in a second. */
async function usersOf(names: readonly string[], { tree }: UapiSide, context: Context): Promise<string[]> {
  const wanted = names.filter((name) => !name.startsWith('asm'));
  if (!tree || tree.partial || wanted.length === 0) return [];
  const patterns = wanted.flatMap((name) => ['-e', `${name}>`, '-e', `${name}"`]);
  const [program, options] =
    tree.repository !== undefined
      ? [
          'git',
          ['-C', tree.repository, 'grep', '-lF', ...patterns, tree.commit ?? 'HEAD', '--', '*.c', '*.h'],
        ]
      : ['grep', ['-rlF', '--include=*.c', '--include=*.h', ...patterns, '.']];
  try {
    const { stdout } = await runProgram(program as string, options as string[], context, {
      ...(tree.folder !== undefined ? { cwd: tree.folder } : {}),
    });
    const found = stdout
      .split('\n')
      .map((line) => line.replace(/^\.\//, '').replace(`${tree.commit}:`, ''))
      .filter((path) => CODE.test(path));
    return found.length <= MOST ? found : [];
  } catch (error) {
    // Without grep there is no search; without the search the rules say what they do not know.
    if (error instanceof Failure) return [];
    throw error;
  }
}
