// SPDX-License-Identifier: GPL-2.0-only
import { memo } from '../../../src/memo.ts';
import type { Code } from '../driver/code.ts';

const calledIn = memo((code: Code) => targetsByVariable(code.node.text));

/** Functions that a call by a variable may go to: those that the function around assigns to it by name. */
export function behindVariable(code: Code, name: string): readonly string[] {
  return calledIn(code).get(name) ?? [];
}

/** Of each variable that is called, `(*set)(lamp)`, what is assigned to it. */
export function targetsByVariable(text: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const [, name = ''] of text.matchAll(/\(\s*\*\s*(\w+)\s*\)\s*\(/g)) {
    if (found.has(name)) continue;
    const assigned = text.matchAll(new RegExp(`\\b${name}\\s*=\\s*&?([a-z_]\\w*)\\s*;`, 'g'));
    found.set(
      name,
      [...assigned].map(([, target = '']) => target),
    );
  }
  return found;
}
