// SPDX-License-Identifier: GPL-2.0-only
import type { Abi } from '../target.ts';
import type { Token } from '../token.ts';
import { codesOf } from './literal.ts';
import { NO_EXPRESSION, Parser } from './parser.ts';
import { castType, isIgnored, isTypeKeyword, unqualified } from './type-name.ts';
import {
  type CValue,
  converted,
  INT,
  type IntegerType,
  type Operand,
  operand,
  type UnknownValue,
  unknown,
} from './value.ts';

/** What an expression asks of the declarations around it. Types come without qualifiers and sparse's annotations. */
export interface DeclarationLookup {
  readonly abi: Abi;
  /** An enumerator; undefined where the name is none. */
  constant(name: string): CValue | UnknownValue | undefined;
  sizeOf(type: readonly Token[]): { readonly size: number; readonly align: number } | UnknownValue;
  /** `member` is a name, and more after `.` or in `[…]`. */
  offsetOf(type: readonly Token[], member: readonly Token[]): number | UnknownValue;
  /** The integer type of a typedef name or an enum; undefined where that is no type, unknown where it is no integer. */
  typeOf(type: readonly Token[]): IntegerType | UnknownValue | undefined;
  /** Bytes of a member: `sizeof(((struct foo *)0)->member)`. */
  sizeOfMember?(type: readonly Token[], member: readonly Token[]): number | UnknownValue;
}

/** Words that no integer constant expression holds. */
const STATEMENTS = new Set(
  (
    'asm __asm__ __asm auto break case continue default do else extern for goto if inline __inline __inline__ register ' +
    'return static switch typedef while __attribute__ __attribute _Static_assert _Noreturn _Generic'
  ).split(' '),
);

const FORMLESS: Operand = { value: 0n, ...INT, formless: true };

/** An integer constant expression of the language, after macro replacement. */
export class ExpressionParser extends Parser {
  /** A name that means nothing is an error of the compiler even where it is not evaluated. */
  undeclared: string | undefined;

  constructor(
    tokens: readonly Token[],
    private readonly around: DeclarationLookup,
  ) {
    super(tokens, around.abi);
  }

  protected override name(token: Token): Operand {
    this.at++;
    switch (token.text) {
      case 'sizeof':
        return this.sizeOf();
      case '_Alignof':
      case '__alignof__':
      case '__alignof':
        return this.alignOf();
      case '__extension__':
      case '__force':
        return this.unary();
    }
    if (isTypeKeyword(token.text) || STATEMENTS.has(token.text)) throw NO_EXPRESSION;
    if (this.peek() === '(') return this.call(token.text);
    const found = this.around.constant(token.text);
    if (found) return 'unknown' in found ? unknown(found.unknown) : found;
    if (this.around.typeOf([token]) !== undefined) throw NO_EXPRESSION;
    this.undeclared ??= `${token.text} is not defined in the UAPI`;
    return unknown(this.undeclared);
  }

  private call(name: string): Operand {
    const close = this.closing(this.at);
    if (name === 'offsetof' || name === '__builtin_offsetof') return this.builtInOffset(close);
    if (/^__builtin_(?:constant_p|bswap(?:16|32|64))$/.test(name)) {
      this.at++;
      const value = this.conditional();
      this.expect(')');
      const known = value.unknown === undefined && !value.formless;
      if (name === '__builtin_constant_p') return operand(known ? 1n : 0n, INT);
      return swapped(value, Number(name.slice('__builtin_bswap'.length)) / 8);
    }
    this.at = close + 1;
    return FORMLESS;
  }

  private sizeOf(): Operand {
    const size: IntegerType = { size: this.abi?.pointer ?? 8, signed: false };
    if (this.peek() !== '(') return operand(BigInt(this.unary().size), size);
    const type = this.typeInParentheses();
    if (type) return result(sizeIn(this.around.sizeOf(type)), size);
    const text = this.sizeOfText(size);
    if (text) return text;
    const access = this.inParentheses(() => this.access());
    if (access)
      return result(
        this.around.sizeOfMember?.(access.type, access.member) ?? { unknown: 'the size of a member' },
        size,
      );
    const value = this.unary();
    if (value.formless) return value;
    return value.unknown === undefined ? operand(BigInt(value.size), size) : unknown(value.unknown, size);
  }

  /** `("user." "lamp")`: literals side by side are one; undefined, with nothing taken, where it is no text. */
  private sizeOfText(size: IntegerType): Operand | undefined {
    const literals = this.inParentheses(() => this.literals());
    if (!literals) return undefined;
    let length = 1;
    for (const text of literals) {
      const codes = /^"/.test(text) ? codesOf(text.slice(1, -1)) : undefined;
      if (!codes) return unknown(`the size of ${text}`, size);
      length += codes.length;
    }
    return operand(BigInt(length), size);
  }

  private literals(): string[] | undefined {
    const found: string[] = [];
    while (this.tokens[this.at]?.kind === 'string') found.push((this.tokens[this.at++] as Token).text);
    return found.length > 0 ? found : undefined;
  }

  private alignOf(): Operand {
    const size: IntegerType = { size: this.abi?.pointer ?? 8, signed: false };
    const type = this.peek() === '(' ? this.typeInParentheses() : undefined;
    if (!type) throw NO_EXPRESSION;
    const found = this.around.sizeOf(type);
    return result('unknown' in found ? found : found.align, size);
  }

