// SPDX-License-Identifier: GPL-2.0-only

/** 0 is n, 1 is m, 2 is y (Documentation/kbuild/kconfig-language.rst, "Menu dependencies"). */
export type Tristate = 0 | 1 | 2;

const OF: Readonly<Record<string, Tristate>> = { n: 0, m: 1, y: 2 };

/** The parts that an expression joins by `&&` at its top: each must hold. */
export function conjuncts(expression: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < expression.length; at++) {
    if (expression[at] === '(') depth++;
    else if (expression[at] === ')') depth--;
    else if (depth === 0 && expression.startsWith('&&', at)) {
      parts.push(expression.slice(start, at));
      start = at + 2;
    }
  }
  return [...parts, expression.slice(start)].flatMap((part) => {
    const trimmed = part.trim();
    // `(A && B)` is two parts as well, unless the parentheses are two pairs.
    const inner = enclosed(trimmed);
    return inner === undefined ? [trimmed] : conjuncts(inner);
  });
}

function enclosed(text: string): string | undefined {
  if (!text.startsWith('(') || !text.endsWith(')')) return undefined;
  let depth = 0;
  for (let at = 0; at < text.length - 1; at++) {
    if (text[at] === '(') depth++;
    else if (text[at] === ')') depth--;
    if (depth === 0) return undefined;
  }
  return text.slice(1, -1);
}

/** Names of the symbols that an expression asks. */
export function symbolsIn(expression: string): string[] {
  const names = expression.replace(/"[^"]*"|\$\([^)]*\)/g, ' ').match(/[A-Za-z0-9_]+/g) ?? [];
  return [...new Set(names)].filter((name) => !(name in OF) && /[A-Z]/.test(name));
}

/**
 * What an expression comes to with a .config's values. What only a run of kconfig knows, `$(cc-option,…)`, is taken
 * for y: it is never blamed.
 */
export function evaluateKconfig(expression: string, values: ReadonlyMap<string, string>): Tristate {
  const tokens =
    expression.match(/\$\((?:[^()]|\([^()]*\))*\)|"[^"]*"|&&|\|\||!=|<=|>=|[!=<>()]|[^\s!=<>()&|"]+/g) ?? [];
  let at = 0;
  const word = () => tokens[at++] ?? 'n';
  const text = (token: string) => {
    if (token.startsWith('"')) return token.slice(1, -1);
    return token in OF || /^(-?\d+|0x[0-9a-f]+)$/i.test(token)
      ? token
      : (values.get(token) ?? 'n').replace(/^"|"$/g, '');
  };
  const term = (): Tristate => {
    const token = word();
    if (token === '!') return (2 - term()) as Tristate;
    if (token === '(') {
      const inner = either();
      at++;
      return inner;
    }
    if (token.startsWith('$(')) return 2;
    const operator = tokens[at];
    if (operator !== undefined && /^(=|!=|<|>|<=|>=)$/.test(operator)) {
      at++;
      return compare(text(token), operator, text(word())) ? 2 : 0;
    }
    return OF[text(token)] ?? 0;
  };
  const both = (): Tristate => {
    let value = term();
    while (tokens[at] === '&&') {
      at++;
      value = Math.min(value, term()) as Tristate;
    }
    return value;
  };
  const either = (): Tristate => {
    let value = both();
    while (tokens[at] === '||') {
      at++;
      value = Math.max(value, both()) as Tristate;
    }
    return value;
  };
  return either();
}

function compare(left: string, operator: string, right: string): boolean {
  if (operator === '=') return left === right;
  if (operator === '!=') return left !== right;
  const [a, b] = [Number(left), Number(right)];
  if (operator === '<') return a < b;
  if (operator === '>') return a > b;
  return operator === '<=' ? a <= b : a >= b;
}
