// SPDX-License-Identifier: GPL-2.0-only

/** One file, and what it includes as its directives write it: `<linux/pci.h>`, `"lamp.h"`. */
export interface FileIncludes {
  readonly path: string;
  readonly names: readonly string[];
}

const DIRECTIVE = /^[ \t]*#[ \t]*include[ \t]*([<"][^>"\n]+[>"])/gm;

/** What a text of C or assembly includes, each once. */
export function includedBy(text: string): string[] {
  return [...new Set([...text.matchAll(DIRECTIVE)].map(([, name = '']) => name))];
}

/**
 * Whether a directive of a file can mean a header. `"x.h"` is looked for beside the file, then as `<x.h>`; folders that
 * a Makefile adds by -I are not known, so that an end of the path is enough, unless another header is nearer.
 *
 * @param exists whether the tree has a file
 */
export function means(
  name: string,
  from: string,
  header: string,
  exists: (path: string) => boolean,
): boolean {
  const inner = name.slice(1, -1);
  if (name.startsWith('"')) {
    const beside = normal(`${from.split('/').slice(0, -1).join('/')}/${inner}`);
    if (beside === header) return true;
    if (exists(beside)) return false;
  }
  const published = publishedName(header);
  if (published !== undefined) return inner === published || inner === `uapi/${published}`;
  if (normal(inner) === header) return true;
  return neighbours(from, header) && header.endsWith(`/${inner.replace(/^(\.\.\/)+/, '')}`);
}

/** Files of one subsystem: -I of a Makefile does not lead farther. */
function neighbours(one: string, other: string): boolean {
  const top = (path: string) => path.split('/').slice(0, 2).join('/');
  return top(one) === top(other);
}

/** The name by which a header below an `include` folder is included: `linux/pci.h`. */
export function publishedName(header: string): string | undefined {
  const inner = /^(?:arch\/[^/]+\/)?include\/(?:uapi\/)?(.+)$/.exec(header)?.[1];
  return inner?.replace(/^generated\/(?:uapi\/)?/, '');
}

function normal(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}
