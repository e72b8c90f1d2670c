// SPDX-License-Identifier: GPL-2.0-only
import { commonType, converted, INT, type Operand, operand, promoted, unknown } from './value.ts';

/** How tightly each binary operator binds, from C11 6.5's grammar. */
export const PRECEDENCE: ReadonlyMap<string, number> = new Map(
  [
    ['||'],
    ['&&'],
    ['|'],
    ['^'],
    ['&'],
    ['==', '!='],
    ['<', '>', '<=', '>='],
    ['<<', '>>'],
    ['+', '-'],
    ['*', '/', '%'],
  ].flatMap((operators, level) => operators.map((operator): [string, number] => [operator, level + 1])),
);

/** The value of one binary operator by C's conversions; overflow wraps, as gcc does with a warning. */
export function binary(operator: string, left: Operand, right: Operand): Operand {
  if (operator === '&&' || operator === '||') return logical(operator, left, right);
  const a = promoted(left);
  const b = promoted(right);
  const blocked =
    a.unknown !== undefined || a.formless ? a : b.unknown !== undefined || b.formless ? b : undefined;
  if (left.pointer || right.pointer) return { ...unknown('arithmetic on pointers'), formless: true };
  if (operator === '<<' || operator === '>>') return blocked ? converted(blocked, a) : shift(operator, a, b);
  const type = commonType(a, b);
  const compares = (PRECEDENCE.get(operator) as number) === 6 || (PRECEDENCE.get(operator) as number) === 7;
  if (blocked) return converted(blocked, compares ? INT : type);
  const x = converted(a, type).value;
  const y = converted(b, type).value;
  if (compares) return operand(compare(operator, x, y) ? 1n : 0n, INT);
  if ((operator === '/' || operator === '%') && y === 0n) return unknown('a division by zero', type);
  return operand(calculate(operator, x, y), type);
}

/** The right side does not count where the left one decides, whatever it is. */
function logical(operator: string, left: Operand, right: Operand): Operand {
  const decides = operator === '||';
  for (const side of [left, right]) {
    if (side.unknown !== undefined || side.formless) return converted(side, INT);
    if ((side.value !== 0n) === decides) return operand(decides ? 1n : 0n, INT);
  }
  return operand(decides ? 0n : 1n, INT);
}

function shift(operator: string, a: Operand, b: Operand): Operand {
  if (b.value < 0n || b.value >= BigInt(a.size * 8))
    return unknown(`a shift by ${b.value} of a type of ${a.size * 8} bits`, a);
  return operand(operator === '<<' ? a.value << b.value : a.value >> b.value, a);
}

function compare(operator: string, x: bigint, y: bigint): boolean {
  if (operator === '==') return x === y;
  if (operator === '!=') return x !== y;
  if (operator === '<') return x < y;
  if (operator === '>') return x > y;
  return operator === '<=' ? x <= y : x >= y;
}

function calculate(operator: string, x: bigint, y: bigint): bigint {
  switch (operator) {
    case '|':
      return x | y;
    case '^':
      return x ^ y;
    case '&':
      return x & y;
    case '+':
      return x + y;
    case '-':
      return x - y;
    case '*':
      return x * y;
    case '/':
      return x / y;
    default:
      return x % y;
  }
}

/** `+`, `-`, `~`, `!`. */
export function unary(operator: string, of: Operand): Operand {
  if (operator === '!') {
    if (of.unknown !== undefined || of.formless) return converted(of, INT);
    return operand(of.value === 0n ? 1n : 0n, INT);
  }
  const value = promoted(of);
  if (of.pointer) return { ...unknown('arithmetic on pointers'), formless: true };
  if (value.unknown !== undefined || value.formless || operator === '+') return value;
  return operand(operator === '-' ? -value.value : ~value.value, value);
}

/** `condition ? yes : no`: the arm that is taken, in the type of both. */
export function choice(condition: Operand, yes: Operand, no: Operand): Operand {
  if (yes.pointer || no.pointer) {
    if (condition.unknown !== undefined || condition.formless) return condition;
    return condition.value !== 0n ? yes : no;
  }
  const type = commonType(promoted(yes), promoted(no));
  if (condition.unknown !== undefined || condition.formless) return converted(condition, type);
  return converted(condition.value !== 0n ? yes : no, type);
}
