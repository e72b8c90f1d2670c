// SPDX-License-Identifier: GPL-2.0-only
import { definition, expand } from '../../src/c/expand.ts';
import { tokenise } from '../../src/c/token.ts';
import type { Api, ApiEnumerator, ApiHeader, ApiMacro, Comparison, Pair } from '../../src/uapi/model.ts';
import { agreedValue } from './constants.ts';
import { type Linear, linearOf, sameNames } from './linear.ts';

/** Two sums with the same names, whose values nobody has at hand, that differ whatever those are. */
export interface SumDifference {
  readonly names: readonly string[];
  /** How much more the second is; 0 where the two are one. */
  readonly by: bigint;
}

type Both<T> = Pair<T> & { readonly before: T; readonly after: T };

/** Undefined where one of the two macros is no such sum, or they have other names. */
export function macroSums({ before, after }: Comparison, pair: Both<ApiMacro>): SumDifference | undefined {
  const sum = (api: Api, { header, body }: ApiMacro) => {
    const from = api.header(header);
    return from && sumIn(from, body);
  };
  return differenceOf(sum(before, pair.before), sum(after, pair.after));
}

/** The same of two enumerators: one without a value of its own is so many more than the last that has one. */
export function enumeratorSums(
  { before, after }: Comparison,
  pair: Both<ApiEnumerator>,
): SumDifference | undefined {
  const sum = (api: Api, { header, name }: ApiEnumerator) => {
    const from = api.header(header);
    return from && enumeratorSum(from, name);
  };
  return differenceOf(sum(before, pair.before), sum(after, pair.after));
}

function differenceOf(was: Linear | undefined, is: Linear | undefined): SumDifference | undefined {
  if (!was || !is || was.names.size === 0 || !sameNames(was, is)) return undefined;
  return { names: [...is.names.keys()], by: is.number - was.number };
}

function enumeratorSum(header: ApiHeader, name: string): Linear | undefined {
  const from = countedFrom(header, name);
  const base = from && sumIn(header, from.initialiser);
  return base && { names: base.names, number: base.number + BigInt(from.steps) };
}

/** The last initialiser at or before an enumerator, and how many steps it is behind; undefined where all are implicit. */
export function countedFrom(
  { enumerators }: ApiHeader,
  name: string,
): { readonly initialiser: string; readonly steps: number } | undefined {
  const at = enumerators.findIndex((one) => one.name === name);
  const index = enumerators[at]?.index ?? 0;
  for (let steps = 0; steps <= index; steps++) {
    const initialiser = enumerators[at - steps]?.initialiser;
    if (initialiser !== undefined) return { initialiser, steps };
  }
  return undefined;
}

/** Macros with parameters are called: `LAMP_EVENT(3)` is `LAMP_EVENT_BASE + 3`. */
function sumIn(header: ApiHeader, text: string): Linear | undefined {
  const macros = new Map(
    header.macros.flatMap(({ name, parameters, body }) => {
      if (!parameters || !text.includes(`${name}(`)) return [];
      const made = definition(tokenise(`${name}(${parameters.join()}) ${body}`));
      return made ? [[name, made] as const] : [];
    }),
  );
  const called =
    macros.size === 0
      ? text
      : expand(tokenise(text), macros)
          .map((token) => token.text)
          .join(' ');
  return linearOf(called, (name) => agreedValue(header.value(name)));
}
