// SPDX-License-Identifier: GPL-2.0-only
import type { SourceFile } from '../../../src/c/parse.ts';
import type { Found } from '../../rule.ts';
import { functionName, quote } from '../driver/code.ts';
import { functionsOfFile } from '../driver/functions.ts';
import { ATOMIC } from './kinds.ts';
import { wayToSleep } from './sleeping.ts';
import type { HeldLock } from './state.ts';
import { walked } from './walked.ts';

const GUARDS = /\bguard\((?:raw_)?(?:spinlock|rcu)/;

/** Calls that may sleep on a path on which a spinlock or a read-side section of RCU is held. */
export function sleepsUnderLocks(file: SourceFile): Found[] {
  return functionsOfFile(file, (text) => ATOMIC.test(text) || GUARDS.test(text)).flatMap((code) => {
    const found = new Map<string, Found>();
    const name = functionName(code.node) ?? '';
    const { calls, exits } = walked(code);
    if (!exits) return [];
    for (const { call, held } of calls) {
      const lock = held.findLast(({ context }) => context === 'atomic');
      const way = lock && wayToSleep(file, call, code);
      if (!lock || !way) continue;
      const key = `${called(lock)} ${call.name}`;
      if (found.has(key)) continue;
      const place = quote({ file, node: call.node });
      const through = way.length > 1 ? `, through ${way.slice(1).join('() and ')}()` : '';
      const message = `${name}() calls ${call.name}(), which may sleep${through}, under ${called(lock)}`;
      found.set(key, { file: place.file, line: place.line, message, symbol: name, after: place, key });
    }
    return [...found.values()];
  });
}

/** `spin_lock(&lamp->lock)`. */
export function called({ node }: HeldLock): string {
  return node.text.replaceAll(/\s+/g, ' ');
}
