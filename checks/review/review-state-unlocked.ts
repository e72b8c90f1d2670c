// SPDX-License-Identifier: GPL-2.0-only
import { type BitSet, bitSets, hops } from '../lib/review/bits.ts';
import { type ChangedFunction, finalTexts, patchChanges } from '../lib/review/changes.ts';
import { lineIn } from '../lib/review/place.ts';
import type { Elsewhere, Found, Mentioning, Rule, Subject } from '../rule.ts';

export const rule: Rule = {
  id: 'review-state-unlocked',
  severity: 'warning',
  category: 'review',
  needs: ['patches', 'elsewhere'],
  title:
    'A bit is or-ed into a shared word without the lock that its other writers take, or beside one that takes none.',
  why: '`|=` reads, changes and writes the whole word: of two writers at the same time, one loses its bit.',
  reference: 'Documentation/atomic_bitops.txt; tools/memory-model/Documentation/access-marking.txt',
  todo: 'Take the same lock in both, or make it an atomic bit (set_bit()) or a member of its own.',
  compare: (subject) => (subject.elsewhere ? judge(subject, subject.elsewhere) : []),
};

function judge(subject: Subject, elsewhere: Elsewhere): Found[] {
  const touched = finalTexts(subject);
  const told = new Set<string>();
  return patchChanges(subject).flatMap(({ functions }) =>
    functions.flatMap((changed) =>
      bitSets(changed.added).flatMap((set): Found[] => {
        const key = `${changed.after.name} ${set.member}`;
        if (!/\|=/.test(set.at.text) || hops(set.target) < 2 || told.has(key)) return [];
        const own = locksBefore(changed, set);
        const others = (elsewhere.functions(set.member) ?? []).filter(
          (other) => other.name !== changed.after.name && !touched.has(other.path) && writes(other, set),
        );
        const [rival, text] = rivalOf(others, own, set) ?? [];
        if (!rival) return [];
        told.add(key);
        const message = `${changed.after.name}() ors ${set.constants.join(' | ')} into ${set.target}; ${rival.name}() of ${rival.path}:${rival.line} writes ${set.member} ${text}`;
        return [{ file: changed.after.path, line: set.at.line, symbol: set.member, message, key }];
      }),
    ),
  );
}

/** Of flags of one kind: members of other structs are called alike. */
function writes({ text }: Mentioning, { member, constants }: BitSet): boolean {
  const kin = constants.map((name) =>
    name
      .split('_')
      .slice(0, Math.min(2, name.split('_').length - 1))
      .join('_'),
  );
  return [...text.matchAll(new RegExp(`\\b${member}\\s*[|&]=\\s*([^;]+);`, 'g'))].some(([, value = '']) =>
    kin.some((stem) => value.includes(`${stem}_`)),
  );
}

/** While a machine runs, at a user's wish or on another CPU. */
const LIVE = /(^|_)(store|ioctl|write|irq|interrupt|handler|work|timer)(_|$)/;

function rivalOf(
  others: readonly Mentioning[],
  own: ReadonlySet<string> | undefined,
  { member }: BitSet,
): [Mentioning, string] | undefined {
  // The caller may hold it, and says so.
  if (!own) return undefined;
  for (const other of others) {
    const locks = locksIn(other.text.slice(0, other.text.search(new RegExp(`\\b${member}\\s*[|&]=`))));
    const [lock] = locks ?? [];
    if (locks && lock !== undefined && ![...locks].some((one) => own.has(one)))
      return [other, `under ${lock}, which is not taken here`];
    if (locks?.size === 0 && own.size === 0 && LIVE.test(other.name))
      return [other, 'at any time, and neither takes a lock'];
  }
  return undefined;
}

const TAKES =
  /\b(?:mutex_lock|spin_lock|raw_spin_lock|down_write|write_lock|device_lock|guard\(\w+\)|scoped_guard)\w*\s*\((?:\w+,\s*)?&?([^(),]*(?:\([^)]*\))?[^(),]*)[,)]/g;
const RELEASES =
  /\b(?:mutex_unlock|spin_unlock|raw_spin_unlock|up_write|write_unlock|device_unlock)\w*\s*\(&?([^(),]*(?:\([^)]*\))?[^(),]*)[,)]/g;

function locksBefore({ after }: ChangedFunction, { at }: BitSet): ReadonlySet<string> | undefined {
  const place = lineIn(after, at.line);
  return place === undefined ? undefined : locksIn(after.text.slice(0, place));
}

/** The locks that are held at the end of a text, by the last part of their names; undefined where it asserts one. */
function locksIn(text: string): ReadonlySet<string> | undefined {
  if (/\b(lockdep_assert|WARN_ON\w*\(\s*!\w*(mutex|spin)_is_locked)/.test(text)) return undefined;
  const names = (pattern: RegExp) =>
    [...text.matchAll(pattern)].map(([, name = '']) => /(\w+)\W*$/.exec(name)?.[1] ?? name);
  const held = names(TAKES);
  for (const name of names(RELEASES)) {
    const at = held.lastIndexOf(name);
    if (at >= 0) held.splice(at, 1);
  }
  return new Set(held);
}
