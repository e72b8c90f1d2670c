// SPDX-License-Identifier: GPL-2.0-only
// Branches for programs of 32 bits on a kernel of 64.
import type { Sources } from '../../../src/series/topic.ts';
import { type BodyPair, bodiesOf, changedBodies } from './body.ts';

/** A function that treated programs of 32 bits in a way of their own, and does no more. */
export interface WidthChange extends BodyPair {
  /** `in_compat_syscall()` */
  readonly asked: string;
}

const ASKS = /\b(in_compat_syscall|is_compat_task|in_ia32_syscall|in_x32_syscall|is_compat)\s*\(/;

/** `if (in_compat_syscall()) return -EOPNOTSUPP;`: who was refused is let in. */
const REFUSES = new RegExp(`${ASKS.source}\\s*\\)\\s*\\)\\s*(?:\\{\\s*)?return\\s+-E`);

/** Functions that ask no more, where none that comes, or that asks now, does it for them. */
export function widthChanges(before: Sources, after: Sources): WidthChange[] {
  const pairs = changedBodies(before, after).filter(
    ({ before: was, after: is }) => ASKS.test(was.text) && !REFUSES.test(was.text) && !ASKS.test(is.text),
  );
  if (pairs.length === 0) return [];
  const asking = (sources: Sources) =>
    new Set(bodiesOf(sources).flatMap(({ name, text }) => (ASKS.test(text) ? name : [])));
  const old = asking(before);
  // One that asks now, in its place, and whatever it calls that asks.
  const fresh = [...asking(after)].filter((name) => !old.has(name));
  return pairs.flatMap(({ before: was, after: is }): WidthChange[] => {
    const called = new Set([...is.text.matchAll(/\b(\w+)\s*\(/g)].map(([, name = '']) => name));
    const isNew = (name: string) => called.has(name) && !new RegExp(`\\b${name}\\s*\\(`).test(was.text);
    if (fresh.length > 0 || [...old].some((name) => name !== is.name && isNew(name))) return [];
    // Or a helper that no file at hand defines, which says by its name what it is for.
    if ([...called].some((name) => /compat|32|bitness/.test(name) && isNew(name))) return [];
    return [{ before: was, after: is, asked: `${ASKS.exec(was.text)?.[1]}()` }];
  });
}
