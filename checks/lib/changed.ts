// SPDX-License-Identifier: GPL-2.0-only
import { damageWithin } from '../../src/c/parse.ts';
import type { Subject } from '../rule.ts';
import { type Constant, type Header, headerOf, UAPI } from './header.ts';

/** One UAPI header whose text a series changes. Either side is undefined where it does not exist. */
export interface ChangedHeader {
  readonly path: string;
  readonly before: Header | undefined;
  readonly after: Header | undefined;
}

/** UAPI headers whose text differs, in order of path. */
export function changedHeaders({ before, after }: Subject): ChangedHeader[] {
  const paths = new Set([...before.paths, ...after.paths].filter((path) => UAPI.test(path)));
  return [...paths]
    .sort()
    .filter((path) => before.get(path)?.text !== after.get(path)?.text)
    .map((path) => ({ path, before: headerOf(before, path), after: headerOf(after, path) }));
}

/** Constants that only the header after has, in order of their lines. */
export function newConstants({ before, after }: ChangedHeader): Constant[] {
  return [...(after?.constants.values() ?? [])]
    .filter(({ name }) => !before?.constants.has(name))
    .sort((a, b) => a.line - b.line);
}

/** Constants that both have, each with what it was. */
export function keptConstants({ before, after }: ChangedHeader): { was: Constant; is: Constant }[] {
  return [...(after?.constants.values() ?? [])].flatMap((is) => {
    const was = before?.constants.get(is.name);
    return was ? [{ was, is }] : [];
  });
}

/** A header that does not parse everywhere may hide names from us. */
export function isDamaged({ file }: Header): boolean {
  return damageWithin(file.root, 0, file.text.length) !== undefined;
}
