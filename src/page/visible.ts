// SPDX-License-Identifier: GPL-2.0-only

/** Characters that turn the direction of a line, or cannot be seen: a text with them shows something else than it says. */
const HIDDEN = /[\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/**
 * A text as a page may show it: control characters by their pictures (`␛` for that which begins a terminal's colours),
 * those that turn or hide text by their numbers (`⟨U+202E⟩`). Line breaks and tabs stay.
 */
export function visible(text: string): string {
  return text.replace(/\r\n/g, '\n').replace(CONTROL, pictured).replace(HIDDEN, numbered);
}

function pictured(character: string): string {
  const code = character.charCodeAt(0);
  if (code === 0x7f) return '\u2421';
  return code < 0x20 ? String.fromCharCode(0x2400 + code) : numbered(character);
}

function numbered(character: string): string {
  return `⟨U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}⟩`;
}
