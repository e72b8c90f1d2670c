// SPDX-License-Identifier: GPL-2.0-only

/** Lines of a table of verbs that are shorter end their paragraph: they were not broken for their length. */
const FULL = 80;

/**
 * A description with each paragraph on one line, so that the help breaks it at its own width. Examples, which are
 * indented, stay as they are.
 */
export function unbroken(description: string): string {
  const lines: string[] = [];
  let before = '';
  for (const line of description.split('\n')) {
    const text = (one: string) => one !== '' && !one.startsWith(' ');
    if (text(before) && text(line) && before.length >= FULL) lines.push(`${lines.pop()} ${line}`);
    else lines.push(line);
    before = line;
  }
  return lines.join('\n');
}
