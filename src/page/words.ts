// SPDX-License-Identifier: GPL-2.0-only

export function plural(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}

/** For `id`: letters, digits, hyphens. */
export function slug(text: string): string {
  return text
    .replace(/[^\w]+/g, '-')
    .replace(/^-|-$/g, '')
    .toLowerCase();
}
