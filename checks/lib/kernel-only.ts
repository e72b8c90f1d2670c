// SPDX-License-Identifier: GPL-2.0-only
import { blankComments } from '../../src/c/comments.ts';
import type { ApiHeader, Comparison, Declared } from '../../src/uapi/model.ts';
import { exportedCode, isMember, KERNEL_NAMES } from './kernel-names.ts';
import { nameProvider, withIncludes } from './self-contained.ts';

/** A declaration that both sides have, and a name in it that only the kernel knows and that was not in it before. */
export interface KernelOnly {
  readonly name: string;
  readonly declaration: Declared;
}

/** Declarations of a header that compiled in userspace and do not any more. Macros are compiled where they are used. */
export function kernelOnly({ before, after }: Comparison, header: string): KernelOnly[] {
  const [was, is] = [before.header(header), after.header(header)];
  if (!was || !is || was.text === is.text || is.text.search(KERNEL_NAMES) < 0) return [];
  const old = new Map(declarations(was).map((one) => [one.name, one.text]));
  const seen = withIncludes(after, header);
  return declarations(is).flatMap((declaration) => {
    const then = old.get(declaration.name);
    if (then === undefined || then === declaration.text) return [];
    const known = new Set(namesIn(then));
    return namesIn(declaration.text)
      .filter((name) => !known.has(name) && nameProvider(after, seen, name) === undefined)
      .map((name) => ({ name, declaration }));
  });
}

function declarations({ types, functions, typedefs, enumerators }: ApiHeader): readonly Declared[] {
  return [...types, ...functions, ...typedefs, ...enumerators];
}

function namesIn(text: string): string[] {
  // A macro inside of a struct is compiled where it is used.
  const code = exportedCode(blankComments(text)).replace(/^[ \t]*#(?:.*\\\n)*.*$/gm, '');
  return [...new Set(code.match(KERNEL_NAMES) ?? [])].filter((name) => !isMember(code, name));
}
