// SPDX-License-Identifier: GPL-2.0-only
import { stripVTControlCharacters } from 'node:util';

/**
 * Characters that change how others are read, or that a format cannot hold: controls but tab and line feed, what turns
 * the direction of writing, invisible marks, halves of surrogate pairs, noncharacters.
 */
const UNSEEN =
  /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]|\p{Cs}/gu;

/**
 * A text that may be shown anywhere: escape sequences of terminals are left out, and characters that nobody sees are
 * written as `<U+202E>`. Line ends are line feeds.
 */
export function cleanText(text: string): string {
  return stripVTControlCharacters(text)
    .replace(/\r\n?/g, '\n')
    .replace(UNSEEN, (character) => `<U+${codeOf(character)}>`);
}

/** The same on one line: whatever was around line ends is a space. */
export function cleanLine(text: string): string {
  return cleanText(text).replace(/\s+/g, ' ').trim();
}

/** The beginning of a text, no character of it halved. */
export function cutText(text: string, length: number): string {
  return text.slice(0, length).replace(/[\ud800-\udbff]$/, '');
}

function codeOf(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
}

/** Fields whose texts may have several lines. */
const OF_LINES: readonly string[] = ['detail', 'console'];

/** Data with all its texts clean, those of one line on one line. Keys are kept; what is no text is as it was. */
export function cleaned<T>(data: T, field = ''): T {
  if (typeof data === 'string') return (OF_LINES.includes(field) ? cleanText(data) : cleanLine(data)) as T;
  if (Array.isArray(data)) return data.map((one) => cleaned(one, field)) as T;
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, cleaned(value, key)])) as T;
}
