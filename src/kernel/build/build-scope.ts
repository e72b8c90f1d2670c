// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../../context.ts';
import { ARCHITECTURE } from '../architecture.ts';
import { includedBy } from '../includes/lines.ts';
import type { Tree } from '../tree.ts';
import { beyondFailure, placedBeyond } from './beyond.ts';
import { type FolderMakefile, folderMakefile } from './folder-makefile.ts';
import { type Kernel, swappedFolders } from './kernel.ts';

/** What an edited file means for a build that only replaces modules. */
export type BuildScope =
  /** Its text takes part in the replaced modules' build. */
  | 'built'
  /** It is not compiled into what the guest runs: documentation, user programs, another vendor's driver. */
  | 'beside'
  /** It changes code or structures that the running kernel or a module that stays was compiled with. */
  | 'beyond';

/** What a scope depends on. */
export type ScopeKernel = Pick<Kernel, 'shipped' | 'swapHeaders' | 'architecture'>;

type Texts = Pick<Tree, 'read' | 'list'>;

/** What an edited file means for a build of some modules of a kernel, by the Makefiles of the tree as it is. */
export async function buildScope(path: string, kernel: ScopeKernel, tree: Texts): Promise<BuildScope> {
  const folder = swappedFolders(kernel)
    .filter((one) => path.startsWith(`${one}/`))
    .sort((a, b) => b.length - a.length)[0];
  if (folder !== undefined) {
    const makefile = await folderMakefile((path) => tree.read(path), folder);
    const own = kernel.shipped.filter((one) => one.folder === folder).map(({ name }) => name);
    return inFolder(folder, path.slice(folder.length + 1), own, makefile, tree);
  }
  const own = `arch/${ARCHITECTURE[kernel.architecture].folder}/`;
  if (path.startsWith('arch/') && !path.startsWith(own)) return 'beside';
  // A UAPI header's structures are userspace's.
  if (path.startsWith('include/uapi/') || kernel.swapHeaders.own?.includes(path)) return 'built';
  // A new header is nobody else's.
  if (path.startsWith('include/') && (await tree.read(path)) === undefined) return 'built';
  if (
    /^(arch|block|certs|crypto|drivers|fs|include|init|io_uring|ipc|kernel|lib|mm|net|rust|security|sound|virt)\//.test(
      path,
    )
  )
    return /\/Kconfig[^/]*$/.test(path) ? 'beside' : 'beyond';
  return 'beside';
}

/** @param rest of a path below a folder of replaced modules, whose names are `own` */
async function inFolder(
  folder: string,
  rest: string,
  own: readonly string[],
  { objects, descends }: FolderMakefile,
  tree: Texts,
): Promise<BuildScope> {
  if (/(^|\/)Kconfig[^/]*$/.test(rest)) return 'beside';
  if (descends.has(rest.split('/')[0] ?? '') && rest.includes('/')) return 'beside';
  const foreign = (source: string) => {
    const object = source.replace(/\.[cS]$/, '.o');
    const users = [...objects].filter(([, parts]) => parts.includes(object)).map(([name]) => name);
    return users.length > 0 && !users.some((name) => own.includes(name));
  };
  if (/\.[cS]$/.test(rest)) return foreign(rest) ? 'beyond' : 'built';
  if (!rest.endsWith('.h') || [...objects.keys()].every((name) => own.includes(name))) return 'built';
  const users = await includersOf(folder, rest, tree);
  return users.length > 0 && users.every(foreign) ? 'beyond' : 'built';
}

/** The files of C of a folder that name a header of it in an include, by path below the folder. */
async function includersOf(folder: string, header: string, tree: Texts): Promise<string[]> {
  const found: string[] = [];
  const name = header.slice(header.lastIndexOf('/') + 1);
  for (const path of await tree.list(folder)) {
    if (!path.endsWith('.c')) continue;
    const included = includedBy((await tree.read(path)) ?? '').map((one) => one.slice(1, -1));
    if (included.some((one) => one === name || one.endsWith(`/${name}`)))
      found.push(path.slice(folder.length + 1));
  }
  return found;
}

/**
 * The edited files that a rebuild of the replaced modules needs, and those that it leaves out: documents, and code that
 * the kernel's configuration leaves out as well, where the design changes other code too.
 *
 * @throws NeedsSource when a design changes what only a new kernel could show; NotReplaced when it changes a module that
 *   is not replaced, or nothing that the kernel has
 */
export async function scopedEdits(
  kernel: ScopeKernel & Pick<Kernel, 'config' | 'release'>,
  tree: Tree,
  edited: ReadonlyMap<string, string>,
  name: string,
  context: Context,
): Promise<{ built: Map<string, string>; beside: string[] }> {
  const built = new Map<string, string>();
  const beside: string[] = [];
  const beyond: string[] = [];
  for (const [path, text] of edited) {
    const original = await tree.read(path);
    if (original === text) continue;
    const scope = await buildScope(path, kernel, tree);
    if (scope === 'built') built.set(path, text);
    else (scope === 'beside' ? beside : beyond).push(path);
  }
  const files = await placedBeyond(beyond, kernel, tree, context);
  const off = files.filter(({ state }) => state === 'off');
  const seen = [...built.keys()].some((path) => /\.[chS]$/.test(path));
  if (files.length > (seen ? off.length : 0)) throw beyondFailure(name, files, kernel, tree);
  return { built, beside: [...beside, ...off.map(({ path }) => path)] };
}
