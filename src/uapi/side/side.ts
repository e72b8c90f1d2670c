// SPDX-License-Identifier: GPL-2.0-only
import type { Target } from '../../c/target.ts';
import type { Sources } from '../../series/topic.ts';
import { fallingBack } from '../fallback.ts';
import type { SideFiles } from '../headers/files.ts';
import { type Export, ExportedHeaders, kernelHeaders } from '../headers/header-set.ts';
import type { HeaderSet } from '../model.ts';
import { SideSources } from './sources.ts';

/** What rules may need, and a side may lack: as `Need` of checks/rule.ts. */
type Lacks = Readonly<Partial<Record<'uapi' | 'drivers' | 'tree' | 'mails', string>>>;

/** One side of a comparison. */
export interface UapiSide {
  /** As the user named it: `debian:6.12`, `~/linux@v6.12`, `-`. */
  readonly spec: string;
  /** For messages, and as one path component: `debian-6.12`. */
  readonly label: string;
  readonly headers: HeaderSet;
  readonly sources: Sources;
  /** What it lacks, and why, one clause each. */
  readonly lacks: Lacks;
  /**
   * `kernel`: kernel source; `folder`: a folder of installed headers, by their installed names; `file`: one header,
   * and what lies beside it.
   */
  readonly kind: 'kernel' | 'folder' | 'file';
  readonly files: SideFiles;
  /** Of headers of a revision: the folder that they lie in, from the top of the repository, as patches call it. */
  readonly inside?: string;
  /** Whether it lacks what every header relies on, which is taken from src/uapi/fallback.ts then. */
  readonly fallsBack?: boolean;
  /** Of a file: the installed name that it is taken under, and its path in `files`. */
  readonly file?: { readonly name: string; readonly path: string };
  /**
   * Of a side that edits make of another: the other's texts of the files that change, which may be in none of the folders
   * that sources are read from. Undefined where a file is made.
   */
  readonly was?: ReadonlyMap<string, string | undefined>;
  /** Of an edit of another side: paths that differ from it, and texts of the other side that it does not hold itself. */
  readonly touched?: readonly string[];
  readonly fetched?: ReadonlyMap<string, string>;
  /** Of a tree whose files are not all at hand: texts of some, by path. */
  fetch?(paths: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** The tree that it is of, edited or not. */
  readonly tree?: SideTree;
  /** Both sides with the drivers that their difference is about, where this one was opened as the new one of two. */
  readonly paired?: { readonly base: UapiSide; readonly before: UapiSide; readonly after: UapiSide };
  /** What the reader has to know of it, one sentence each. */
  readonly notes?: readonly string[];
  /** Drivers that differ, or may, and are not at hand. */
  readonly unreadDrivers?: readonly string[];
  /** Of kernels: exported headers that differ, of architectures that no target stands for; paths in the tree. */
  readonly foreign?: readonly string[];
  /** Of kernels: tables of system calls that differ, and of which kpw reads no header. */
  readonly unreadTables?: readonly string[];
  /** Headers of architectures that no target stands for, by architecture; their paths in `files`. */
  readonly leftOut?: ReadonlyMap<string, readonly string[]>;
  /** Whether it has the target's own headers; a folder installed for one architecture has none for the others. */
  has(target: Target): boolean;
}

/** Where a tree's files are, for those who look for one that is not at hand. */
export interface SideTree {
  readonly folder?: string;
  readonly repository?: string;
  readonly commit?: string;
  /** Whether the folder holds a part of the kernel alone, as a Debian tree in the cache does. */
  readonly partial: boolean;
  /** Paths of the files below a folder. */
  list?(folder: string): Promise<readonly string[]>;
}

/** How headers are found in a folder that is not kernel source. */
export interface FolderLayout {
  readonly kind: 'folder' | 'file';
  readonly exportOf: Export;
  /** As Side.leftOut. */
  readonly leftOut?: ReadonlyMap<string, readonly string[]>;
  has(target: Target): boolean;
}

const MAILS = 'trees are compared, not mails';

/** What a whole tree has; a few files of one, or a sparse checkout, may not. */
const TYPES = 'include/uapi/linux/types.h';

export function kernelSide(
  spec: string,
  label: string,
  files: SideFiles,
  { fetch, tree }: { readonly fetch?: UapiSide['fetch']; readonly tree?: SideTree } = {},
): UapiSide {
  const headers = kernelHeaders(files, label);
  return {
    ...(fetch ? { fetch } : {}),
    ...(tree ? { tree } : {}),
    spec,
    label,
    ...(files.read(TYPES) === undefined ? fallingBack(headers, () => true) : { headers }),
    sources: new SideSources(label, files),
    lacks: { mails: MAILS },
    kind: 'kernel',
    files,
    has: () => true,
  };
}

export function headersSide(spec: string, label: string, files: SideFiles, layout: FolderLayout): UapiSide {
  const what = layout.kind === 'file' ? 'one header' : 'a folder of headers';
  return {
    spec,
    label,
    ...fallingBack(new ExportedHeaders(label, files, layout.exportOf), layout.has),
    sources: new SideSources(label, files),
    lacks: { drivers: `${spec} is ${what}, without drivers`, tree: `${spec} is ${what}`, mails: MAILS },
    kind: layout.kind,
    files,
    ...(layout.leftOut ? { leftOut: layout.leftOut } : {}),
    has: layout.has,
  };
}
