// SPDX-License-Identifier: GPL-2.0-only

/** Characters that are looked at: what is no text is none from the start. */
const START = 4_096;

/** Control characters that no text has; a form feed stands between functions, NUL is a blank to gcc. */
const CONTROL = /[\x01-\x08\x0e-\x1f]/g;
const EVERY_OTHER = /^(?:(?:[^\0]\0){8}|(?:\0[^\0]){8})/;

/**
 * Why gcc and clang do not read a file, undefined where they do: they take its bytes for UTF-8 (gcc manual,
 * -finput-charset).
 *
 * @param text latin1
 */
export function foreignText(text: string): string | undefined {
  if (text.startsWith('\xff\xfe\0\0') || text.startsWith('\0\0\xfe\xff'))
    return 'it is UTF-32, which compilers do not read';
  if (/^(?:\xff\xfe|\xfe\xff)/.test(text) || EVERY_OTHER.test(text))
    return 'it is UTF-16, which compilers do not read';
  const start = text.slice(0, START);
  const controls = start.match(CONTROL)?.length ?? 0;
  return controls * 100 > start.length ? 'it is no text' : undefined;
}
