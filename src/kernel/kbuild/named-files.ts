// SPDX-License-Identifier: GPL-2.0-only
import { Makefiles, makefilesAbove } from './membership.ts';

/** Text of a file as a change leaves the tree; undefined where there is none. */
export type Reader = (path: string) => Promise<string | undefined>;

/** Files of C that a change takes away or brings. */
export interface MovedFiles {
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

/** What Makefiles do not follow of a change. */
export type Unfollowed =
  /** The object of a file that is gone is still to be made. */
  | { readonly path: string; readonly is: 'gone'; readonly makefile: string; readonly module: string }
  /** A file that is new is compiled by nothing. */
  | { readonly path: string; readonly is: 'new'; readonly makefile: string };

/** Folders whose files no kbuild Makefile compiles into the kernel. */
const BESIDE = /^(Documentation|samples|scripts|tools|usr|rust|arch\/[^/]+\/(boot|tools|vdso))\//;
/** What an object can be made of. */
const SOURCES = ['.c', '.S', '.rs'];

/** Makefiles that `unfollowed` looks into, so that they can be had together. */
export function makefilesAround({ removed, added }: MovedFiles): string[] {
  return [...removed, ...added].filter(isCompiled).flatMap(makefilesAbove);
}

/** Files of C that were moved, taken away or added without the Makefile's line. */
export async function unfollowed(
  { removed, added }: MovedFiles,
  read: Reader,
  /** Texts that the change writes: a file of C that one of them includes needs no Makefile. */
  written: ReadonlyMap<string, string>,
): Promise<Unfollowed[]> {
  const makefiles = new Makefiles(read);
  const found: Unfollowed[] = [];
  for (const path of removed.filter(isCompiled)) {
    const { memberships } = await makefiles.placeOf(path);
    const [first] = memberships;
    if (!first || (await madeOtherwise(path, read))) continue;
    found.push({ path, is: 'gone', makefile: first.makefile, module: first.module });
  }
  for (const path of added.filter(isCompiled)) {
    const { memberships, unknown } = await makefiles.placeOf(path);
    const told = unknown.every((one) => one.startsWith('no Makefile names'));
    if (memberships.length > 0 || !told || isIncluded(path, written)) continue;
    const makefile = await nearestMakefile(path, read);
    if (makefile !== undefined) found.push({ path, is: 'new', makefile });
  }
  return found;
}

function isCompiled(path: string): boolean {
  return /\.[cS]$/.test(path) && !BESIDE.test(path);
}

async function madeOtherwise(path: string, read: Reader): Promise<boolean> {
  const stem = path.replace(/\.[^./]+$/, '');
  for (const ending of [...SOURCES, '.c_shipped', '.S_shipped'])
    if (`${stem}${ending}` !== path && (await read(`${stem}${ending}`)) !== undefined) return true;
  return false;
}

function isIncluded(path: string, written: ReadonlyMap<string, string>): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return [...written.values()].some((text) => text.includes(`${name}"`) || text.includes(`${name}>`));
}

async function nearestMakefile(path: string, read: Reader): Promise<string | undefined> {
  for (const one of makefilesAbove(path)) if ((await read(one)) !== undefined) return one;
  return undefined;
}

/** In words, for somebody who moved a file. */
export function unfollowedText(one: Unfollowed, all: readonly Unfollowed[]): string {
  const object = (path: string) => path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]+$/, '.o');
  const folder = (path: string) => path.slice(0, path.lastIndexOf('/'));
  if (one.is === 'new')
    return `${one.path} is new, and ${one.makefile} does not name ${object(one.path)}: nothing compiles it`;
  const instead = all.find(({ path, is }) => is === 'new' && folder(path) === folder(one.path));
  const advice = instead ? `; name ${object(instead.path)} there` : '';
  return `${one.path} is taken away, and ${one.makefile} still makes ${one.module} of ${object(one.path)}${advice}`;
}
