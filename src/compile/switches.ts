// SPDX-License-Identifier: GPL-2.0-only

/** More than these are a header of many features, of which each patch touches one. */
const MOST = 4;

/**
 * The configuration symbols that decide whether changed lines of a header are compiled at all: a stub for the case that
 * a feature is off is never seen by a configuration that has everything on.
 *
 * @returns names without the prefix: `IOMMU_API`
 */
export function switchesOf(before: string | undefined, after: string): string[] {
  const known = new Map<string, number>();
  for (const line of (before ?? '').split('\n')) known.set(line, (known.get(line) ?? 0) + 1);
  const symbols = new Set<string>();
  const open: string[] = [];
  for (const line of after.replace(/\\\n/g, ' ').split('\n')) {
    const [, directive, condition = ''] = /^\s*#\s*(if|ifdef|ifndef|elif|endif)\b(.*)/.exec(line) ?? [];
    if (directive === 'endif') open.pop();
    else if (directive === 'elif') open.push(`${open.pop() ?? ''} ${condition}`);
    else if (directive !== undefined) open.push(condition);
    const left = known.get(line) ?? 0;
    known.set(line, left - 1);
    if (left > 0 || line.trim() === '') continue;
    for (const [, symbol = ''] of open.join(' ').matchAll(/\bCONFIG_(\w+)/g)) symbols.add(symbol);
  }
  return [...symbols].slice(0, MOST);
}

/** The line that turns a symbol the other way, and how to say so. */
export function turned(symbol: string, value: string | undefined): { line: string; label: string } {
  if (value === undefined) return { line: `#define CONFIG_${symbol} 1\n`, label: `CONFIG_${symbol} on` };
  // A module's symbol is another one (include/linux/kconfig.h).
  const name = value === 'm' ? `CONFIG_${symbol}_MODULE` : `CONFIG_${symbol}`;
  return { line: `#undef ${name}\n`, label: `CONFIG_${symbol} off` };
}
