// SPDX-License-Identifier: GPL-2.0-only

type DirectiveKind =
  | 'if'
  | 'ifdef'
  | 'ifndef'
  | 'elif'
  | 'else'
  | 'endif'
  | 'define'
  | 'undef'
  | 'include'
  | 'include_next'
  | 'pragma'
  | 'error'
  | 'other';

/** One directive with what follows its keyword; offsets in the file's text. */
export interface Directive {
  readonly kind: DirectiveKind;
  /** Of the `#`. */
  readonly start: number;
  /** Where the keyword ends. */
  readonly operand: number;
  /** Of the line feed that ends it. */
  readonly end: number;
  /** Of if, elif and else: the item of the group's next elif, else or endif; the number of items where none follows. */
  next: number;
}

/** Text between two directives. */
export interface TextBlock {
  readonly kind: 'text';
  /** Among the blocks of its file, from 0. */
  readonly index: number;
  readonly start: number;
  readonly end: number;
}

export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Scan {
  readonly items: readonly (Directive | TextBlock)[];
  /** Outside of directives and inside, in order. */
  readonly comments: readonly Span[];
  /** An #if without its #endif, an #else without its #if: the offset and what is the matter. */
  readonly problems: readonly { readonly at: number; readonly reason: string }[];
}

const KINDS: ReadonlySet<string> = new Set<DirectiveKind>([
  'if',
  'ifdef',
  'ifndef',
  'elif',
  'else',
  'endif',
  'define',
  'undef',
  'include',
  'include_next',
  'pragma',
  'error',
]);

/** What can hide a `#` or an end of line, and `#` itself. */
const LEXEME =
  /\/\*[\s\S]*?(?:\*\/|$)|\/\/(?:[^\n\\]|\\\r?\n|\\)*|"(?:[^"\\\n]|\\[\s\S])*"?|'(?:[^'\\\n]|\\[\s\S])*'?|#/g;
const IN_DIRECTIVE =
  /\/\*[\s\S]*?(?:\*\/|$)|\/\/(?:[^\n\\]|\\\r?\n|\\)*|"(?:[^"\\\n]|\\[\s\S])*"?|'(?:[^'\\\n]|\\[\s\S])*'?|\\[ \t\r]*\n|\n/g;
const KEYWORD = /#(?:[ \t]|\/\*[\s\S]*?\*\/)*([a-z_]*)/y;

/** Cuts a file into directives and the text between them; the same for every target. */
export function scan(text: string): Scan {
  const items: (Directive | TextBlock)[] = [];
  const comments: Span[] = [];
  let from = 0;
  let blocks = 0;
  let blankUpTo = 0;
  const block = (end: number) => {
    if (end > from && end > blankUpTo) items.push({ kind: 'text', index: blocks++, start: from, end });
  };
  LEXEME.lastIndex = 0;
  for (let match = LEXEME.exec(text); match; match = LEXEME.exec(text)) {
    const at = match.index;
    const end = at + match[0].length;
    if (match[0].startsWith('/')) {
      comments.push({ start: at, end });
      // What lies between two directives is a block only where something stands outside of comments.
      if (blank(text, Math.max(blankUpTo, from), at)) blankUpTo = end;
    } else if (match[0] === '#' && opensLine(text, at, comments)) {
      if (!blank(text, Math.max(blankUpTo, from), at)) block(at);
      const directive = readDirective(text, at, comments);
      items.push(directive);
      from = blankUpTo = directive.end;
      LEXEME.lastIndex = directive.end;
    }
  }
  if (!blank(text, Math.max(blankUpTo, from), text.length)) block(text.length);
  return { items, comments, problems: link(items) };
}

function blank(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x09 && code !== 0x0d && code !== 0x0c) return false;
  }
  return true;
}

/** Whether nothing but blanks and comments stands before it on its line. */
function opensLine(text: string, at: number, comments: readonly Span[]): boolean {
  let from = at;
  for (let index = comments.length; ; ) {
    while (from > 0 && (text[from - 1] === ' ' || text[from - 1] === '\t')) from--;
    if (from === 0 || text[from - 1] === '\n') return true;
    const comment = comments[--index];
    if (comment?.end !== from) return false;
    from = comment.start;
  }
}

function readDirective(text: string, start: number, comments: Span[]): Directive {
  KEYWORD.lastIndex = start;
  const match = KEYWORD.exec(text) as RegExpExecArray;
  const keyword = match[1] as string;
  const operand = start + match[0].length;
  let end = text.length;
  // An #error's text may hold an apostrophe that opens nothing.
  IN_DIRECTIVE.lastIndex = operand;
  for (let found = IN_DIRECTIVE.exec(text); found; found = IN_DIRECTIVE.exec(text)) {
    if (found[0] === '\n') {
      end = found.index;
      break;
    }
    if (found[0].startsWith('/')) comments.push({ start: found.index, end: found.index + found[0].length });
  }
  return {
    kind: KINDS.has(keyword) ? (keyword as DirectiveKind) : 'other',
    start,
    operand,
    end,
    next: -1,
  };
}

/** Lets each #if, #elif and #else know its successor. */
function link(items: readonly (Directive | TextBlock)[]): { at: number; reason: string }[] {
  const open: Directive[] = [];
  const problems: { at: number; reason: string }[] = [];
  items.forEach((item, index) => {
    if (item.kind === 'if' || item.kind === 'ifdef' || item.kind === 'ifndef') open.push(item);
    if (item.kind !== 'elif' && item.kind !== 'else' && item.kind !== 'endif') return;
    const before = open.pop();
    if (!before) {
      problems.push({ at: item.start, reason: `#${item.kind} without #if` });
      return;
    }
    before.next = index;
    if (item.kind !== 'endif') open.push(item);
  });
  for (const item of open) {
    item.next = items.length;
    problems.push({ at: item.start, reason: `#${item.kind} without #endif` });
  }
  return problems;
}
