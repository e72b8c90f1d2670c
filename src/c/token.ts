// SPDX-License-Identifier: GPL-2.0-only

type TokenKind = 'name' | 'number' | 'char' | 'string' | 'punct';

/** A preprocessing token (C11 6.4), without digraphs. */
export interface Token {
  readonly kind: TokenKind;
  /** As written; of a string or character constant with its quotes and prefix. */
  readonly text: string;
  /** Offsets in the text that was read; of a token that a macro made, those of its outermost invocation. */
  readonly start: number;
  readonly end: number;
  /** Whether white space or a comment stands before it. */
  readonly space: boolean;
  /** Where a token that was an argument of a macro stands itself; `start` is then the invocation's. */
  readonly at?: number;
}

const NONE = 0;
const NAME = 1;
const DIGIT = 2;
const SPACE = 4;

/** What a byte may begin or continue. Bytes past ASCII are parts of names, as UTF-8 is to gcc. */
const CLASS = Uint8Array.from({ length: 256 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/[0-9]/.test(character)) return NAME | DIGIT;
  if (/[A-Za-z_$]/.test(character) || code >= 0x80) return NAME;
  return /[ \t\n\r\f\v]/.test(character) || code === 0 ? SPACE : NONE;
});

const PUNCTUATORS = new Set(
  '... <<= >>= -> ++ -- << >> <= >= == != && || += -= *= /= %= &= |= ^= ##'.split(' '),
);

/**
 * Tokens of `text` from `start` up to `end`. White space, comments and line continuations between tokens are
 * skipped; a comment, string or character constant that does not end there ends at the line's or text's end.
 */
export function tokenise(text: string, start = 0, end = text.length): Token[] {
  const tokens: Token[] = [];
  let at = start;
  for (;;) {
    const from = skip(text, at, end);
    if (from >= end) return tokens;
    const code = text.charCodeAt(from);
    const space = from !== at;
    at = nameEnd(text, from, end, code);
    // Most tokens are names, or punctuators of one character.
    if (at > from) {
      tokens.push({ kind: 'name', text: text.slice(from, at), start: from, end: at, space });
      continue;
    }
    const single = SINGLE.has(code);
    at = single ? from + 1 : endOf(text, from, end, code);
    const kind = single ? 'punct' : kindOf(text, from, at, code);
    tokens.push({ kind, text: text.slice(from, at), start: from, end: at, space });
  }
}

/** `( ) { } [ ] , ; ~ ?`: no other begins with them. */
const SINGLE: ReadonlySet<number> = new Set([...'(){}[],;~?'].map((one) => one.charCodeAt(0)));

/** Past a name that is no prefix of a quoted one; `from` where none begins there. */
function nameEnd(text: string, from: number, end: number, code: number): number {
  if ((classOf(code) & (NAME | DIGIT)) !== NAME) return from;
  const at = wordEnd(text, from, end);
  const next = at < end ? text.charCodeAt(at) : 0;
  return next === 0x22 || next === 0x27 ? from : at;
}

function wordEnd(text: string, from: number, end: number): number {
  let at = from + 1;
  while (at < end && classOf(text.charCodeAt(at)) & NAME) at++;
  return at;
}

function classOf(code: number): number {
  return code < 256 ? (CLASS[code] as number) : NAME;
}

/** Past white space, comments and continued line ends. */
function skip(text: string, start: number, end: number): number {
  let at = start;
  while (at < end) {
    const code = text.charCodeAt(at);
    if (classOf(code) & SPACE) at++;
    else if (code === 0x2f && text.charCodeAt(at + 1) === 0x2a) at = past(text, '*/', at + 2, end, 2);
    else if (code === 0x2f && text.charCodeAt(at + 1) === 0x2f) at = lineEnd(text, at + 2, end);
    else if (code === 0x5c && continuation(text, at)) at += continuation(text, at);
    else break;
  }
  return Math.min(at, end);
}

function past(text: string, mark: string, from: number, end: number, length: number): number {
  const found = text.indexOf(mark, from);
  return found < 0 || found > end ? end : found + length;
}

/** A line comment goes on where its line is continued. */
function lineEnd(text: string, from: number, end: number): number {
  let found = text.indexOf('\n', from);
  while (found > 0 && found < end && /\\\r?$/.test(text.slice(Math.max(from, found - 2), found)))
    found = text.indexOf('\n', found + 1);
  return found < 0 ? end : Math.min(found, end);
}

/** Length of a continued line end at a backslash, with the blanks before the line feed that gcc allows; 0 for none. */
function continuation(text: string, at: number): number {
  let next = at + 1;
  while (/[ \t\r]/.test(text[next] ?? '')) next++;
  return text[next] === '\n' ? next + 1 - at : 0;
}

function endOf(text: string, from: number, end: number, code: number): number {
  const kind = classOf(code);
  if (kind & DIGIT || (code === 0x2e && classOf(text.charCodeAt(from + 1) || 0) & DIGIT))
    return numberEnd(text, from, end);
  if (kind & NAME) {
    const at = wordEnd(text, from, end);
    const quote = text.charCodeAt(at);
    const prefix =
      (quote === 0x22 || quote === 0x27) && at < end && /^(?:L|u8|u|U)$/.test(text.slice(from, at));
    return prefix ? quotedEnd(text, at, end, quote) : at;
  }
  if (code === 0x22 || code === 0x27) return quotedEnd(text, from, end, code);
  for (let length = 3; length > 1; length--)
    if (from + length <= end && PUNCTUATORS.has(text.slice(from, from + length))) return from + length;
  return from + 1;
}

/** pp-number (C11 6.4.8): a sign belongs to it after an exponent's letter, in hexadecimal too. */
function numberEnd(text: string, from: number, end: number): number {
  let at = from + 1;
  for (; at < end; at++) {
    const code = text.charCodeAt(at);
    if (classOf(code) & NAME || code === 0x2e) continue;
    if ((code === 0x2b || code === 0x2d) && /[eEpP]/.test(text[at - 1] as string)) continue;
    break;
  }
  return at;
}

/** Past the closing quote; a line's end ends it too, since an apostrophe in an #error is no constant. */
function quotedEnd(text: string, open: number, end: number, quote: number): number {
  let at = open + 1;
  for (; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) return at + 1;
    if (code === 0x5c) at += Math.max(1, continuation(text, at) - 1);
    else if (code === 0x0a) return at;
  }
  return end;
}

function kindOf(text: string, from: number, to: number, code: number): TokenKind {
  const kind = classOf(code);
  if (kind & DIGIT || (code === 0x2e && to > from + 1 && text[from + 1] !== '.')) return 'number';
  if (kind === NONE && code !== 0x22 && code !== 0x27) return 'punct';
  const last = text.charCodeAt(to - 1);
  // A name never ends in a quote; a quote that never closed is a punctuator of its own kind.
  if (last === 0x22 && (to > from + 1 || code !== 0x22)) return 'string';
  if (last === 0x27 && (to > from + 1 || code !== 0x27)) return 'char';
  return kind & NAME && !/["']/.test(text.slice(from, to)) ? 'name' : 'punct';
}
