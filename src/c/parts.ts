// SPDX-License-Identifier: GPL-2.0-only

/** What stands at the top of a file from behind what was before it to its last brace: a function, a type, a table. */
export interface TextPart {
  readonly start: number;
  readonly end: number;
  /** 0-based, of the start. */
  readonly line: number;
}

const LITERAL = String.raw`"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'`;
const COMMENT = String.raw`\/\*[\s\S]*?(?:\*\/|(?![\s\S]))|\/\/[^\n]*`;
/** A directive ends with its line, but for lines that are joined and comments that go on. */
const DIRECTIVE = String.raw`^[ \t]*#[ \t]*(\w*)(?:${LITERAL}|${COMMENT}|\\[\s\S]|[^\n\\])*`;
const STOPS = new RegExp(`${COMMENT}|${LITERAL}|[{};]|${DIRECTIVE}`, 'gm');

/**
 * The parts of a file that have braces, in order: so that of a long file those alone can be parsed that somebody asks
 * about. Where braces do not pair off, as in text that a patch has damaged, all of the file is one part.
 */
export function partsIn(text: string): TextPart[] {
  const spans: { start: number; end: number }[] = [];
  const outer: number[] = [];
  let depth = 0;
  let start = 0;
  for (const { 0: stop, 1: directive, index } of text.matchAll(STOPS)) {
    const behind = index + stop.length;
    if (stop === '{') depth++;
    else if (stop === '}') {
      if (--depth < 0) return [{ start: 0, end: text.length, line: 0 }];
      if (depth === 0) spans.push({ start, end: behind });
    } else if (directive !== undefined) {
      // Each branch of a conditional begins with the braces that were open before it.
      if (directive.startsWith('if')) outer.push(depth);
      else if (/^el/.test(directive)) depth = outer.at(-1) ?? depth;
      else if (directive === 'endif') outer.pop();
    } else if (stop !== ';') continue;
    if (depth === 0) start = behind;
  }
  if (depth !== 0) return [{ start: 0, end: text.length, line: 0 }];
  return withLines(text, spans);
}

function withLines(
  text: string,
  spans: readonly { readonly start: number; readonly end: number }[],
): TextPart[] {
  let line = 0;
  let at = text.indexOf('\n');
  return spans.map(({ start: from, end }) => {
    const start = from + text.slice(from, end).search(/\S/);
    for (; at >= 0 && at < start; at = text.indexOf('\n', at + 1)) line++;
    return { start, end, line };
  });
}
