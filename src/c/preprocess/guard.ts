// SPDX-License-Identifier: GPL-2.0-only
import { absentNames, requiredMacro } from './required.ts';
import type { Directive, TextBlock } from './scan.ts';
import type { SourceText } from './source.ts';

/** What keeps a header that is included twice from declaring twice. */
export type IncludeGuard =
  | { readonly kind: 'guard'; readonly name: string }
  /** `#pragma once`. */
  | { readonly kind: 'once' }
  /** What is asked for is not what is defined. */
  | { readonly kind: 'broken'; readonly name: string; readonly defined: string; readonly at: number }
  | { readonly kind: 'none' };

/** The guard around all that a header says; names as headers_install leaves them, without `_UAPI`. */
export function guardOf(source: SourceText): IncludeGuard {
  const { items } = source.scan;
  if (items.some((item) => isOnce(item, source))) return { kind: 'once' };
  const open = items.findIndex(
    // In front may stand what another header has to define.
    (item, at) => asks(item, source) !== undefined && requiredMacro(source, at) === undefined,
  );
  const asked = items[open];
  if (open < 0 || !asked || asked.kind === 'text') return { kind: 'none' };
  const end = lastOf(items, open);
  const outside = items.some((item, at) => (at < open || at > end) && item.kind === 'text');
  const names = asks(asked, source) ?? [];
  const next = items[open + 1];
  if (outside || next?.kind !== 'define') return { kind: 'none' };
  const defined = source.definitionOf(next)?.name ?? '';
  const name = names.includes(defined) ? defined : (names[0] ?? '');
  const undone = items.some((item) => isUndefinition(item, name, source));
  if (defined === name) return undone ? { kind: 'none' } : { kind: 'guard', name };
  // Another condition than a guard's, as `#ifndef __KERNEL__` around a list of macros.
  const isFlag = source.definitionOf(next)?.body.length === 0 && /_H_*$/i.test(name);
  return isFlag ? { kind: 'broken', name, defined, at: next.start } : { kind: 'none' };
}

function isOnce(item: TextBlock | Directive, source: SourceText): boolean {
  return item.kind === 'pragma' && source.tokensOf(item)[0]?.text === 'once';
}

/** `#undef X`: the next include finds nothing. */
function isUndefinition(item: TextBlock | Directive, name: string, source: SourceText): boolean {
  return item.kind === 'undef' && source.tokensOf(item)[0]?.text.replace(/^_UAPI/, '') === name;
}

/** The names of `#ifndef X`, `#if !defined(X)` and of several such: any of them keeps the header out. */
function asks(item: TextBlock | Directive, source: SourceText): readonly string[] | undefined {
  return absentNames(source, item)?.map((name) => name.replace(/^_UAPI/, ''));
}

/** The #endif of a group; an #else makes it none of a guard. */
function lastOf(items: readonly (TextBlock | Directive)[], open: number): number {
  const next = (items[open] as Directive).next;
  return items[next]?.kind === 'endif' ? next : -1;
}
