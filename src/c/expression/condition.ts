// SPDX-License-Identifier: GPL-2.0-only
import { CONDITION_OPERATORS, type Macros } from '../expand.ts';
import type { Token } from '../token.ts';
import { NO_EXPRESSION, Parser } from './parser.ts';
import { type Operand, operand, type UnknownValue, unknown } from './value.ts';

/** What an #if can ask besides macros. What is not given is unknown, not false. */
export interface ConditionExtras {
  /** `__has_include(<linux/foo.h>)`: the name without its marks. */
  hasInclude?(name: string, quoted: boolean): boolean | UnknownValue;
  hasAttribute?(name: string): boolean | UnknownValue;
  hasBuiltin?(name: string): boolean | UnknownValue;
}

const INTMAX = { size: 8, signed: true };

/** The expression of an #if after macro replacement: intmax_t and uintmax_t, names are 0. */
export class ConditionParser extends Parser {
  constructor(
    tokens: readonly Token[],
    private readonly macros: Macros,
    private readonly extras: ConditionExtras,
  ) {
    super(tokens, undefined);
  }

  protected override name(token: Token): Operand {
    this.at++;
    if (token.text === 'defined') return this.defined();
    if (!CONDITION_OPERATORS.has(token.text)) {
      if (this.peek() === '(') throw NO_EXPRESSION;
      return operand(0n, INTMAX);
    }
    const inside = this.tokens.slice(this.at + 1, this.closing(this.at));
    this.at += inside.length + 2;
    return truth(this.ask(token.text, inside));
  }

  private defined(): Operand {
    const bracketed = this.accept('(');
    const name = this.tokens[this.at++];
    if (name?.kind !== 'name') throw NO_EXPRESSION;
    if (bracketed) this.expect(')');
    return truth(CONDITION_OPERATORS.has(name.text) || this.macros.get(name.text) !== undefined);
  }

  private ask(operator: string, inside: readonly Token[]): boolean | UnknownValue {
    const [first] = inside;
    if (!first) throw NO_EXPRESSION;
    const text = inside.map((token, index) => (token.space && index > 0 ? ' ' : '') + token.text).join('');
    const answer =
      operator === '__has_include'
        ? this.extras.hasInclude?.(text.slice(1, -1), first.kind === 'string')
        : operator === '__has_attribute'
          ? this.extras.hasAttribute?.(text)
          : operator === '__has_builtin'
            ? this.extras.hasBuiltin?.(text)
            : undefined;
    return answer ?? { unknown: `what ${operator}(${text}) says is not known` };
  }
}

function truth(answer: boolean | UnknownValue): Operand {
  return typeof answer === 'boolean' ? operand(answer ? 1n : 0n, INTMAX) : unknown(answer.unknown, INTMAX);
}
