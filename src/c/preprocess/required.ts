// SPDX-License-Identifier: GPL-2.0-only
// `#ifndef X`, `#error`, `#endif`: what a program has to define, or to include, before it includes a header.
import { withoutComments } from '../comments.ts';
import type { Directive, TextBlock } from './scan.ts';
import type { SourceText } from './source.ts';

/** One condition, or several that all have to hold. */
const CONDITION = /^!defined\(?\w+\)?(?:&&!defined\(?\w+\)?)*$/;

/** Names of which none may be defined: of `#ifndef X`, `#if !defined(A) && !defined(B)`. Undefined for all else. */
export function absentNames(source: SourceText, item: TextBlock | Directive): readonly string[] | undefined {
  if (item.kind !== 'ifndef' && item.kind !== 'if') return undefined;
  const words = source.tokensOf(item).map(({ text }) => text);
  if (item.kind === 'ifndef') return words.slice(0, 1);
  const condition = words.join('');
  if (!CONDITION.test(condition)) return undefined;
  return [...condition.matchAll(/defined\(?(\w+)/g)].map(([, name = '']) => name);
}

/** Names that another header defines: its guard, or what glib calls `__GLIB_H_INSIDE__`; no target's, no compiler's. */
const OF_HEADER = /_H(?:PP)?_*$|_(?:INSIDE|INCLUDED|INDIRECT)_*$/i;

/** Items in front of the group: `#pragma once`, the header's own guard. */
const IN_FRONT: ReadonlySet<string> = new Set(['pragma', 'ifndef', 'if', 'define']);

/**
 * The macro without which a group is an #error, and nothing else.
 *
 * @param at the place of an #if among the items
 */
export function requiredMacro(source: SourceText, at: number): string | undefined {
  const { items } = source.scan;
  const open = items[at];
  if (!open || items[at + 1]?.kind !== 'error' || items[at + 2]?.kind !== 'endif') return undefined;
  return absentNames(source, open)?.[0];
}

/**
 * The guard of the one header that this one is to be included by: required at its head, before it says anything, and
 * asked for nowhere else. By the place of the group.
 */
export function assumedGuard(source: SourceText): { readonly at: number; readonly name: string } | undefined {
  return source.keep('assumed guard', () => {
    const { items } = source.scan;
    const at = items.findIndex((_, index) => requiredMacro(source, index) !== undefined);
    const name = at < 0 ? undefined : requiredMacro(source, at);
    if (name === undefined || !OF_HEADER.test(name)) return undefined;
    if (!items.slice(0, at).every(({ kind }) => IN_FRONT.has(kind))) return undefined;
    const [{ start }, { end }] = [items[at], items[at + 2]] as [Directive, Directive];
    const rest = source.text.slice(0, start) + source.text.slice(end);
    return new RegExp(`\\b${name}\\b`).test(withoutComments(rest)) ? undefined : { at, name };
  });
}
