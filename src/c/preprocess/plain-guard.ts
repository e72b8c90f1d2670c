// SPDX-License-Identifier: GPL-2.0-only

const COMMENT = String.raw`\/\*[\s\S]*?\*\/|\/\/[^\n]*`;
const BLANK = `(?:\\s|${COMMENT})*`;
const HEAD = new RegExp(
  `^${BLANK}#[ \\t]*ifndef[ \\t]+(\\w+)(?:[ \\t]|${COMMENT})*\\n${BLANK}#[ \\t]*define[ \\t]+(\\w+)`,
);
const TAIL = new RegExp(`^${BLANK}$`);
const CONDITIONAL = /^[ \t]*#[ \t]*(if|el|end|pragma|undef)\w*[ \t]*(\w*)/gm;

/**
 * The name of a header's guard where that has the form that nearly all have, `#ifndef X`, `#define X` and `#endif` around all
 * else, by its conditionals alone: in a third of the time that guardOf() takes, which reads all of a header. Undefined of
 * any other text, whether it has a guard or not.
 *
 * @see guardOf
 */
export function plainGuard(text: string): string | undefined {
  const head = HEAD.exec(text);
  const [whole = '', name, defined] = head ?? [];
  if (name === undefined || name !== defined) return undefined;
  let depth = 0;
  let end = 0;
  for (const { 0: line, 1: word, 2: operand, index } of text.matchAll(CONDITIONAL)) {
    if (end > 0) return undefined;
    if (word === 'if') depth++;
    else if (word === 'el') {
      if (depth < 2) return undefined;
    } else if (word === 'end') {
      if (--depth === 0) end = index + line.length - (operand ?? '').length;
    } else if (word === 'pragma' ? operand === 'once' : bare(operand) === bare(name)) return undefined;
  }
  return end > whole.length && TAIL.test(text.slice(end)) ? bare(name) : undefined;
}

/** As headers_install leaves it. */
function bare(name = ''): string {
  return name.replace(/^_UAPI/, '');
}
