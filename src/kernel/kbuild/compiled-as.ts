// SPDX-License-Identifier: GPL-2.0-only
import type { Membership } from './membership.ts';

/** What a kernel of some configuration makes of an object. */
export interface CompiledAs {
  readonly state: 'module' | 'built-in' | 'off';
  /** How that is known, one sentence. */
  readonly why: string;
  /** The symbol that is not set, without CONFIG_, where it is off. */
  readonly lacks?: string;
}

/** @param config values of a kernel's configuration by symbol, without CONFIG_; what is not set is not in it */
export function compiledAs(
  { module, symbol, fixed, symbols, makefile }: Membership,
  config: ReadonlyMap<string, string>,
): CompiledAs {
  const lacks = symbols.find((name) => !config.has(name));
  if (lacks !== undefined)
    return { state: 'off', lacks, why: `${makefile} makes it with CONFIG_${lacks}, which is not set` };
  const value = symbol === undefined ? undefined : config.get(symbol);
  if (fixed === 'm' || value === 'm')
    return {
      state: 'module',
      why: `${makefile} makes ${module} of it${symbol ? ` with CONFIG_${symbol}=m` : ''}`,
    };
  return { state: 'built-in', why: `${makefile} builds it in${symbol ? `: CONFIG_${symbol}=${value}` : ''}` };
}
