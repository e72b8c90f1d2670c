// SPDX-License-Identifier: GPL-2.0-only
import { align } from './align.ts';
import type { OutlinedChange } from './change.ts';
import type { ChangeVerdict } from './verdict.ts';

/** Lines that one of two changes adds or takes away and the other does not, beside what stands in its place there. */
export function reworded(upstream: OutlinedChange, backport: OutlinedChange): ChangeVerdict['reworded'] {
  return [
    ...differing(upstream.removed, backport.removed, '-'),
    ...differing(upstream.added, backport.added, '+'),
  ];
}

function differing(
  ours: OutlinedChange['added'],
  theirs: OutlinedChange['added'],
  sign: string,
): ChangeVerdict['reworded'][number][] {
  const { to, likeness } = align(ours, theirs);
  const said = (line: OutlinedChange['added'][number] | undefined) =>
    line && /\w/.test(line.plain) ? `${sign}${line.plain}` : undefined;
  const taken = new Set(to);
  // What was written anew stands in the order of what it is instead of.
  const rest = theirs.filter((line, at) => !taken.has(at) && said(line) !== undefined);
  const pairs = ours.flatMap((line, at) => {
    if (likeness[at] === 1 || said(line) === undefined) return [];
    const other = (to[at] ?? -1) < 0 ? rest.shift() : theirs[to[at] as number];
    return [{ upstream: said(line), backport: said(other) }];
  });
  return [...pairs, ...rest.map((line) => ({ upstream: undefined, backport: said(line) }))];
}
