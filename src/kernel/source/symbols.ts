// SPDX-License-Identifier: GPL-2.0-only
import { ConfigMalformed } from './failures.ts';

/** A Kconfig symbol with the value that it is to have. */
export interface Requested {
  /** Without CONFIG_. */
  readonly name: string;
  /** As .config writes it: `y`, `m`, `n`, `"text"`, `64`, `0x10`. */
  readonly value: string;
  /** Nothing is wrong with a tree that has no such symbol, as older ones may not. */
  readonly optional?: boolean;
  /** A test's wish: what it depends on is asked for as well, and nothing is wrong where it is not to be had. */
  readonly wished?: boolean;
}

const SYMBOL = /^(?:CONFIG_)?(\w+)(\?)?=(y|m|n|-?\d+|0x[0-9a-fA-F]+|"(?:[^"\\]|\\.)*")$/;

/**
 * `NAME=y` as machines and configs write it, CONFIG_ before it or not; `NAME?=y` where a tree may lack the symbol.
 *
 * @throws ConfigMalformed
 */
export function parseSymbol(text: string): Requested {
  const [, name, optional, value] = SYMBOL.exec(text) ?? [];
  if (name !== undefined && value !== undefined)
    return optional ? { name, value, optional: true } : { name, value };
  throw new ConfigMalformed({
    title: `this is no kernel config symbol with a value: ${text}`,
    hint: 'Write NAME=y, NAME=m, NAME=n, NAME=64, NAME=0x10 or NAME="text"; NAME?=y where a tree may have no such symbol.',
  });
}

/** The last request for a symbol holds, as with the lines of a .config; the order is that of the first. */
export function merged(...lists: readonly (readonly Requested[])[]): Requested[] {
  const last = new Map<string, Requested>();
  for (const one of lists.flat()) last.set(one.name, one);
  return [...last.values()];
}

/** As KCONFIG_ALLCONFIG and merge_config.sh read it (Documentation/kbuild/kconfig.rst). */
export function fragment(requested: readonly Requested[]): string {
  return requested
    .map(({ name, value }) => (value === 'n' ? `# CONFIG_${name} is not set\n` : `CONFIG_${name}=${value}\n`))
    .join('');
}

/**
 * What a user's own fragment asks for: lines of a .config. Comments count for nothing, but for
 * `# CONFIG_X is not set`.
 *
 * @param where its path, for the message
 * @throws ConfigMalformed with the line
 */
export function parseFragment(text: string, where: string): Requested[] {
  return text.split('\n').flatMap((raw, index) => {
    const line = raw.trim();
    const off = /^# CONFIG_(\w+) is not set$/.exec(line)?.[1];
    if (off !== undefined) return [{ name: off, value: 'n' }];
    if (line === '' || line.startsWith('#')) return [];
    if (/^CONFIG_\w+=/.test(line) && SYMBOL.test(line)) return [parseSymbol(line)];
    throw new ConfigMalformed({
      title: `this is no line of a kernel's configuration: ${line}`,
      where: `${where}:${index + 1}`,
      hint: 'Write CONFIG_NAME=y, =m, =64, ="text", or # CONFIG_NAME is not set.',
    });
  });
}

/** Value by symbol of a .config; what is not set is not in it. */
export function configValues(config: string): Map<string, string> {
  return new Map(
    [...config.matchAll(/^CONFIG_(\w+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]),
  );
}

/** What was asked for and is not so in a .config. A symbol that is not there at all is as good as `n`. */
export function unmet(requested: readonly Requested[], values: ReadonlyMap<string, string>): Requested[] {
  return requested.filter(({ name, value }) => {
    const got = values.get(name) ?? 'n';
    const number = (text: string) => (/^(-?\d+|0x[0-9a-f]+)$/i.test(text) ? Number(text) : undefined);
    return got !== value && (number(value) === undefined || number(got) !== number(value));
  });
}
