// SPDX-License-Identifier: GPL-2.0-only
import { type Assignment, type Makefile, makefileOf } from './makefile.ts';

/** One way in which an object comes into the kernel. */
export interface Membership {
  /** As in /proc/modules where it is a module: `vfio_pci_core`. The object at the top, also where it is built in. */
  readonly module: string;
  /** Folder of the Makefile that has it as a goal: `drivers/vfio/pci`. */
  readonly folder: string;
  /** The symbol of its `obj-$(CONFIG_X)`; undefined for `obj-y` and `obj-m`. */
  readonly symbol: string | undefined;
  /** `y` or `m` where no symbol decides; `lib` for an object of a library, which is always built in. */
  readonly fixed: 'y' | 'm' | 'lib' | undefined;
  /** All symbols that must be on so that the object is compiled: its own, those of composites and of the folders above. */
  readonly symbols: readonly string[];
  /** Makefile that names the object. */
  readonly makefile: string;
}

/** What the Makefiles of a tree say of one file of C or assembly. */
export interface KbuildPlace {
  readonly memberships: readonly Membership[];
  /** Why nothing, or not all, can be told; empty where it is. */
  readonly unknown: readonly string[];
}

/** How far above a file's folder a Makefile may name it: fs/xfs/Makefile names libxfs/xfs_ag.o. */
const FARTHEST = 4;

/** Lists that are no part of the kernel: programs for the host, device trees, what is only cleaned. */
const OTHERS =
  /^(hostprogs|userprogs|always|targets|clean-files|clean|dtb|dtbo|ccflags|cflags|asflags|ldflags|subdir|subdir-ccflags|extra|CFLAGS|AFLAGS|GCOV_PROFILE|KASAN_SANITIZE|KCOV_INSTRUMENT|OBJECT_FILES_NON_STANDARD|no-clean-files|header-test|generic|mandatory|KBUILD_[A-Z]+)/;

/** The Makefiles of a tree, each read once. */
export class Makefiles {
  private readonly known = new Map<string, Promise<{ path: string; makefile: Makefile } | undefined>>();

  /** @param read text of a file by its path; undefined where there is none */
  constructor(private readonly read: (path: string) => Promise<string | undefined>) {}

  /** Where an object comes into the kernel that is compiled from a file: `drivers/block/floppy.c`. */
  async placeOf(path: string): Promise<KbuildPlace> {
    const found: Membership[] = [];
    const unknown: string[] = [];
    const object = path.replace(/\.[^./]+$/, '.o');
    await this.owners(object, [], new Set(), found, unknown);
    if (found.length === 0 && unknown.length === 0) unknown.push(`no Makefile names ${object}`);
    return { memberships: found, unknown: found.length > 0 ? [] : [...new Set(unknown)] };
  }

  /** The objects that the Makefile of a folder has as goals; undefined where the folder has no Makefile. */
  async goalsOf(folder: string): Promise<Membership[] | undefined> {
    const own = await this.of(folder);
    if (!own) return undefined;
    const found: Membership[] = [];
    for (const assignment of own.makefile.assignments.filter(({ list }) => list === 'obj'))
      for (const name of assignment.words.filter((word) => word.endsWith('.o')))
        found.push(await this.goal(assignment, { folder, path: own.path, name }, []));
    return found;
  }

  private async owners(
    object: string,
    symbols: readonly string[],
    seen: Set<string>,
    found: Membership[],
    unknown: string[],
  ): Promise<void> {
    if (seen.has(object)) return;
    seen.add(object);
    const parts = object.split('/');
    for (let up = 1; up <= Math.min(FARTHEST, parts.length - 1); up++) {
      const folder = parts.slice(0, -up).join('/');
      const name = parts.slice(-up).join('/');
      const own = await this.of(folder);
      if (!own) continue;
      const lists = own.makefile.assignments.filter(
        ({ list, words }) =>
          !OTHERS.test(list) && words.some((word) => word === name || word === `./${name}`),
      );
      if (lists.length === 0) {
        if (up === 1) unknown.push(...doubts(own));
        continue;
      }
      for (const one of lists)
        await this.owner(one, { folder, path: own.path, name }, symbols, seen, found, unknown);
      return;
    }
  }

  private async owner(
    assignment: Assignment,
    { folder, path, name }: { readonly folder: string; readonly path: string; readonly name: string },
    symbols: readonly string[],
    seen: Set<string>,
    found: Membership[],
    unknown: string[],
  ): Promise<void> {
    const { list } = assignment;
    if (list === 'obj' || list === 'lib') {
      found.push(await this.goal(assignment, { folder, path, name }, symbols));
      return;
    }
    const needed = [...new Set([...symbols, ...assignment.symbols])];
    return this.owners(`${folder}/${list}.o`, needed, seen, found, unknown);
  }

  private async goal(
    { list, suffix, symbols: own }: Assignment,
    { folder, path, name }: { readonly folder: string; readonly path: string; readonly name: string },
    symbols: readonly string[],
  ): Promise<Membership> {
    const fixed = list === 'lib' ? 'lib' : suffix === 'y' || suffix === 'm' ? suffix : undefined;
    const symbol = fixed === undefined ? own[0] : undefined;
    const above = await this.above(folder);
    return {
      module: (name.split('/').at(-1) ?? name).replace(/\.o$/, '').replaceAll('-', '_'),
      ...{ folder, symbol, fixed, makefile: path },
      symbols: [...new Set([...symbols, ...own, ...above])],
    };
  }

  /** The symbols by which make descends into a folder, from the nearest Makefile that names it and those above it. */
  private async above(folder: string): Promise<string[]> {
    const parts = folder.split('/');
    for (let up = 1; up < parts.length; up++) {
      const parent = parts.slice(0, -up).join('/');
      const own = await this.of(parent);
      const name = `${parts.slice(-up).join('/')}/`;
      const line = own?.makefile.assignments.find(
        ({ list, words }) => list === 'obj' && words.includes(name),
      );
      if (line) return [...line.symbols, ...(await this.above(parent))];
    }
    return [];
  }

  private of(folder: string): Promise<{ path: string; makefile: Makefile } | undefined> {
    const known = this.known.get(folder) ?? makefileOf(this.read, folder);
    this.known.set(folder, known);
    return known;
  }
}

/** Makefiles that a file of C may be named by, and those that make descends through to them. */
export function makefilesAbove(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  const folders = parts.map((_, up) => parts.slice(0, parts.length - up).join('/'));
  return folders.flatMap((folder) => [`${folder}/Kbuild`, `${folder}/Makefile`]);
}

/** What of a Makefile cannot be read, where it does not name an object. */
function doubts({ path, makefile }: { readonly path: string; readonly makefile: Makefile }): string[] {
  const calls = makefile.assignments
    .filter(({ list }) => !OTHERS.test(list))
    .flatMap(({ unknown }) => unknown)
    .filter((one) => one.startsWith('$'));
  const unread = makefile.unread.map((one) => `${path} includes ${one}, which cannot be read`);
  return [...[...new Set(calls)].map((call) => `${path} has ${call}, which is not evaluated`), ...unread];
}
