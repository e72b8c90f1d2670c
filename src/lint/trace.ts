// SPDX-License-Identifier: GPL-2.0-only
import type { MorphFile } from '../ts-morph.ts';

/** A place in a template's TypeScript. */
export interface Spot {
  readonly file: MorphFile;
  readonly position: number;
}

/** Text that a template would give, and for every character of it where that was written. */
export interface Traced {
  readonly text: string;
  readonly spots: readonly Spot[];
}

export function joinedTraces(parts: readonly Traced[]): Traced {
  return { text: parts.map(({ text }) => text).join(''), spots: parts.flatMap(({ spots }) => spots) };
}

/** Text that as a whole comes from one place. */
export function from(text: string, spot: Spot): Traced {
  return { text, spots: Array.from(text, () => spot).slice(0, text.length) };
}

/** What a known function made of its arguments: what is found of them in the result keeps its place. */
export function made(text: string, args: readonly Traced[], spot: Spot): Traced {
  const spots: Spot[] = Array.from({ length: text.length }, () => spot);
  let from = 0;
  for (const argument of args) {
    const at = argument.text === '' ? -1 : text.indexOf(argument.text, from);
    if (at < 0) continue;
    for (const [index, own] of argument.spots.entries()) spots[at + index] = own;
    from = at + argument.text.length;
  }
  return { text, spots };
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  v: '\v',
  0: '\0',
};

/** A literal's characters as they are meant, each with its place; `raw` is what stands between the quotes. */
export function cooked(raw: string, file: MorphFile, position: number): Traced {
  let text = '';
  const spots: Spot[] = [];
  for (const match of raw.matchAll(/\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|(\r?\n)|([\s\S]))|[\s\S]/gi)) {
    const [all, hex, unicode, continued, escaped] = match;
    const code = hex ?? unicode;
    const meant = continued
      ? ''
      : code
        ? String.fromCharCode(Number.parseInt(code, 16))
        : escaped
          ? (ESCAPES[escaped] ?? escaped)
          : all;
    text += meant;
    if (meant) spots.push({ file, position: position + match.index });
  }
  return { text, spots };
}
