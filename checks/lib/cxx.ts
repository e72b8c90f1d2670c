// SPDX-License-Identifier: GPL-2.0-only
import type { ApiHeader, Comparison, CxxHeader, CxxLayout, CxxProblem } from '../../src/uapi/model.ts';
import type { Subject } from '../rule.ts';
import { isGenerated } from './additions.ts';
import { once } from './names.ts';

/** What only the new side has of what C++ minds. */
export interface CxxChange {
  readonly header: ApiHeader;
  /** Whether the old side has the header. */
  readonly old: boolean;
  readonly problems: readonly CxxProblem[];
  /** Types that C++ lays out otherwise than C, with a member that shows it. */
  readonly layouts: readonly { readonly type: string; readonly line: number; readonly text: string }[];
}

/** Headers that differ, as C++ sees them. */
export const cxxChanges = once((uapi: Comparison): CxxChange[] =>
  uapi.headers.flatMap(({ name }): CxxChange[] => {
    const header = uapi.after.header(name);
    const now = isGenerated(uapi, name) ? undefined : uapi.after.cxx(name);
    if (!header || !now) return [];
    const was = uapi.before.header(name);
    const moved = now.mayMove ? mismatches(header, now) : [];
    // Of what nobody has to mind now, the old side need not be asked.
    if (now.problems.length + moved.length === 0) return [];
    const then = uapi.before.cxx(name);
    const known = new Set((then?.problems ?? []).map(keyOf));
    const problems = now.problems.filter((one) => !known.has(keyOf(one)));
    const old = was && then?.mayMove && moved.length > 0 ? mismatches(was, then) : [];
    const layouts = moved.filter(({ type }) => !old.some((one) => one.type === type));
    return problems.length + layouts.length > 0
      ? [{ header, old: was !== undefined, problems, layouts }]
      : [];
  }),
);

function keyOf({ kind, symbol, text }: CxxProblem): string {
  return `${kind} ${symbol} ${text}`;
}

function mismatches({ types }: ApiHeader, { layouts }: CxxHeader): CxxChange['layouts'] {
  return types.flatMap(({ name, kind, line }) => {
    const cxx = layouts.get(name);
    const text = kind === 'enum' || !cxx ? undefined : difference(cxx);
    return text === undefined ? [] : [{ type: name, line, text }];
  });
}

function difference({ size, offsets, plain }: CxxLayout): string | undefined {
  if (!plain) return undefined;
  for (const [member, offset] of plain.offsets) {
    const other = member === '' ? undefined : offsets.get(member);
    if (other !== undefined && other !== offset) return `${member} is at ${other}, and at ${offset} in C`;
  }
  return plain.size === size ? undefined : `it has ${size} bytes, and ${plain.size} in C`;
}

/** By header, what both sides say of it as C++, read when the first type of it is asked about. */
const asCxx = once((uapi: Comparison) => {
  const known = new Map<string, { was: CxxHeader | undefined; is: CxxHeader | undefined }>();
  return (header: string) => {
    const sides = known.get(header) ?? { was: uapi.before.cxx(header), is: uapi.after.cxx(header) };
    known.set(header, sides);
    return sides;
  };
});

/** Whether a struct ends in `[]` in C++ too, and did not: __DECLARE_FLEX_ARRAY() is `[0]` there. */
export function opensInCxx(subject: Subject, header: string, type: string): boolean {
  const { was, is } = asCxx(subject)?.(header) ?? {};
  return is?.layouts.get(type)?.open === true && was?.layouts.get(type)?.open !== true;
}
