// SPDX-License-Identifier: GPL-2.0-only
import { conjuncts, evaluateKconfig, symbolsIn } from './expression.ts';
import type { Definition, Kconfig } from './kconfig.ts';
import type { Requested } from './symbols.ts';

/**
 * Symbols that have to be set before others can be: of each definition the conditions that do not hold yet. Of an `A || B`
 * the first that the tree can ask for is taken. What cannot be asked for is not requested; only kconfig knows the rest.
 *
 * @param values of a .config in which the wishes are not met
 */
export function prerequisites(
  wishes: readonly Requested[],
  kconfig: Kconfig,
  values: ReadonlyMap<string, string>,
): Requested[] {
  const found = new Map<string, Requested>();
  for (const { name, value } of wishes) {
    if (value === 'n') continue;
    const definitions = kconfig.definitions.get(name) ?? [];
    const best = definitions.map((one) => conditionsOf(one, values)).sort((a, b) => a.length - b.length)[0];
    for (const condition of best ?? [])
      for (const symbol of settersOf(condition, kconfig, values))
        found.set(symbol, { name: symbol, value: 'y', wished: true });
    if (definitions.length > 0 && definitions.every(({ prompted }) => !prompted)) {
      const by = selector(name, kconfig, values);
      if (by !== undefined) found.set(by, { name: by, value: 'y', wished: true });
    }
  }
  return [...found.values()];
}

function conditionsOf({ depends, promptIf }: Definition, values: ReadonlyMap<string, string>): string[] {
  const parts = [...depends, ...(promptIf ? [promptIf] : [])].flatMap(conjuncts);
  return [...new Set(parts)].filter((part) => evaluateKconfig(part, values) < 2);
}

/** Symbols that make a condition true; none where it wants something off. */
function settersOf(condition: string, kconfig: Kconfig, values: ReadonlyMap<string, string>): string[] {
  if (/(^|[^!=<>])!(?!=)|=\s*n\b|!=\s*y\b/.test(condition)) {
    const open = condition
      .split('||')
      .map((one) => one.trim())
      .find((one) => /^\w+$/.test(one));
    return open !== undefined && isAsked(open, kconfig) ? [open] : [];
  }
  const alternatives = condition.split('||').map((one) => symbolsIn(one));
  const first = alternatives.find(
    (names) => names.length > 0 && names.every((name) => isAsked(name, kconfig)),
  );
  return (first ?? []).filter((name) => (values.get(name) ?? 'n') !== 'y');
}

function isAsked(name: string, kconfig: Kconfig): boolean {
  return (
    kconfig.definitions.get(name)?.some(({ prompted, choice }) => prompted && choice === undefined) ?? false
  );
}

/** Who selects a symbol that nobody can ask for. */
function selector(name: string, kconfig: Kconfig, values: ReadonlyMap<string, string>): string | undefined {
  return kconfig.selects
    .get(name)
    ?.find(
      ({ by, condition }) =>
        isAsked(by, kconfig) && (condition === '' || evaluateKconfig(condition, values) > 0),
    )?.by;
}