  private builtInOffset(close: number): Operand {
    const inside = this.tokens.slice(this.at + 1, close);
    const comma = inside.findIndex(({ text }) => text === ',');
    if (comma < 1) throw NO_EXPRESSION;
    this.at = close + 1;
    const offset = this.around.offsetOf(unqualified(inside.slice(0, comma)), inside.slice(comma + 1));
    return result(offset, { size: this.abi?.pointer ?? 8, signed: false });
  }

  protected override parenthesis(): Operand {
    const type = this.typeInParentheses();
    if (!type) {
      if (this.peek(1) === '{') throw NO_EXPRESSION;
      return super.parenthesis();
    }
    if (this.peek() === '{') throw NO_EXPRESSION;
    const value = this.unary();
    const to = castType(type, this.around.abi, (other) => this.around.typeOf(other));
    if (to === 'none') return FORMLESS;
    if ('unknown' in to) return value.formless ? value : unknown(to.unknown);
    if (to.bool && value.unknown === undefined && !value.formless)
      return operand(value.value === 0n ? 0n : 1n, to);
    return to.pointer ? { ...converted(value, to), pointer: true } : converted(value, to);
  }

  /** `&((struct foo *)0)->member`: the offset as a pointer. Any other address is no integer constant. */
  protected override punctuator(token: Token): Operand {
    if (token.text !== '&') throw NO_EXPRESSION;
    this.at++;
    const access = this.inParentheses(() => this.access());
    if (!access) throw NO_EXPRESSION;
    const offset = this.around.offsetOf(access.type, access.member);
    return { ...result(offset, { size: this.around.abi.pointer, signed: false }), pointer: true };
  }

  /** Tries to read what may stand in more parentheses than it needs; takes nothing where it cannot. */
  private inParentheses<T>(read: () => T | undefined): T | undefined {
    const start = this.at;
    const found = read();
    if (found !== undefined) return found;
    this.at = start;
    if (this.peek() !== '(') return undefined;
    this.at++;
    this.enter();
    const inner = this.inParentheses(read);
    this.leave();
    if (inner !== undefined && this.accept(')')) return inner;
    this.at = start;
    return undefined;
  }

  /** `((type *)0)->member`. */
  private access(): { type: Token[]; member: Token[] } | undefined {
    if (this.peek() !== '(' || this.peek(1) !== '(') return undefined;
    const close = this.closing(this.at + 1);
    const type = unqualified(this.tokens.slice(this.at + 2, close));
    if (type.length < 2 || type.pop()?.text !== '*') return undefined;
    if (!/^\(*0[uUlL]*\)*->$/.test(this.textFrom(close + 1, '->'))) return undefined;
    while (!this.accept('->')) this.at++;
    const member: Token[] = [];
    for (let token = this.tokens[this.at]; token; token = this.tokens[this.at]) {
      if (token.kind !== 'name' && token.text !== '.' && token.text !== '[') break;
      const end = token.text === '[' ? this.bracket(this.at) : this.at;
      member.push(...this.tokens.slice(this.at, end + 1));
      this.at = end + 1;
    }
    return member.length > 0 ? { type, member } : undefined;
  }

  private bracket(open: number): number {
    const close = this.tokens.findIndex(({ text }, index) => index > open && text === ']');
    if (close < 0) throw NO_EXPRESSION;
    return close;
  }

  private textFrom(from: number, to: string): string {
    let text = '';
    for (let index = from; index < this.tokens.length && index < from + 8; index++) {
      text += this.tokens[index]?.text;
      if (this.tokens[index]?.text === to) break;
    }
    return text;
  }

  /** The type of `(type)`, past it; undefined, with nothing taken, where an expression stands in the parentheses. */
  private typeInParentheses(): Token[] | undefined {
    let first = this.at + 1;
    while (isIgnored(this.peek(first - this.at) ?? '') && !isTypeKeyword(this.tokens[first]?.text ?? ''))
      first++;
    const token = this.tokens[first];
    if (token?.kind !== 'name') return undefined;
    if (!isTypeKeyword(token.text)) {
      const after = this.tokens[first + 1];
      if (after?.kind !== 'name' && ![')', '*', '['].includes(after?.text ?? '')) return undefined;
      if (this.around.constant(token.text) !== undefined) return undefined;
      // A pointer's name is a type too, which no integer can be cast to.
      if (this.around.typeOf([token]) === undefined && 'unknown' in this.around.sizeOf([token]))
        return undefined;
    }
    const close = this.closing(this.at);
    const type = unqualified(this.tokens.slice(this.at + 1, close));
    this.at = close + 1;
    return type;
  }
}

function sizeIn(found: { readonly size: number } | UnknownValue): number | UnknownValue {
  return 'unknown' in found ? found : found.size;
}

function result(found: number | UnknownValue, type: IntegerType): Operand {
  return typeof found === 'number' ? operand(BigInt(found), type) : unknown(found.unknown, type);
}

function swapped(value: Operand, size: number): Operand {
  const type: IntegerType = { size, signed: false };
  const from = converted(value, type);
  if (from.unknown !== undefined || from.formless) return from;
  let bytes = 0n;
  for (let index = 0n; index < size; index++) bytes = (bytes << 8n) | ((from.value >> (8n * index)) & 0xffn);
  return operand(bytes, type);
}
