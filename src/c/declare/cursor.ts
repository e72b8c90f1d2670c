// SPDX-License-Identifier: GPL-2.0-only
import type { Token } from '../token.ts';

/**
 * The text is no declaration that is understood. Caught where declarations are read one by one, often; no Error, of which
 * the trace would cost more than the reading.
 */
export class NotUnderstood {
  constructor(
    readonly reason: string,
    readonly at: number,
  ) {}
}

/** Structs inside structs, parentheses inside parentheses: more is no header. */
const DEPTH = 400;

/** Reads tokens one after the other. */
export class Cursor {
  at = 0;
  private depth = 0;

  constructor(readonly tokens: readonly Token[]) {}

  get done(): boolean {
    return this.at >= this.tokens.length;
  }

  peek(ahead = 0): string {
    return this.tokens[this.at + ahead]?.text ?? '';
  }

  get token(): Token | undefined {
    return this.tokens[this.at];
  }

  get offset(): number {
    const token = this.tokens[this.at] ?? this.tokens[this.tokens.length - 1];
    return token ? (token.at ?? token.start) : 0;
  }

  accept(text: string): boolean {
    if (this.tokens[this.at]?.text !== text) return false;
    this.at++;
    return true;
  }

  expect(text: string): void {
    if (!this.accept(text)) this.fail(`"${this.peek() || 'the end'}" stands where "${text}" is expected`);
  }

  fail(reason: string): never {
    throw new NotUnderstood(reason, this.offset);
  }

  /** Runs what may call itself. */
  nested<T>(read: () => T): T {
    if (++this.depth > DEPTH) this.fail(`more than ${DEPTH} levels inside each other`);
    const result = read();
    this.depth--;
    return result;
  }

  reset(at: number): void {
    this.at = at;
    this.depth = 0;
  }

  /** What stands between the bracket here and its partner, past which it goes. */
  balanced(): readonly Token[] {
    const first = this.at;
    let open = 0;
    for (; this.at < this.tokens.length; this.at++) {
      const text = this.peek();
      if (text === '(' || text === '[' || text === '{') open++;
      else if (text === ')' || text === ']' || text === '}') {
        if (--open === 0) return this.tokens.slice(first + 1, this.at++);
      }
    }
    this.at = first;
    return this.fail(`"${this.peek()}" is never closed`);
  }
}

/** On one line, with one blank where white space stood. */
export function tokensText(tokens: readonly Token[]): string {
  let text = '';
  for (const token of tokens) text += token.space && text !== '' ? ` ${token.text}` : token.text;
  return text;
}
