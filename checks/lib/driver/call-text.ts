// SPDX-License-Identifier: GPL-2.0-only
// Calls and heads of functions by their texts.

/**
 * Names of a function's parameters, by its text: the words before a comma or the last parenthesis of its head; of
 * SYSCALL_DEFINE2(lamp, int, cmd), types as well.
 */
export function parameterNames(text: string): string[] {
  const head = text.slice(text.indexOf('(') + 1, text.indexOf('{'));
  return [...head.matchAll(/(\w+)\s*(?=[,)])/g)].map(([, name = '']) => name);
}

/** What the first call of a function in another one's body passes, as written; undefined where there is no call. */
export function passedIn(text: string, callee: string): string[] | undefined {
  const body = text.indexOf('{');
  const call = new RegExp(`\\b${callee}\\s*\\(`, 'g');
  call.lastIndex = Math.max(0, body);
  const match = call.exec(text);
  if (!match) return undefined;
  const parts: string[] = [];
  let depth = 1;
  let from = match.index + match[0].length;
  for (let at = from; at < text.length && depth > 0; at++) {
    const one = text[at];
    if (one === '(') depth++;
    else if (one === ')') depth--;
    if (depth === 0 || (one === ',' && depth === 1)) {
      parts.push(text.slice(from, at).trim());
      from = at + 1;
    }
  }
  return parts;
}
