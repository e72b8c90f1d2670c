// SPDX-License-Identifier: GPL-2.0-only
import type { Target } from '../../c/target.ts';
import type { Origin } from '../headers/exported.ts';
import type { SideFiles } from '../headers/files.ts';
import { TARGETS } from '../targets.ts';
import { architectureIn, architectureOfAsm, asmRoot, tuplesOf } from './asm.ts';
import type { FolderLayout } from './side.ts';

/** Folders that a kernel exports to; in /usr/include they stand among those of the C library. */
const EXPORTED = /^(asm|asm-generic|cxl|drm|fwctl|linux|misc|mtd|rdma|regulator|scsi|sound|video|xen)\//;

/** The folder that holds linux/, in what INSTALL_HDR_PATH of headers_install names; else an empty string, the top. */
export function headersTop(paths: readonly string[]): string {
  const has = (folder: string) => paths.some((path) => path.startsWith(folder));
  return !has('linux/') && has('include/linux/') ? 'include' : '';
}

/**
 * Headers of a repository that lie outside of its include/, where that holds some: nobody knows which of them a library
 * installs. Sorted; none where all are of interest.
 */
export function outsideInclude(headers: readonly string[]): readonly string[] {
  const outside = headers.filter((path) => !path.startsWith('include/'));
  return outside.length < headers.length ? outside : [];
}

/** What the reader has to know of them. */
export function outsideNote(outside: readonly string[]): string {
  const some = [...outside.slice(0, 3), ...(outside.length > 3 ? ['…'] : [])].join(', ');
  const what = outside.length === 1 ? 'a header' : `${outside.length} headers`;
  return `kpw compares the headers in include/, and leaves out ${what} elsewhere (${some}); name their folder to compare them: PATH/FOLDER, PATH@REV:FOLDER, or PATH@REV: for all of a revision`;
}

/** What lies in include/ of a library's source is installed without that, and included so. */
function installedAs(path: string, present: ReadonlySet<string>): string {
  const bare = path.startsWith('include/') ? path.slice('include/'.length) : path;
  return present.has(bare) ? path : bare;
}

/** Where a folder has a header of an installed name. */
export function pathInFolder(name: string, files: Pick<SideFiles, 'read'>): string {
  const own = `include/${name}`;
  return files.read(name) === undefined && files.read(own) !== undefined ? own : name;
}

/**
 * A folder of headers by their installed names (`linux/vfio.h`): what `headers_install` made, /usr/include, or just a
 * few files. `asm/` lies in it, or in folders of architectures; whose it is, is told by what is in it. What is of an
 * architecture that no target stands for is left out.
 */
export function folderLayout(files: SideFiles): FolderLayout {
  const all = files.list('').filter((path) => path.endsWith('.h'));
  const present = new Set(all);
  const ofLibc = present.has('stdio.h');
  const common = all
    .filter((path) => !path.startsWith('asm/') && architectureIn(path) === undefined)
    .filter((path) => !ofLibc || EXPORTED.test(path))
    .map((path): [string, Origin] => [installedAs(path, present), { path }]);
  const holding = new Set(all.flatMap((path) => /^([^/]+)\/asm\//.exec(path)?.[1] ?? []));
  const folders = {
    exists: (path: string) => present.has(path),
    holdsAsm: (folder: string) => holding.has(folder),
  };
  const rootOf = (target: Target) => asmRoot(target, folders);
  // What a package installs for one architecture: x86_64-linux-gnu/curl/system.h is <curl/system.h> there.
  const ofTuple = (target: Target) => {
    const tuple = tuplesOf(target).find((folder) => all.some((path) => path.startsWith(`${folder}/`)));
    return all.flatMap((path): [string, Origin][] => {
      const name = tuple !== undefined && path.startsWith(`${tuple}/`) ? path.slice(tuple.length + 1) : '';
      return name === '' || name.startsWith('asm/') || (ofLibc && !EXPORTED.test(name))
        ? []
        : [[name, { path }]];
    });
  };
  const byTarget = new Map<string, ReadonlyMap<string, Origin>>();
  return {
    kind: 'folder',
    has: (target) => rootOf(target) !== undefined,
    leftOut: leftOut(all, present),
    exportOf: (target) => {
      const root = rootOf(target);
      const own = ofTuple(target);
      // Targets share what they have in common, so that it is read once.
      const key = own.length > 0 ? target.id : `asm of ${root}`;
      let origins = byTarget.get(key);
      if (!origins) {
        origins = new Map([...common, ...own, ...asmHeaders(all, root)]);
        byTarget.set(key, origins);
      }
      return origins;
    },
  };
}

function asmHeaders(all: readonly string[], root: string | undefined): [string, Origin][] {
  if (root === undefined) return [];
  const own = all.filter((path) => path.startsWith(`${root}asm/`));
  return own.map((path) => [path.slice(root.length), { path }]);
}

/** Headers of architectures that no target stands for, by the architecture's name. */
function leftOut(all: readonly string[], present: ReadonlySet<string>): ReadonlyMap<string, string[]> {
  const found = new Map<string, string[]>();
  const add = (name: string, path: string) => found.set(name, [...(found.get(name) ?? []), path]);
  for (const path of all) {
    const architecture = architectureIn(path);
    if (architecture && !architecture.known) add(architecture.name, path);
  }
  const plain = architectureOfAsm((path) => present.has(path));
  if (plain !== undefined && !TARGETS.some(({ arch }) => arch === plain))
    for (const path of all) if (path.startsWith('asm/')) add(plain, path);
  return found;
}
