// SPDX-License-Identifier: GPL-2.0-only

/** What a user can name a tree by. */
export type TreeSpec =
  | { kind: 'debian'; series: string }
  | { kind: 'directory'; path: string }
  | { kind: 'git'; path: string; revision: string };

/** `v6.1:include/uapi` as git has it: a revision and what it holds there; a colon of the revision's own stands in braces. */
export function splitRevision(revision: string): { readonly revision: string; readonly inside?: string } {
  const [, name, inside] = /^((?:[^:{]|\{[^}]*\}|\{(?![^}]*\}))+):(.*)$/s.exec(revision) ?? [];
  return name === undefined || inside === undefined
    ? { revision }
    : { revision: name, inside: inside.replace(/^\/+|\/+$/g, '') };
}

/**
 * Reads `debian:6.1`, `PATH` or `PATH@REV`; undefined where it is none of them. Both paths and revisions may
 * hold an `@` (`HEAD@{1}`): the last one whose left side is a folder parts them, and a folder that is called
 * so as a whole comes first.
 */
export function parseSpec(spec: string, isFolder: (path: string) => boolean): TreeSpec | undefined {
  const series = /^debian:(\d+\.\d+)$/.exec(spec)?.[1];
  if (series) return { kind: 'debian', series };
  if (spec === '') return undefined;
  if (isFolder(spec)) return { kind: 'directory', path: spec };
  for (let at = spec.lastIndexOf('@'); at > 0; at = spec.lastIndexOf('@', at - 1)) {
    const [path, revision] = [spec.slice(0, at), spec.slice(at + 1)];
    if (revision && isFolder(path)) return { kind: 'git', path, revision };
  }
  return undefined;
}
