// SPDX-License-Identifier: GPL-2.0-only
import { tokens } from './constants.ts';

/** A sum of names that nobody knows the value of, and a number: `__X32_SYSCALL_BIT + 512`. */
export interface Linear {
  /** How often each name counts; none that counts not at all. */
  readonly names: ReadonlyMap<string, bigint>;
  readonly number: bigint;
}

/** Undefined where an expression is no sum of names and numbers. */
export function linearOf(text: string, known: (name: string) => bigint | undefined): Linear | undefined {
  const reader = new Reader(tokens(text), known);
  const sum = reader.sum();
  return reader.done ? sum : undefined;
}

/** Whether two sums have the same names: then they differ by their numbers, whatever the names stand for. */
export function sameNames(one: Linear, other: Linear): boolean {
  return (
    one.names.size === other.names.size && [...one.names].every(([name, n]) => other.names.get(name) === n)
  );
}

const NUMBER = /^(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9]\d*)[uUlL]*$/;

class Reader {
  private at = 0;

  constructor(
    private readonly text: readonly string[],
    private readonly known: (name: string) => bigint | undefined,
  ) {}

  get done(): boolean {
    return this.at === this.text.length;
  }

  sum(): Linear | undefined {
    let total = this.term();
    while (total && (this.text[this.at] === '+' || this.text[this.at] === '-')) {
      const sign = this.text[this.at++] === '+' ? 1n : -1n;
      const next = this.term();
      total = next && added(total, next, sign);
    }
    return total;
  }

  private term(): Linear | undefined {
    const token = this.text[this.at++] ?? '';
    if (token === '(') {
      const inner = this.sum();
      return inner && this.text[this.at++] === ')' ? inner : undefined;
    }
    const digits = NUMBER.exec(token)?.[1];
    if (digits !== undefined)
      return { names: new Map(), number: BigInt(digits.replace(/^0(?=[0-7])/, '0o')) };
    if (!/^[A-Za-z_]\w*$/.test(token) || this.text[this.at] === '(') return undefined;
    const value = this.known(token);
    return value === undefined
      ? { names: new Map([[token, 1n]]), number: 0n }
      : { names: new Map(), number: value };
  }
}

function added(one: Linear, other: Linear, sign: bigint): Linear {
  const names = new Map(one.names);
  for (const [name, n] of other.names) {
    const sum = (names.get(name) ?? 0n) + sign * n;
    if (sum === 0n) names.delete(name);
    else names.set(name, sum);
  }
  return { names, number: one.number + sign * other.number };
}
