// SPDX-License-Identifier: GPL-2.0-only
import type { Sources } from '../../series/topic.ts';
import { fallingBack } from '../fallback.ts';
import { LaidOver, type SideFiles } from '../headers/files.ts';
import { ExportedHeaders, kernelHeaders } from '../headers/header-set.ts';
import { folderLayout, pathInFolder } from './folder.ts';
import { OneHeader } from './one-header.ts';
import type { UapiSide } from './side.ts';
import { SideSources } from './sources.ts';

/**
 * A side with some texts in the place of its own; one that is undefined is a file that is gone. What is not changed is
 * shared with the side below: neither read nor hashed again.
 *
 * @param edited by path in the tree: the texts of a composition, of a patched tree
 * @param names of the new side; `was` holds the texts below where the files of the side below do not have them
 */
export function overlay(
  below: UapiSide,
  edited: ReadonlyMap<string, string | undefined>,
  names: {
    readonly spec?: string;
    readonly label?: string;
    readonly was?: ReadonlyMap<string, string | undefined>;
    /** Links among the texts that lead nowhere, each with the reason. */
    readonly lost?: ReadonlyMap<string, string>;
  } = {},
): UapiSide {
  const { spec = below.spec, label = below.label } = names;
  const changed = withAliases(edited, below.files);
  const was = new Map(
    [...changed.keys()].map((path) => [path, names.was?.get(path) ?? below.files.read(path)] as const),
  );
  const files = new LaidOver(below.files, changed, names.lost);
  const shared = {
    headers: below.headers,
    changed: new Set(changed.keys()),
    sameNames: [...changed].every(([path, text]) => keepsNames(path, text, below.files)),
  };
  const own = below.file
    ? new OneHeader(label, below.file, files)
    : below.kind === 'kernel'
      ? kernelHeaders(files, label, shared)
      : new ExportedHeaders(label, files, folderLayout(files).exportOf, shared);
  const sources = sourcesOver(below, files, label, [...changed.keys()]);
  const left = below.leftOut ? { leftOut: folderLayout(files).leftOut ?? below.leftOut } : {};
  const whole = below.kind === 'kernel' && !below.fallsBack;
  const headers = whole ? { headers: own } : fallingBack(own, below.has);
  const touched = [...new Set([...(below.touched ?? []), ...changed.keys()])];
  return { ...below, spec, label, files, ...headers, ...left, sources, touched, was };
}

/** A file that a symlink leads to as well changes by both names. */
function withAliases(
  edited: ReadonlyMap<string, string | undefined>,
  files: SideFiles,
): ReadonlyMap<string, string | undefined> {
  const others = [...(files.aliases ?? [])].filter(
    ([path, real]) => edited.has(real) && !edited.has(path) && files.read(path) !== undefined,
  );
  return new Map([...edited, ...others.map(([path, real]) => [path, edited.get(real)] as const)]);
}

/** Whether a file is neither a header that comes or goes, nor one that says which headers there are: Kbuild, a table. */
function keepsNames(path: string, text: string | undefined, below: SideFiles): boolean {
  if (!/\.[ch]$/.test(path)) return false;
  return !/(^|\/)include\/uapi\//.test(path) || (text !== undefined && below.read(path) !== undefined);
}

/** Where nothing but exported headers changes, the sources are the same ones: what rules derived of them still holds. */
function sourcesOver(below: UapiSide, files: SideFiles, label: string, changed: readonly string[]): Sources {
  if (changed.every((path) => /^(arch\/\w+\/)?include\/uapi\//.test(path))) return below.sources;
  return new SideSources(label, files, changed, { sources: below.sources, changed: new Set(changed) });
}

/** Where a side has a header of an installed name (not one of asm/, of which a tree has several). */
export function pathOver(name: string, { kind, files }: UapiSide): string {
  return kind === 'kernel' ? `include/uapi/${name}` : pathInFolder(name, files);
}

/**
 * The sources of a side with what another one edits of it: a file outside of the folders that are read is looked at on both
 * sides, or what it had already would be taken for new.
 */
export function sourcesBelow(below: UapiSide, { was }: UapiSide): Sources {
  const known = new Set(below.sources.paths);
  const further = [...(was ?? [])].filter(
    ([path, text]) => text !== undefined && !known.has(path) && !/(^|\/)include\/uapi\//.test(path),
  );
  if (further.length === 0) return below.sources;
  const files = new LaidOver(below.files, new Map(further));
  const paths = further.map(([path]) => path);
  return new SideSources(below.label, files, [...paths, ...below.sources.paths], {
    sources: below.sources,
    changed: new Set(paths),
  });
}
