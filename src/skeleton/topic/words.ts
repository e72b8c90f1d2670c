// SPDX-License-Identifier: GPL-2.0-only

/** `lamp-dimmer` → `lampDimmer`. */
export function camel(name: string): string {
  return name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** A text as a literal of TypeScript, in single quotes. */
export function quotedText(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&').replaceAll('\n', '\\n')}'`;
}

/** Several of them as an array. */
export function quotedList(texts: readonly string[]): string {
  return `[${texts.map(quotedText).join(', ')}]`;
}

export const SPDX = '// SPDX-License-Identifier: GPL-2.0-only\n';
