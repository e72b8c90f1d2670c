// SPDX-License-Identifier: GPL-2.0-only
import type { CalledName, CallShape } from '../../rule.ts';
import type { NamedCall } from './calls.ts';
import { type Told, toldOf } from './shapes.ts';

/** Code that is left out, or is for other kernels, calls what it likes. */
const LEFT_OUT = /^[ \t]*#[ \t]*(?:if[ \t]+0\b|if\b.*\b(?:LINUX_VERSION_CODE|KERNEL_VERSION)\b)/m;
/** What another file of C brings along nobody has read. */
const INCLUDES_CODE = /^[ \t]*#[ \t]*include[ \t]+"[^"]*\.c"/m;
/** A macro may stand for several arguments. */
const MANY = /^(?:[A-Z][A-Z0-9_]*|__VA_ARGS__|\w+\.\.\.)\s*(?:\(.*\))?$/s;

/** What is wrong with a call. */
export type Wrong =
  | { readonly kind: 'absent'; readonly other: NonNullable<CalledName['other']> }
  | { readonly kind: 'unlike'; readonly shapes: readonly CallShape[] };

/**
 * Whether a call is one that the tree cannot take; undefined where it can, or where nobody can tell.
 *
 * @param own text of the file that calls, behind the patches
 * @param patched texts of the other files that the patches change, by path
 * @param tree what the rest of the tree has of the name
 */
export function wrongOf(
  { name, given }: NamedCall,
  own: { readonly path: string; readonly text: string },
  patched: ReadonlyMap<string, string>,
  tree: CalledName,
): Wrong | undefined {
  if (LEFT_OUT.test(own.text) || INCLUDES_CODE.test(own.text)) return undefined;
  const here = toldOf(name, own.path, own.text);
  // A variable, a member or a parameter of that name may be what is called.
  if (here.otherwise) return undefined;
  const others = [...patched].filter(([path]) => path !== own.path && /\.[ch]$/.test(path));
  const brought = others.map(([path, text]) => [path, toldOf(name, path, text)] as const);
  if (!tree.known) {
    const told = here.shapes.length > 0 || brought.some(([, one]) => saysAnything(one));
    // Macros make functions by pasting names: only what is declared somewhere else in so many words is known to be missed.
    return told || !tree.other ? undefined : { kind: 'absent', other: tree.other };
  }
  if (!given || !tree.shapes) return undefined;
  const headers = brought.filter(([path]) => path.endsWith('.h'));
  if (headers.some(([, { otherwise }]) => otherwise)) return undefined;
  const kept = tree.shapes.filter(({ path }) => !patched.has(path));
  const shapes = [...here.shapes, ...headers.flatMap(([, one]) => one.shapes), ...kept];
  if (shapes.length === 0 || shapes.some((shape) => takes(shape, given))) return undefined;
  return { kind: 'unlike', shapes };
}

function saysAnything({ shapes, otherwise }: Told): boolean {
  return shapes.length > 0 || otherwise;
}

function takes({ least, most }: CallShape, given: readonly string[]): boolean {
  if (most !== undefined && given.length > most) return false;
  return given.length >= least || given.some((one) => MANY.test(one));
}
