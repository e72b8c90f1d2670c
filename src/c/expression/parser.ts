// SPDX-License-Identifier: GPL-2.0-only
import type { Abi } from '../target.ts';
import type { Token } from '../token.ts';
import { binary, choice, PRECEDENCE, unary } from './arithmetic.ts';
import { character, integer } from './literal.ts';
import type { Operand } from './value.ts';

/** Thrown where the tokens are no integer constant expression by their form; one object, since a trace costs more. */
export const NO_EXPRESSION = { form: 'no integer constant expression' };

/** Operators inside each other; no header comes near, and the stack holds it. */
const DEEPEST = 400;

/**
 * A recursive-descent reader of C11 6.5 that computes as it reads. What a name and a parenthesis can mean differs
 * between an #if and the language: subclasses say.
 */
export abstract class Parser {
  protected at = 0;
  private depth = 0;

  constructor(
    protected readonly tokens: readonly Token[],
    protected readonly abi: Abi | undefined,
  ) {}

  /** The value of all tokens. @throws NO_EXPRESSION */
  whole(): Operand {
    const value = this.conditional();
    if (this.at !== this.tokens.length) throw NO_EXPRESSION;
    return value;
  }

  protected peek(ahead = 0): string | undefined {
    return this.tokens[this.at + ahead]?.text;
  }

  protected accept(text: string): boolean {
    if (this.tokens[this.at]?.text !== text) return false;
    this.at++;
    return true;
  }

  protected expect(text: string): void {
    if (!this.accept(text)) throw NO_EXPRESSION;
  }

  /** Index of the parenthesis that closes the one at `open`. */
  protected closing(open: number): number {
    let nested = 0;
    for (let index = open; index < this.tokens.length; index++) {
      const { text } = this.tokens[index] as Token;
      if (text === '(') nested++;
      else if (text === ')' && --nested === 0) return index;
    }
    throw NO_EXPRESSION;
  }

  conditional(): Operand {
    const condition = this.binary(1);
    if (!this.accept('?')) return condition;
    this.enter();
    const yes = this.peek() === ':' ? condition : this.conditional();
    this.expect(':');
    const no = this.conditional();
    this.depth--;
    return choice(condition, yes, no);
  }

  private binary(lowest: number): Operand {
    let left = this.unary();
    for (;;) {
      const token = this.tokens[this.at];
      const level = token?.kind === 'punct' ? PRECEDENCE.get(token.text) : undefined;
      if (level === undefined || level < lowest) return left;
      this.at++;
      left = binary((token as Token).text, left, this.binary(level + 1));
    }
  }

  protected unary(): Operand {
    const token = this.tokens[this.at];
    if (!token) throw NO_EXPRESSION;
    if (
      token.kind === 'punct' &&
      (token.text === '-' || token.text === '~' || token.text === '!' || token.text === '+')
    ) {
      this.at++;
      this.enter();
      const value = unary(token.text, this.unary());
      this.depth--;
      return value;
    }
    this.enter();
    const value = this.primary(token);
    this.depth--;
    return value;
  }

  private primary(token: Token): Operand {
    switch (token.kind) {
      case 'number': {
        this.at++;
        const value = integer(token.text, this.abi);
        if (!value) throw NO_EXPRESSION;
        return value;
      }
      case 'char':
        this.at++;
        return character(token.text, this.abi?.charSigned);
      case 'name':
        return this.name(token);
      case 'string':
        throw NO_EXPRESSION;
      default:
        return token.text === '(' ? this.parenthesis() : this.punctuator(token);
    }
  }

  /** What begins with a parenthesis: here an expression, in the language a cast too. */
  protected parenthesis(): Operand {
    this.expect('(');
    const value = this.conditional();
    this.expect(')');
    return value;
  }

  protected punctuator(_token: Token): Operand {
    throw NO_EXPRESSION;
  }

  /** A name that stands where a value is asked for; `at` is still on it. */
  protected abstract name(token: Token): Operand;

  protected enter(): void {
    if (++this.depth > DEEPEST) throw new TooDeep();
  }

  protected leave(): void {
    this.depth--;
  }
}

export class TooDeep extends Error {
  constructor() {
    super(`more than ${DEEPEST} operators inside each other`);
  }
}
