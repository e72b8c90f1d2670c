// SPDX-License-Identifier: GPL-2.0-only
import { type ApiEnumerator, type Comparison, isUnknown, type Pair } from '../../src/uapi/model.ts';
import { countedFrom, enumeratorSums, type SumDifference } from './sums.ts';

/** Enumerators of one header, of unknown value, that moved by the same distance from the same names. */
export interface EnumSum {
  readonly pair: Pair<ApiEnumerator>;
  readonly followers: readonly Pair<ApiEnumerator>[];
  readonly sum: SumDifference;
}

/** Of enumerators whose values are not known on both sides: those that are other ones for sure, and those that may be. */
export function enumSums(
  uapi: Comparison,
  doubtful: readonly Pair<ApiEnumerator>[],
  counts: (pair: Pair<ApiEnumerator>) => boolean,
): { readonly sums: readonly EnumSum[]; readonly doubts: readonly Pair<ApiEnumerator>[] } {
  const rewritten = doubtful.filter((pair) => isRewritten(uapi, pair));
  const sums = sumsOf(uapi, rewritten);
  return {
    sums: runsOf([...sums].filter(([pair, { by }]) => by !== 0n && !counts(pair))),
    doubts: rewritten.filter((pair) => !sums.has(pair) && !follows(uapi, pair)),
  };
}

/** Whether an enumerator of unknown value is only counted from one before it, of which the same is said. */
function follows(uapi: Comparison, pair: Pair<ApiEnumerator>): boolean {
  const { before, after } = pair;
  if (!before || !after || before.initialiser !== after.initialiser) return false;
  const [was, is] = counted(uapi, pair);
  return was?.initialiser !== is?.initialiser && [...after.on.values()].every(isUnknown);
}

/** Whether the two sides count an enumerator from another text, or by other steps. */
function isRewritten(uapi: Comparison, pair: Pair<ApiEnumerator>): boolean {
  const [was, is] = counted(uapi, pair);
  return was?.initialiser !== is?.initialiser || was?.steps !== is?.steps;
}

function counted({ before, after }: Comparison, { header, name }: Pair<ApiEnumerator>) {
  return [before, after].map((api) => {
    const own = api.header(header);
    return own && countedFrom(own, name);
  });
}

function sumsOf(
  uapi: Comparison,
  pairs: readonly Pair<ApiEnumerator>[],
): ReadonlyMap<Pair<ApiEnumerator>, SumDifference> {
  return new Map(
    pairs.flatMap((pair) => {
      const { before, after } = pair;
      const sum = before && after && enumeratorSums(uapi, { ...pair, before, after });
      return sum ? [[pair, sum] as const] : [];
    }),
  );
}

/** Enumerators of one header that moved by the same distance from the same names. */
function runsOf(sums: readonly (readonly [Pair<ApiEnumerator>, SumDifference])[]): EnumSum[] {
  const runs = new Map<
    string,
    { pair: Pair<ApiEnumerator>; followers: Pair<ApiEnumerator>[]; sum: SumDifference }
  >();
  for (const [pair, sum] of sums) {
    const key = [pair.header, sum.by, ...sum.names].join(' ');
    const run = runs.get(key);
    if (run) run.followers.push(pair);
    else runs.set(key, { pair, followers: [], sum });
  }
  return [...runs.values()];
}
