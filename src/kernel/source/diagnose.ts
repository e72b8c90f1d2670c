// SPDX-License-Identifier: GPL-2.0-only
import { didYouMean } from '../../nearest.ts';
import { conjuncts, evaluateKconfig, symbolsIn } from './expression.ts';
import type { Definition, Kconfig } from './kconfig.ts';
import type { Requested } from './symbols.ts';

/**
 * Why a symbol is not what was asked for, in one line: what kconfig made of it, and as far as the tree's Kconfig files
 * tell, what it lacks.
 *
 * @param values of the resulting .config
 */
export function whySymbolDiffers(
  { name, value }: Requested,
  kconfig: Kconfig,
  values: ReadonlyMap<string, string>,
): string {
  const got = values.get(name);
  const became = `${name}=${value}: became ${got ?? 'n'}`;
  const definitions = kconfig.definitions.get(name);
  if (!definitions) {
    const near = didYouMean(name, [...kconfig.definitions.keys()]);
    return `${name}=${value}: this tree has no such symbol${near ? `. ${near}` : ''}`;
  }
  const where = definitions.map(({ file, line }) => `${file}:${line}`).join(', ');
  const because = reason({ name, value }, definitions, kconfig, values);
  return `${became} (${where})${because ? `: ${because}` : ''}`;
}

function reason(
  { name, value }: Requested,
  definitions: readonly Definition[],
  { definitions: all, selects }: Kconfig,
  values: ReadonlyMap<string, string>,
): string | undefined {
  const selectors = selects.get(name) ?? [];
  if (value === 'n' || (value === 'm' && values.get(name) === 'y')) {
    const active = selectors.filter(
      ({ by, condition }) =>
        evaluateKconfig(by, values) > 0 && (condition === '' || evaluateKconfig(condition, values) > 0),
    );
    return active.length > 0 ? `selected by ${active.map(({ by }) => by).join(', ')}` : undefined;
  }
  const described = (part: string) => {
    const states = symbolsIn(part).map((symbol) =>
      all.has(symbol) ? `${symbol}=${values.get(symbol) ?? 'n'}` : `there is no ${symbol}`,
    );
    return states.length === 1 && part === symbolsIn(part)[0]
      ? `${part} (${states[0]?.replace(`${part}=`, 'is ')})`
      : `${part} (${states.join(', ')})`;
  };
  const wanted = value === 'm' ? 1 : 2;
  const lacking = definitions.map(({ depends, promptIf }) => {
    const parts = [...depends, ...(promptIf ? [promptIf] : [])].flatMap(conjuncts);
    return [...new Set(parts)].filter((part) => evaluateKconfig(part, values) < wanted);
  });
  if (lacking.every((parts) => parts.length > 0))
    return `needs ${lacking.map((parts) => parts.map(described).join(' and ')).join('; or ')}`;
  if (definitions.every(({ prompted }) => !prompted))
    return selectors.length > 0
      ? `it cannot be asked for; it is selected by ${selectors.map(({ by }) => by).join(', ')}`
      : 'it cannot be asked for; its own default decides';
  const choice = definitions.find((one) => one.choice !== undefined)?.choice;
  if (choice !== undefined) {
    const chosen = [...all.values()]
      .flat()
      .filter((one) => one.choice === choice && values.get(one.name) === 'y')
      .map((one) => one.name);
    return `one of a choice, in which ${chosen.join(', ') || 'nothing'} is set`;
  }
  return undefined;
}
