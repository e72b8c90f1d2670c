// SPDX-License-Identifier: GPL-2.0-only
import type { Elsewhere, Mentioning } from '../../rule.ts';
import { isAccessor } from './words.ts';

/** A function that decides by a flag, and the functions by which it asks. */
export interface Reader {
  readonly body: Mentioning;
  /** `msi_device_has_isolated_msi`, nearest to the flag first; empty where it looks itself. */
  readonly by: readonly string[];
  /** An error that it may return there, `-EPERM`; undefined where it decides something else. */
  readonly refuses: string | undefined;
}

const DEEPEST = 3;

/** Who reads a flag, through functions that only tell whether it is set as well. */
export function readersOf(elsewhere: Elsewhere, flag: string): Reader[] {
  const seen = new Set<string>();
  const found: Reader[] = [];
  const look = (word: string, by: readonly string[]) => {
    for (const body of elsewhere.functions(word) ?? []) {
      if (body.name === word || seen.has(body.name) || !reads(body.text, word, by.length > 0)) continue;
      seen.add(body.name);
      if (isAccessor(body, word) && by.length < DEEPEST) look(body.name, [...by, body.name]);
      else found.push({ body, by, refuses: refusal(body.text, word) });
    }
  };
  look(flag, []);
  return found;
}

function reads(text: string, word: string, call: boolean): boolean {
  if (call) return new RegExp(`\\b${word}\\(`).test(text);
  return new RegExp(`(&(?!=)\\s*\\(?\\s*(?:\\w+\\s*\\|\\s*)*|test_bit\\(\\s*)${word}\\b`).test(text);
}

/** For good: who is told to try again, or that memory is short, is not refused. */
const REFUSED = /-E(?!AGAIN|CANCELED|NOMEM|INTR|IOCBQUEUED|PROBE_DEFER|RESTART)[A-Z]{3,}/;

/** The error of the statement that the word is a condition of. */
function refusal(text: string, word: string): string | undefined {
  const at = text.search(new RegExp(`\\b${word}\\b`));
  const behind = text.slice(at, at + 300);
  return /\bif\b[^;{]*$/.test(text.slice(0, at).slice(-200)) ? REFUSED.exec(behind)?.[0] : undefined;
}
