// SPDX-License-Identifier: GPL-2.0-only
import { parseSymbol, type Requested } from '../kernel/source.ts';

/** A symbol of a directory's `config` that a kernel has otherwise. */
export interface MissingSymbol {
  readonly name: string;
  /** As the fragment writes it. */
  readonly wanted: string;
  /** In the kernel's configuration; `n` where it is not there. */
  readonly has: string;
}

/** What a fragment asks for; lines that are no symbol with a value are left out, as merge_config.sh does. */
export function fragmentSymbols(text: string | undefined): Requested[] {
  return (text ?? '').split('\n').flatMap((raw) => {
    const line = raw.trim();
    const off = /^# CONFIG_(\w+) is not set$/.exec(line)?.[1];
    if (off !== undefined) return [{ name: off, value: 'n' }];
    if (!/^CONFIG_\w+=/.test(line)) return [];
    try {
      return [parseSymbol(line.replace(/\s+#.*$/, ''))];
    } catch {
      return [];
    }
  });
}

/**
 * Where a kernel lacks what a fragment asks for. Built in is as good as a module, and a module as good as built in, since
 * the guest has those that are named.
 *
 * @param values of the kernel's .config
 */
export function missingSymbols(
  wanted: readonly Requested[],
  values: ReadonlyMap<string, string>,
): MissingSymbol[] {
  return wanted.flatMap(({ name, value }) => {
    const has = values.get(name) ?? 'n';
    const there = /^[ym]$/.test(value) ? /^[ym]$/.test(has) : has === value;
    return there ? [] : [{ name, wanted: value, has }];
  });
}
