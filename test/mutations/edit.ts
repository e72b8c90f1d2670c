// SPDX-License-Identifier: GPL-2.0-only
// Edits of kernel text by short anchors, so that the corpus quotes as little of it as it can.

/** From the text of one file to its new text; `read` has the tree's other files, unedited. */
export type Edit = (text: string, read: (path: string) => string) => string;

/** White space in `find` matches any; it must occur exactly once. */
export function swap(find: string, replacement: string): Edit {
  const pattern = new RegExp(find.trim().split(/\s+/).map(literal).join('\\s+'), 'g');
  return (text) => {
    const places = [...text.matchAll(pattern)];
    if (places.length !== 1) throw new Error(`${places.length} places have \`${find}\``);
    return text.replace(pattern, () => replacement);
  };
}

/** With its line, where nothing else is on that. */
export function drop(find: string): Edit {
  return (text) => {
    const { at, text: found } = only(text, find);
    const [start, end] = [text.lastIndexOf('\n', at) + 1, text.indexOf('\n', at + found.length)];
    const rest = text.slice(start, at) + text.slice(at + found.length, end);
    if (rest.trim() === '') return text.slice(0, start) + text.slice(end + 1);
    const [head, tail] = [text.slice(0, at).trimEnd(), text.slice(at + found.length)];
    return head + (head.endsWith('(') ? tail.trimStart() : tail);
  };
}

/** Adds `text` on lines of its own behind the line that the anchor's one occurrence ends in. */
export function behind(anchor: string, added: string): Edit {
  return (text) => {
    const { at, text: found } = only(text, anchor);
    const line = text.indexOf('\n', at + found.length);
    return `${text.slice(0, line)}\n${added}${text.slice(line)}`;
  };
}

/** Adds `text` on lines of its own before the line that the anchor's one occurrence is in. */
export function before(anchor: string, added: string): Edit {
  return (text) => {
    const line = text.lastIndexOf('\n', only(text, anchor).at) + 1;
    return `${text.slice(0, line)}${added}\n${text.slice(line)}`;
  };
}

/** Exchanges two pieces of text, each of which occurs once, the first before the second. */
export function exchange(first: string, second: string): Edit {
  return (text) => {
    const [one, two] = [only(text, first), only(text, second)];
    return [
      text.slice(0, one.at),
      two.text,
      text.slice(one.at + one.text.length, two.at),
      one.text,
      text.slice(two.at + two.text.length),
    ].join('');
  };
}

/** Applies edits to one definition only, as `definition` finds it. */
export function inside(head: string, ...edits: readonly Edit[]): Edit {
  return (text, read) => {
    const found = definition(head, text);
    return text.replace(found, () => all(...edits)(found, read));
  };
}

/** Removes a definition. */
export function without(head: string): Edit {
  return (text) => text.replace(definition(head, text), () => '');
}

/**
 * A definition at the left margin: of `struct vfio_irq_info`, or of a function by its name. From the line that
 * begins with it, or that has the name with a parenthesis, to the first line that begins with `}`.
 */
export function definition(head: string, text: string): string {
  const start = /\s/.test(head)
    ? new RegExp(`^${literal(head)}\\s*\\{`, 'm')
    : new RegExp(`^(?:[a-z][^\\n;]*\\b)?${literal(head)}\\([^;{]*?\\)\\s*\\{`, 'm');
  const at = text.search(start);
  if (at < 0) throw new Error(`no definition of ${head}`);
  return text.slice(at, text.indexOf('\n', text.indexOf('\n}', at) + 1) + 1);
}

export function all(...edits: readonly Edit[]): Edit {
  return (text, read) => edits.reduce((sum, edit) => edit(sum, read), text);
}

/** The text of a file that the tree does not have. */
export function create(content: string): Edit {
  return () => content;
}

function only(text: string, anchor: string): { at: number; text: string } {
  const pattern = new RegExp(anchor.trim().split(/\s+/).map(literal).join('\\s+'), 'g');
  const [place, ...others] = text.matchAll(pattern);
  if (!place || others.length > 0)
    throw new Error(`${place ? others.length + 1 : 0} places have \`${anchor}\``);
  return { at: place.index, text: place[0] };
}

function literal(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
