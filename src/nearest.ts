// SPDX-License-Identifier: GPL-2.0-only
import { distance } from 'fastest-levenshtein';

/**
 * Those of `names` that someone who typed `name` may have meant, best first: few keystrokes away, or one
 * contained in the other. Empty where nothing is near.
 */
export function nearest(name: string, names: Iterable<string>, limit = 3): string[] {
  const typed = name.toLowerCase();
  return [...new Set(names)]
    .map((candidate) => ({ candidate, keystrokes: keystrokes(typed, candidate.toLowerCase()) }))
    .filter(({ keystrokes }) => keystrokes <= Math.max(2, Math.floor(typed.length / 3)))
    .sort((a, b) => a.keystrokes - b.keystrokes || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, limit)
    .map(({ candidate }) => candidate);
}

function keystrokes(typed: string, candidate: string): number {
  const contained =
    Math.min(typed.length, candidate.length) > 2 && (candidate.includes(typed) || typed.includes(candidate));
  return contained ? 1 : distance(typed, candidate);
}

/** `Did you mean X or Y?`; undefined where nothing is near. */
export function didYouMean(name: string, names: Iterable<string>): string | undefined {
  const candidates = nearest(name, names);
  return candidates.length === 0 ? undefined : `Did you mean ${candidates.join(' or ')}?`;
}
