// SPDX-License-Identifier: GPL-2.0-only
import type { Api, ApiHeader, Pair, Unresolved } from '../model.ts';
import { isSameText } from './code.ts';

/**
 * What is undetermined on either side of a header and cannot be told to be equal: its text differs, or it mentions a
 * name that does.
 *
 * @param textChanged whether the header's own text differs
 * @param mentions whether a text mentions a name that differs
 */
export function undetermined(
  header: string,
  before: Api,
  after: Api,
  textChanged: boolean,
  mentions: (text: string) => boolean,
): Pair<Unresolved>[] {
  const was = before.header(header);
  const is = after.header(header);
  const ones = firstByName(was);
  const others = firstByName(is);
  const pairs: Pair<Unresolved>[] = [];
  for (const name of new Set([...ones.keys(), ...others.keys()])) {
    const one = ones.get(name);
    const other = others.get(name);
    if (isSettled(name, was, is, textChanged, mentions)) continue;
    pairs.push({ name, header, before: one, after: other });
  }
  return pairs;
}

function firstByName(header: ApiHeader | undefined): Map<string, Unresolved> {
  const entries = new Map<string, Unresolved>();
  for (const entry of header?.unresolved ?? []) if (!entries.has(entry.name)) entries.set(entry.name, entry);
  return entries;
}

function isSettled(
  name: string,
  before: ApiHeader | undefined,
  after: ApiHeader | undefined,
  textChanged: boolean,
  mentions: (text: string) => boolean,
): boolean {
  if (!before || !after) return false;
  const one = textOf(name, before);
  const other = textOf(name, after);
  // Of what has no declaration the whole header's text is all there is.
  if (one === undefined || other === undefined) return !textChanged && !mentions(before.text);
  return isSameText(one, other) && !mentions(one);
}

/** The text that a name's meaning comes from, as far as it stands in the header itself. */
function textOf(name: string, header: ApiHeader): string | undefined {
  const type = header.types.find((one) => one.name === name);
  if (type) return type.text;
  const macro = header.macros.find((one) => one.name === name);
  if (macro) return `${macro.parameters?.join() ?? ''} ${macro.body}`;
  const at = header.enumerators.findIndex((one) => one.name === name);
  const enumerator = header.enumerators[at];
  // A value follows from the enumerators before it.
  return (
    enumerator &&
    header.enumerators
      .slice(at - enumerator.index, at + 1)
      .map(({ text }) => text)
      .join()
  );
}
