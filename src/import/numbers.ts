// SPDX-License-Identifier: GPL-2.0-only
import { withoutComments } from '../c/comments.ts';
import { definition } from '../c/expand.ts';
import { macros } from '../c/macro.ts';
import type { SourceFile } from '../c/parse.ts';
import { type NumberKind, numberOf, numbersIn, type PostedNumber } from '../c/sites/numbers.ts';
import { tokenise } from '../c/token.ts';

/** A number of the userspace API that an edit gives away, and where its text says it. */
export interface Allocation extends PostedNumber {
  /** Offsets of the number in the edit's text: in the define, and in a comment that says the same. */
  readonly spots: readonly Spot[];
}

/** Where a text says a number, and whether in hexadecimal. */
interface Spot {
  readonly start: number;
  readonly end: number;
  readonly hex: boolean;
}

/** A macro of a header of the userspace API that gets a number, and no family is known to give one. */
export interface Unallocated {
  readonly name: string;
  readonly body: string;
}

/**
 * The numbers that text gives away which is added to a header of the userspace API.
 *
 * @param file the header before the patch
 */
export function allocationsIn(
  file: SourceFile,
  text: string,
): { allocations: Allocation[]; unallocated: Unallocated[] } {
  const allocations: Allocation[] = [];
  const unallocated: Unallocated[] = [];
  if (!/(^|\/)uapi\//.test(file.path)) return { allocations, unallocated };
  const known = new Set(macros(file).map(({ name }) => name));
  for (const match of text.matchAll(/^[ \t]*#[ \t]*define[ \t]+(\w+)[ \t]+((?:[^\n\\]|\\\n|\\.)+)/gm)) {
    const [whole, name = '', value = ''] = match;
    const body = withoutComments(value).trim();
    if (known.has(name) || !definition(tokenise(`${name} ${body}`))) continue;
    const found = allocation(file, name, body);
    if (found === 'unknown') unallocated.push({ name, body });
    if (!found || found === 'unknown') continue;
    const at = match.index + whole.indexOf(value);
    allocations.push({ ...found, spots: spotsOf(text, found, body, at) });
  }
  return { allocations, unallocated };
}

function allocation(file: SourceFile, name: string, body: string): PostedNumber | 'unknown' | undefined {
  for (const kind of ['ioctl', 'bit', 'id'] as const) {
    const number = numberOf({ body }, kind);
    if (number === undefined) continue;
    // `#define LAMP_SIZE 16` is a size, and 0x8 may be a bit among bits.
    const family = familyOf(file, name, kind, number);
    if (family !== undefined) return { kind, name, family, number };
    if (kind === 'ioctl' || /<<|BIT/.test(body)) return 'unknown';
  }
  return undefined;
}

/** What the names begin with that share a space of numbers with a new one. */
function familyOf(file: SourceFile, name: string, kind: NumberKind, number: number): string | undefined {
  const words = name.split('_');
  const prefixes = words.slice(1).map((_, at) => `${words.slice(0, at + 1).join('_')}_`);
  const fits = (prefix: string, least: number) => {
    const used = [...numbersIn(file, kind, prefix).values()];
    const distinct = new Set(used).size === used.length && !used.includes(number);
    // Of what is counted the new one comes next; anything else is a value of its own.
    const next = kind !== 'id' || number === Math.max(...used) + 1;
    return used.length >= least && distinct && next;
  };
  // Numbers of ioctls are shared as widely as they can be; those of flags and ids by the nearest of name.
  const ordered = kind === 'ioctl' ? prefixes : prefixes.reverse();
  return ordered.find((prefix) => fits(prefix, kind === 'ioctl' ? 1 : 2));
}

function spotsOf(
  text: string,
  { kind, number }: PostedNumber,
  body: string,
  at: number,
): Allocation['spots'] {
  const digits = new RegExp(`\\b(?:0x0*${number.toString(16)}|${number})\\b`, 'gi');
  const inBody = [...body.matchAll(digits)];
  // Of an ioctl behind the comma; of a bit behind the shift.
  const own = kind === 'ioctl' ? inBody.find(({ index }) => index > body.indexOf(',')) : inBody.at(-1);
  if (!own) return [];
  const from = body.slice(0, own.index);
  const start = at + own.index;
  const hex = /^0x/i.test(own[0]);
  const spots: Spot[] = [{ start, end: start + own[0].length, hex }];
  // `_IO(VFIO_TYPE, VFIO_BASE + 22)` of a comment is said in the same words.
  const said = /\w+\s*\+\s*$/.exec(from)?.[0];
  if (said !== undefined)
    for (
      let again = text.indexOf(said + own[0]);
      again >= 0;
      again = text.indexOf(said + own[0], again + 1)
    ) {
      const place = again + said.length;
      if (place !== start) spots.push({ start: place, end: place + own[0].length, hex });
    }
  return spots.sort((a, b) => a.start - b.start);
}
