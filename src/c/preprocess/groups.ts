// SPDX-License-Identifier: GPL-2.0-only
// #if, its branches and its #endif, as places in a list of items.
import type { Directive, TextBlock } from './scan.ts';

export type Items = readonly (TextBlock | Directive)[];

/** Whether an item is an #if, #ifdef or #ifndef. */
export function opensGroup({ kind }: TextBlock | Directive): boolean {
  return kind === 'if' || kind === 'ifdef' || kind === 'ifndef';
}

/** Where the group that an item belongs to has its #endif. */
export function groupEnd(items: Items, at: number): number {
  let end = at;
  while (end < items.length && (items[end] as Directive).kind !== 'endif') {
    const { next } = items[end] as Directive;
    end = next < 0 ? items.length : next;
  }
  return end;
}

/** The item behind this one, of an #if behind its #endif. */
export function pastItem(items: Items, at: number, to: number): number {
  return opensGroup(items[at] as TextBlock | Directive) ? Math.min(groupEnd(items, at) + 1, to) : at + 1;
}
