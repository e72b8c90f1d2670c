// SPDX-License-Identifier: GPL-2.0-only
import { TARGET_IDS, type TargetId } from '../../src/c/target.ts';
import { plural } from '../../src/plural.ts';
import type { Quotation } from '../../src/series/finding.ts';
import { declaredOn } from '../../src/uapi/api/lazy.ts';
import type { ApiFunction, ApiHeader, Declared, Pair } from '../../src/uapi/model.ts';
import type { Found } from '../rule.ts';

/** Longer declarations are cut in a quotation: the place is there to read the rest. */
const LONGEST = 160;

export function quotationOf({ path, line, text }: Declared): Quotation {
  return { file: path, line, text: oneLine(text) };
}

export function oneLine(text: string): string {
  const line = text.replace(/\\\n/g, ' ').replace(/\s+/g, ' ').trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}

/** `lamp_lit()`, and a variable by its name. */
export function calledName({ name, variable }: Pick<ApiFunction, 'name' | 'variable'>): string {
  return variable ? name : `${name}()`;
}

/**
 * Where a finding about a pair stands, and its two quotations: the side after, or the one before where it is gone.
 *
 * @param targets that it is about: the headers of two architectures may declare the same name
 */
export function placed(
  { name, header, ...sides }: Pair<Declared>,
  targets?: readonly TargetId[],
): Pick<Found, 'file' | 'line' | 'symbol' | 'before' | 'after' | 'targets'> {
  const [before, after] = [sides.before, sides.after].map((one) =>
    one && targets ? declaredOn(one, targets) : one,
  );
  const pair = { name, header, before, after };
  const at = after ?? before;
  if (!at) throw new TypeError(`a pair without sides: ${pair.name}`);
  return {
    file: at.path,
    line: at.line,
    symbol: pair.name,
    ...(pair.before && { before: quotationOf(pair.before) }),
    ...(pair.after && { after: quotationOf(pair.after) }),
    ...having(pair),
  };
}

/** The targets that have it on either side, where it is something that has values or layouts by target. */
function having({ before, after }: Pair<Declared>): Pick<Found, 'targets'> {
  const known = [before, after].flatMap((side) => [
    ...((side as { on?: ReadonlyMap<TargetId, unknown> } | undefined)?.on?.keys() ?? []),
  ]);
  return known.length > 0 ? { targets: TARGET_IDS.filter((id) => known.includes(id)) } : {};
}

/** `A`, `A and B`, `A, B and C`; of many the first few and how many more. */
export function listed(items: readonly string[], most = 6): string {
  if (items.length > most)
    return `${items.slice(0, most - 1).join(', ')} and ${items.length - most + 1} more`;
  const last = items.at(-1) ?? '';
  return items.length > 1 ? `${items.slice(0, -1).join(', ')} and ${last}` : last;
}

interface Remark {
  readonly text: string;
  /** Lines from 1. */
  readonly first: number;
  readonly last: number;
  /** Nothing stands before it on its first line. */
  readonly alone: boolean;
}

const remarks = new Map<string, readonly Remark[]>();

function remarksOf(text: string): readonly Remark[] {
  let known = remarks.get(text);
  if (known) return known;
  const found: Remark[] = [];
  let line = 1;
  let counted = 0;
  for (const match of text.matchAll(/\/\*[\s\S]*?(?:\*\/|$)|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"/g)) {
    if (match[0].startsWith('"')) continue;
    for (let at = text.indexOf('\n', counted); at >= 0 && at < match.index; at = text.indexOf('\n', at + 1)) {
      line++;
      counted = at + 1;
    }
    const alone = text.slice(text.lastIndexOf('\n', match.index - 1) + 1, match.index).trim() === '';
    found.push({ text: match[0], first: line, last: line + match[0].split('\n').length - 1, alone });
  }
  known = found;
  // The rules ask for one header again and again, then for the next.
  if (remarks.size > 8) remarks.clear();
  remarks.set(text, known);
  return known;
}

/** What is said about a line (from 1): behind it, going on in the lines below, and directly above. */
export function commentsAt(text: string, line: number): string {
  const all = remarksOf(text);
  const above = all.filter((one) => one.alone && one.last === line - 1);
  const behind = all.filter((one) => !one.alone && one.first === line);
  let end = behind.at(-1)?.last;
  for (const one of end === undefined ? [] : all)
    if (one.alone && end !== undefined && one.first === end + 1) {
      behind.push(one);
      end = one.last;
    }
  return [...above, ...behind].map((one) => one.text).join(' ');
}

/** How many names a header declares: `3 names`. A macro that is an ioctl is one; so is a typedef of a struct that has no tag. */
export function declaredNamesOf(header: ApiHeader): string {
  const { types, macros, enumerators, functions, typedefs } = header;
  const all = [types, macros, enumerators, functions, typedefs].flatMap((some: readonly Declared[]) => some);
  return plural(new Set(all.map(({ name }) => name)).size, 'name');
}
