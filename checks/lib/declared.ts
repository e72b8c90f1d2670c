// SPDX-License-Identifier: GPL-2.0-only
import type { TargetId } from '../../src/c/target.ts';
import type { ApiFunction, ApiHeader, ApiTypedef, Comparison, Declared, Pair } from '../../src/uapi/model.ts';
import { isUnknown } from '../../src/uapi/model.ts';
import { constantsOf, keptHeaders, once } from './names.ts';

type Both<T> = Pair<T> & { readonly before: T; readonly after: T };

/** What happened to the typedefs and functions of headers that both sides have. */
export interface DeclaredChanges {
  readonly typedefs: Changes<ApiTypedef>;
  readonly functions: Changes<ApiFunction>;
}

interface Changes<T> {
  readonly removed: readonly Pair<T>[];
  readonly added: readonly Pair<T>[];
  readonly changed: readonly Both<T>[];
}

export const declaredChanges = once((uapi: Comparison): DeclaredChanges => {
  const typedefs = uapi.typedefs.filter((pair) => !namesType(pair.before) && !namesType(pair.after));
  return { typedefs: changes(uapi, typedefs), functions: changes(uapi, uapi.functions) };
});

/** Whether two types are one to the compiler once typedefs are written out, each as its side has them. */
export function isSameResolved(
  uapi: Comparison | undefined,
  header: string,
  target: TargetId,
  was: string,
  is: string,
): boolean {
  const [old, now] = [uapi?.before.header(header), uapi?.after.header(header)];
  return old !== undefined && now !== undefined && old.resolved(was, target) === now.resolved(is, target);
}

/** The only name of a struct, union or enum: what becomes of it is told as of a type. */
function namesType(typedef: ApiTypedef | undefined): boolean {
  for (const meaning of typedef?.on.values() ?? [])
    if (!isUnknown(meaning) && meaning.of === typedef?.name) return true;
  return false;
}

function changes<T extends Declared>(uapi: Comparison, pairs: readonly Pair<T>[]): Changes<T> {
  const kept = keptHeaders(uapi);
  const own = pairs.filter(({ header }) => kept(header));
  return {
    removed: own.filter(
      (pair) => pair.before && !pair.after && !isThere(uapi.after.header(pair.header), pair),
    ),
    added: own.filter(
      (pair) => !pair.before && pair.after && !isThere(uapi.before.header(pair.header), pair),
    ),
    changed: own.filter((pair): pair is Both<T> => Boolean(pair.before && pair.after)),
  };
}

/** `#define lamp_dim lamp_dim` tells #ifdef of a function, and makes none. */
function isOwnMacro({ macros }: ApiHeader, name: string): boolean {
  return macros.some((one) => one.name === name && one.body.trim() === name);
}

/** Whether the name is something else there: a macro, as `#define lamp_t int`, or one of the other kind. */
function isThere(header: ApiHeader | undefined, { name }: Pair<Declared>): boolean {
  if (!header) return false;
  return (
    (constantsOf(header).has(name) && !isOwnMacro(header, name)) ||
    header.typedefs.some((one) => one.name === name) ||
    header.functions.some((one) => one.name === name) ||
    // A text that nobody understands may declare it.
    header.unresolved.some((one) => one.name === name)
  );
}
