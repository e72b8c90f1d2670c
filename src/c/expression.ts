// SPDX-License-Identifier: GPL-2.0-only
import { ExpansionLimit, expand, type Macros } from './expand.ts';
import { type ConditionExtras, ConditionParser } from './expression/condition.ts';
import { type DeclarationLookup, ExpressionParser } from './expression/language.ts';
import { NO_EXPRESSION, TooDeep } from './expression/parser.ts';
import type { CValue, Operand, UnknownValue } from './expression/value.ts';
import type { Token } from './token.ts';

export type { ConditionExtras } from './expression/condition.ts';
export type { DeclarationLookup } from './expression/language.ts';
export type { CValue, IntegerType, UnknownValue } from './expression/value.ts';

/** What a macro's value depends on. */
export interface ExpressionEnvironment extends DeclarationLookup {
  readonly macros: Macros;
}

/**
 * The value of an integer constant expression (C11 6.6) in its C type; unknown where a name, a layout or a value
 * is not known; undefined where the tokens are by their form no integer constant expression: text, a list, a type,
 * a statement, an assignment, floating point, a call, an address.
 */
export function evaluateC(
  tokens: readonly Token[],
  environment: ExpressionEnvironment,
): CValue | UnknownValue | undefined {
  const [first] = tokens;
  if (!first || (tokens.length === 1 && first.kind === 'string')) return undefined;
  let expression: ExpressionParser | undefined;
  return guarded(() => {
    const expanded = tokens.some(({ kind }) => kind === 'name') ? expand(tokens, environment.macros) : tokens;
    if (expanded.length === 0) return undefined;
    expression = new ExpressionParser(expanded, environment);
    const value = expression.whole();
    if (value.formless || value.pointer) return undefined;
    const reason = expression.undeclared ?? value.unknown;
    return reason === undefined ? value : { unknown: reason };
  });
}

/**
 * Whether an #if or #elif holds: `defined`, `__has_include` and the like, intmax_t arithmetic, 0 for names that are
 * not defined. Unknown for what the preprocessor would refuse.
 */
export function condition(
  tokens: readonly Token[],
  macros: Macros,
  extras: ConditionExtras = {},
): boolean | UnknownValue {
  const value = guarded<Operand | UnknownValue>(() =>
    new ConditionParser(expand(tokens, macros, { condition: true }), macros, extras).whole(),
  );
  if (!value) return { unknown: 'the condition is no integer constant expression' };
  if ('unknown' in value && value.unknown !== undefined) return { unknown: value.unknown };
  return (value as Operand).value !== 0n;
}

function guarded<T>(compute: () => T): T | UnknownValue | undefined {
  try {
    return compute();
  } catch (error) {
    if (error === NO_EXPRESSION) return undefined;
    if (error instanceof ExpansionLimit || error instanceof TooDeep) return { unknown: error.message };
    throw error;
  }
}
