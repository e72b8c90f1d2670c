// SPDX-License-Identifier: GPL-2.0-only

/** A text as content of an element, or within the double quotes of an attribute, where its line ends are kept. */
export function xmlText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\t', '&#9;')
    .replaceAll('\n', '&#10;');
}
