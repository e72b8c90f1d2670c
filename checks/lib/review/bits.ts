// SPDX-License-Identifier: GPL-2.0-only
import type { CodeLine, PatchChange } from './changes.ts';

/** A bit that a line sets in a word that was there before. */
export interface BitSet {
  /** `to_pci_dev(dev)->bus->bus_flags`, without blanks. */
  readonly target: string;
  /** The last member: `bus_flags`. */
  readonly member: string;
  /** Constants on the right. */
  readonly constants: readonly string[];
  readonly at: CodeLine;
}

const OR =
  /((?:\b[A-Za-z_]\w*(?:\((?:[^()]|\([^()]*\))*\))?)(?:(?:->|\.)\w+(?:\[[^\]]*\])?)*)\s*\|=\s*([^;]+)/g;
const SET_BIT = /\b(?:__)?set_bit\(\s*([A-Z][A-Z0-9_]+)\s*,\s*&?((?:[^()]|\([^()]*\))+)\)/g;
const CONSTANT = /\b[A-Z][A-Z0-9_]{4,}\b/g;
/** Macros that make a mask, and no mask. */
const MAKERS =
  /^(BIT|BIT_ULL|GENMASK|GENMASK_ULL|FIELD_PREP|NULL|READ_ONCE|WRITE_ONCE|IS_ENABLED|U(8|16|32|64)_MAX)$/;

export function constantsIn(text: string): string[] {
  return [...new Set([...text.matchAll(CONSTANT)].map(([name]) => name))].filter(
    (name) => !MAKERS.test(name),
  );
}

export function bitSets(lines: readonly CodeLine[]): BitSet[] {
  return lines
    .flatMap((at) => [
      ...[...at.text.matchAll(OR)].map(([, target = '', value = '']) =>
        bitSet(target, isPlain(value) ? constantsIn(value) : [], at),
      ),
      ...[...at.text.matchAll(SET_BIT)].map(([, constant = '', target = '']) =>
        bitSet(target, [constant], at),
      ),
    ])
    .filter(({ constants }) => constants.length > 0);
}

/** Bits of its own, not those of another word under a mask. */
function isPlain(value: string): boolean {
  return !/[&?]|->/.test(value);
}

function bitSet(target: string, constants: readonly string[], at: CodeLine): BitSet {
  const plain = target.replace(/\s+/g, '');
  return { target: plain, member: /(\w+)(?:\[[^\]]*\])?$/.exec(plain)?.[1] ?? plain, constants, at };
}

/** How many arrows lead to a word: two and more, and it is in an object that somebody else owns. */
export function hops(target: string): number {
  return target.split('->').length - 1;
}

/** The variable that an expression begins with: `dev` of `to_pci_dev(dev)->bus->bus_flags`. */
export function rootOf(target: string): string {
  const call = /^\w+\(&?(\w+)/.exec(target);
  return call?.[1] ?? /^\w+/.exec(target)?.[0] ?? target;
}

const ASSIGNED = /(?:^|[\s.>])\w*(?:flags|caps|capabilities|features|quirks)\w*\s*(?:\|?=)(?!=)\s*([^;,]+)/gi;

/** Constants that added lines put into a word of flags, a static initialiser among them. */
export function flagsSet({ added }: PatchChange): { readonly constant: string; readonly at: CodeLine }[] {
  const seen = new Set<string>();
  const assigned = added.flatMap((at) =>
    [...at.text.matchAll(ASSIGNED)].flatMap(([, value = '']) =>
      constantsIn(value.replace(/~\s*\(?[\w| ]+\)?/g, '')).map((constant) => ({ constant, at })),
    ),
  );
  const bits = bitSets(added).flatMap(({ constants, at }) => constants.map((constant) => ({ constant, at })));
  return [...bits, ...assigned].filter(({ constant }) => !seen.has(constant) && seen.add(constant));
}

/** Constants that lines define: a macro, an enumerator. */
export function definedIn(lines: readonly CodeLine[]): Set<string> {
  return new Set(
    lines.flatMap(({ text }) => {
      const name =
        /^\s*#\s*define\s+([A-Z]\w+)\s+\S/.exec(text)?.[1] ??
        /^\s+([A-Z][A-Z0-9_]+)\s*(=[^;]*)?,?\s*$/.exec(text)?.[1];
      return name === undefined ? [] : [name];
    }),
  );
}
