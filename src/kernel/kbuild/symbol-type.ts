// SPDX-License-Identifier: GPL-2.0-only

/** What a Kconfig file says of one symbol. */
export interface SymbolType {
  readonly type: 'bool' | 'tristate' | 'other';
  readonly file: string;
  /** 1-based, of its `config` line. */
  readonly line: number;
}

/**
 * The type of a symbol, out of the Kconfig files of a folder and of those above it, where symbols of a folder's Makefile
 * are defined as a rule. Undefined where none of them has it.
 *
 * @param read text of a file by its path in the tree; undefined where there is none
 */
export async function symbolType(
  read: (path: string) => Promise<string | undefined>,
  folder: string,
  symbol: string,
): Promise<SymbolType | undefined> {
  for (const file of kconfigsAbove(folder)) {
    const lines = (await read(file))?.split('\n') ?? [];
    const at = lines.findIndex((line) => new RegExp(`^\\s*(?:menu)?config\\s+${symbol}\\s*$`).test(line));
    if (at < 0) continue;
    const own = lines.slice(at + 1);
    const end = own.findIndex((line) => /^\s*(?:menuconfig|config|endif|endmenu|menu|source)\b/.test(line));
    const body = own.slice(0, end < 0 ? undefined : end).join('\n');
    const type = /^\s*(?:def_)?(bool|tristate)\b/m.exec(body)?.[1];
    return { type: type === 'bool' || type === 'tristate' ? type : 'other', file, line: at + 1 };
  }
  return undefined;
}

/** Kconfig of a folder and of those above it, the nearest first. */
export function kconfigsAbove(folder: string): string[] {
  const parts = folder.split('/').filter(Boolean);
  return parts.map((_, up) => [...parts.slice(0, parts.length - up), 'Kconfig'].join('/')).concat('Kconfig');
}
