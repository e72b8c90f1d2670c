// SPDX-License-Identifier: GPL-2.0-only

/** A count with its noun: `1 test`, `1,204 tests`; `many` where the plural has no plain s. */
export function plural(count: number, noun: string, many = `${noun}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? noun : many}`;
}
