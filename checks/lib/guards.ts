// SPDX-License-Identifier: GPL-2.0-only
import { guardOf, type IncludeGuard } from '../../src/c/preprocess/guard.ts';
import { plainGuard } from '../../src/c/preprocess/plain-guard.ts';
import { SourceText } from '../../src/c/preprocess/source.ts';
import { memo } from '../../src/memo.ts';
import { headerText } from '../../src/uapi/header-text.ts';
import type { Api, ApiHeader, HeaderText } from '../../src/uapi/model.ts';
import { calledName } from './tell.ts';

/** The guard of a header, on the first target that has it. */
export function guardIn(api: Api, name: string): PlacedGuard | undefined {
  const header = headerText(api, name);
  return header && placedGuard(header);
}

type PlacedGuard = IncludeGuard & { readonly line: number };

const placedGuard = memo(({ name, text }: HeaderText): PlacedGuard => {
  const plain = plainGuard(text);
  if (plain !== undefined) return { kind: 'guard', name: plain, line: 1 };
  const source = new SourceText(name, text);
  const guard = guardOf(source);
  return { ...guard, line: guard.kind === 'broken' ? source.line(guard.at) : 1 };
});

/** What of a header cannot be declared twice in one program: bodies of types, enumerators, inline functions. */
export function definedOnce({ types, enumerators, functions }: ApiHeader): string | undefined {
  const inline = functions.find(({ body }) => body !== undefined);
  return types[0]?.name ?? enumerators[0]?.name ?? (inline && calledName(inline));
}

const GUARD = /^[ \t]*#[ \t]*ifndef[ \t]+(\w+)[^\n]*\n\s*#[ \t]*define[ \t]+(\w+)/m;

/** The name that a header's guard has, by its text alone: of a thousand headers this is asked at once. */
export function guardName(text: string): string | undefined {
  const [, asked, defined] = GUARD.exec(text) ?? [];
  return asked === defined ? asked?.replace(/^_UAPI/, '') : undefined;
}

/** One text under two names, such as a link and what it leads to: who includes both misses nothing. */
export function isOneText(api: Api, one: string, other: string): boolean {
  return headerText(api, one)?.hash === headerText(api, other)?.hash;
}

/** `asm/ioctl.h` and `asm-generic/ioctl.h` stand for each other. */
export function areOneHeader(one: string, other: string): boolean {
  const bare = (name: string) => name.replace(/^asm(-generic)?\//, '');
  return bare(one) === bare(other) && one !== other && bare(one) !== one && bare(other) !== other;
}
