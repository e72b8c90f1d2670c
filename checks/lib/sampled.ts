// SPDX-License-Identifier: GPL-2.0-only
import type { ApiHeader, ApiMacro, Comparison, Pair } from '../../src/uapi/model.ts';
import { type ConstantChange, differenceOf } from './constants.ts';

type Both = Pair<ApiMacro> & { readonly before: ApiMacro; readonly after: ApiMacro };

/** A call of a function-like macro that gives another value than before. */
export interface SampledDifference {
  /** `LAMP_NAME(3)`. */
  readonly call: string;
  readonly changes: readonly ConstantChange[];
  /** Whether the value is an ioctl request. */
  readonly request: boolean;
}

/** Numbers and types that a parameter may stand for; of more parameters than these most are no constants. */
const NUMBERS = ['1', '3', '64', '0xffffffff'];
const TYPES = ['int', 'long long'];
const MOST = 4;
/** Three, by an operator that binds closer than shifts, and by one that does not. */
const SUMS = ['2 + 1', '2 | 1'];
const REQUEST = /\b_IO(?:C|R|W|WR)?\b/;

/**
 * Calls the two versions with the same sample arguments: numbers, or types where that alone is an expression. One value
 * that differs proves that the macro does; that all are the same proves nothing.
 */
export function sampledDifference(uapi: Comparison, pair: Both): SampledDifference | undefined {
  const { name, header, before, after } = pair;
  const count = after.parameters?.length ?? 0;
  if (count === 0 || count > MOST || after.parameters?.length !== before.parameters?.length) return undefined;
  const [was, is] = [uapi.before.header(header), uapi.after.header(header)];
  if (!was || !is) return undefined;
  for (const kinds of combinations(count)) {
    const sample = (at: number) =>
      `${name}(${kinds.map((types, place) => chosen(types ? TYPES : NUMBERS, at + place)).join(', ')})`;
    const calls = NUMBERS.map((_, at) => sample(at));
    const known = calls.filter((call) => was.value(call).size > 0 && is.value(call).size > 0);
    for (const call of known) {
      const { changes } = differenceOf(was.value(call), is.value(call));
      if (changes.length > 0) return { call, changes, request: makesRequest([was, is], [before, after]) };
    }
    if (known.length > 0) return undefined;
  }
  return undefined;
}

/** A call with a sum where the macro took it for one operand before and no longer does: `2 * x` of `2 * (x)`. */
export function brokenBySum(uapi: Comparison, pair: Both): SampledDifference | undefined {
  const { name, header, before, after } = pair;
  const [was, is] = [uapi.before.header(header), uapi.after.header(header)];
  const count = after.parameters?.length ?? 0;
  if (!was || !is || count === 0 || count > MOST) return undefined;
  for (let place = 0; place < count; place++) {
    const call = (argument: string) =>
      `${name}(${Array.from({ length: count }, (_, at) => (at === place ? argument : '1')).join(', ')})`;
    const plain = call('3');
    for (const sum of SUMS.map(call)) {
      const same = differenceOf(was.value(plain), was.value(sum)).changes.length === 0;
      if (!same || was.value(sum).size === 0) continue;
      const { changes } = differenceOf(was.value(sum), is.value(sum));
      if (changes.length > 0)
        return { call: sum, changes, request: makesRequest([was, is], [before, after]) };
    }
  }
  return undefined;
}

function chosen(values: readonly string[], at: number): string {
  return values[at % values.length] ?? '';
}

/** All ways to take some parameters for types, those with the fewest first. */
function combinations(count: number): boolean[][] {
  const all = Array.from({ length: 2 ** count }, (_, bits) =>
    Array.from({ length: count }, (_, place) => (bits & (1 << place)) !== 0),
  );
  const types = (kinds: readonly boolean[]) => kinds.filter(Boolean).length;
  return all.sort((a, b) => types(a) - types(b));
}

/** Directly, or through another macro of the header. */
function makesRequest(headers: readonly ApiHeader[], macros: readonly ApiMacro[]): boolean {
  const through = (body: string) =>
    headers.some(({ macros: own }) =>
      own.some((one) => body.includes(`${one.name}(`) && REQUEST.test(one.body)),
    );
  return macros.some(({ body }) => REQUEST.test(body) || through(body));
}
