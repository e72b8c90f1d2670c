// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto';
import type { Found } from '../rule.ts';

/**
 * Sixteen hex digits for each finding of one rule on one side: the same when lines move, as long as rule, symbol and
 * key do. Two that agree in all of them are told apart by their order.
 */
export function fingerprints(rule: string, found: readonly Found[]): string[] {
  const seen = new Map<string, number>();
  return found.map(({ symbol, key, file, message }) => {
    // What is about no symbol, a mail, is known by what is said of it.
    const identity = JSON.stringify(
      symbol === undefined ? [rule, file, key ?? message] : [rule, symbol, key],
    );
    const ordinal = seen.get(identity) ?? 0;
    seen.set(identity, ordinal + 1);
    return createHash('sha256').update(`${identity}${ordinal}`).digest('hex').slice(0, 16);
  });
}
