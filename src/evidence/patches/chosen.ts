// SPDX-License-Identifier: GPL-2.0-only
import type { Message } from '../../mail/message.ts';
import { patchesOf, tagsOf } from '../../mail/patches.ts';

/** The mails of one series, as they are judged. */
export interface Chosen {
  /** In the order of their numbers. */
  readonly patches: readonly Message[];
  readonly covers: readonly Message[];
  /** Patches of older versions, which are not judged. */
  readonly older: readonly Message[];
}

/**
 * The newest version of a series among some mails. Where that is not whole, and an older one is not either, they are one
 * series that contradicts itself, and all of it is taken.
 *
 * @throws NoPatch
 */
export function chosenOf(messages: readonly Message[], where: string): Chosen {
  const newest = patchesOf(messages, where);
  const known = new Set(newest);
  const others = messages.filter((message) => message.diffs.length > 0 && !known.has(message));
  const older = others.filter(({ id }) => id === undefined || !newest.some((one) => one.id === id));
  const mixed = older.length > 0 && !isWhole(newest) && !isWhole(older);
  const patches = mixed
    ? [...newest, ...older].sort((a, b) => tagsOf(a.subject).number - tagsOf(b.subject).number)
    : newest;
  const versions = new Set(patches.map(({ subject }) => tagsOf(subject).version));
  const covers = messages.filter(
    ({ subject, diffs }) =>
      diffs.length === 0 &&
      /^\s*\[[^\]]*\b0+\/\d+\]/.test(subject ?? '') &&
      versions.has(tagsOf(subject).version),
  );
  return { patches, covers, older: mixed ? [] : older };
}

function isWhole(patches: readonly Message[]): boolean {
  const numbers = new Set(patches.map(({ subject }) => tagsOf(subject).number));
  const total = Math.max(...patches.map(({ subject }) => tagsOf(subject).total));
  return Array.from({ length: total }, (_, at) => at + 1).every((number) => numbers.has(number));
}
