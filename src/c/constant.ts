// SPDX-License-Identifier: GPL-2.0-only

/** Looks a name up: another expression to evaluate, a value, or undefined where the name means nothing here. */
export type Lookup = (name: string) => string | bigint | undefined;

/** The _IO* macros pack direction (30), size (16), type (8) and number (0): include/uapi/asm-generic/ioctl.h. */
const IO_DIRECTION: Readonly<Record<string, bigint>> = { _IO: 0n, _IOW: 1n, _IOR: 2n, _IOWR: 3n };

const TOKEN =
  /\s*(0[xX][0-9a-fA-F]+[uUlL]*|\d+[uUlL]*|'(?:\\.|[^'])'|[A-Za-z_]\w*|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^~!()?:,<>])/y;

const BINARY: readonly (readonly string[])[] = [
  ['|'],
  ['^'],
  ['&'],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
];

/**
 * The value of an integer constant expression, or undefined where it has none that can be known: a name
 * that `lookup` does not know, a cast, a sizeof, anything that is not an integer. Never guesses.
 */
export function evaluate(expression: string, lookup: Lookup, depth = 0): bigint | undefined {
  if (depth > 20) return undefined;
  const tokens = tokenise(expression);
  if (!tokens || tokens.length === 0) return undefined;
  let at = 0;
  const peek = () => tokens[at];
  const accept = (token: string): boolean => {
    if (tokens[at] !== token) return false;
    at++;
    return true;
  };

  const binary = (level: number): bigint | undefined => {
    const operators = BINARY[level];
    if (!operators) return unary();
    let left = binary(level + 1);
    for (let operator = peek(); operator && operators.includes(operator); operator = peek()) {
      at++;
      const right = binary(level + 1);
      left = left === undefined || right === undefined ? undefined : operate(operator, left, right);
    }
    return left;
  };
  const unary = (): bigint | undefined => {
    if (accept('-')) return negate(unary());
    if (accept('+')) return unary();
    if (accept('~')) return complement(unary());
    return primary();
  };
  const primary = (): bigint | undefined => {
    const token = tokens[at++];
    if (token === undefined) return undefined;
    if (token === '(') {
      const value = binary(0);
      return accept(')') ? value : undefined;
    }
    if (/^\d/.test(token)) return integer(token);
    if (token.startsWith("'")) return token.length === 3 ? BigInt(token.charCodeAt(1)) : undefined;
    if (token in IO_DIRECTION && peek() === '(') return request(token);
    if (!/^[A-Za-z_]/.test(token)) return undefined;
    const found = lookup(token);
    return typeof found === 'string' ? evaluate(found, lookup, depth + 1) : found;
  };
  const request = (macro: string): bigint | undefined => {
    at++;
    const type = binary(0);
    if (!accept(',')) return undefined;
    const number = binary(0);
    // The size of the third argument's type is the layout engine's to know.
    if (macro !== '_IO' || !accept(')') || type === undefined || number === undefined) return undefined;
    return ((IO_DIRECTION[macro] as bigint) << 30n) | (type << 8n) | number;
  };

  const value = binary(0);
  return at === tokens.length ? value : undefined;
}

function tokenise(expression: string): string[] | undefined {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  const text = expression.trimEnd();
  while (TOKEN.lastIndex < text.length) {
    const match = TOKEN.exec(text);
    if (!match) return undefined;
    tokens.push(match[1] as string);
  }
  return tokens;
}

function integer(token: string): bigint {
  const digits = token.replace(/[uUlL]+$/, '');
  // A leading zero is octal in C and decimal to BigInt.
  return BigInt(/^0\d/.test(digits) ? `0o${digits.slice(1)}` : digits);
}

function negate(value: bigint | undefined): bigint | undefined {
  return value === undefined ? undefined : -value;
}

function complement(value: bigint | undefined): bigint | undefined {
  return value === undefined ? undefined : ~value;
}

function operate(operator: string, a: bigint, b: bigint): bigint | undefined {
  switch (operator) {
    case '|':
      return a | b;
    case '^':
      return a ^ b;
    case '&':
      return a & b;
    case '<<':
      return a << b;
    case '>>':
      return a >> b;
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return b === 0n ? undefined : a / b;
    case '%':
      return b === 0n ? undefined : a % b;
    default:
      return undefined;
  }
}
