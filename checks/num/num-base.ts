// SPDX-License-Identifier: GPL-2.0-only
import type { ApiEnumerator, ApiHeader, ApiMacro, Comparison } from '../../src/uapi/model.ts';
import { agreedValue } from '../lib/constants.ts';
import { constantsOf } from '../lib/names.ts';
import { quotationOf } from '../lib/tell.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'num-base',
  severity: 'warning',
  effect: 'defect',
  category: 'num',
  needs: ['uapi'],
  title:
    "A new base lies inside the range that is counted from another one, or a new number reaches another base's.",
  why: 'Numbers that are counted from two bases are told apart only as long as the ranges do not meet.',
  reference: 'Documentation/userspace-api/ioctl/ioctl-number.rst',
  todo: 'Take a base behind the last number of the others, and leave room.',
  compare: ({ uapi }) => {
    const fresh = [...(uapi?.macros ?? []), ...(uapi?.enumerators ?? [])].filter(
      ({ before, after }) => !before && after,
    );
    const names = new Set(fresh.map(({ header }) => header));
    return uapi ? [...names].flatMap((name) => judge(uapi, name)) : [];
  },
};

type Constant = ApiMacro | ApiEnumerator;

/** A base with what is counted from it. */
interface Range {
  readonly base: Constant;
  readonly from: bigint;
  readonly members: readonly { readonly constant: Constant; readonly value: bigint }[];
}

function judge(uapi: Comparison, name: string): Found[] {
  const [before, after] = [uapi.before.header(name), uapi.after.header(name)];
  if (!before || !after) return [];
  const known = constantsOf(before);
  const ranges = rangesOf(after);
  return ranges.flatMap((range) =>
    ranges.flatMap((other): Found[] => {
      if (other === range || !areKin(range.base, other.base)) return [];
      const last = lastOf(other);
      if (!known.has(range.base.name) && range.from >= other.from && range.from <= last.value)
        return [
          told(
            range.base,
            other.base,
            `${range.base.name} is ${range.from}, inside what is counted from ${other.base.name}: ${other.from} to ${last.value} (${last.constant.name})`,
          ),
        ];
      const reaching = range.members.find(
        ({ constant, value }) =>
          !known.has(constant.name) && range.from < other.from && value >= other.from && value <= last.value,
      );
      return reaching && known.has(range.base.name)
        ? [
            told(
              reaching.constant,
              other.base,
              `${reaching.constant.name} is ${reaching.value}, inside what is counted from ${other.base.name}: ${other.from} to ${last.value} (${last.constant.name})`,
            ),
          ]
        : [];
    }),
  );
}

function lastOf({ base, from, members }: Range) {
  return members.reduce((most, one) => (one.value > most.value ? one : most), {
    constant: base,
    value: from,
  });
}

/** `LAMP_CID_HUE_BASE` and `LAMP_CID_DIM_BASE`: but for one word they are called alike. */
function areKin(one: Constant, other: Constant): boolean {
  const [a, b] = [one.name.split('_'), other.name.split('_')];
  const [first] = a;
  return first === b[0] && a.at(-1) === b.at(-1) && Math.abs(a.length - b.length) <= 1;
}

const NUMBER =
  /^\(*\s*(?:0[xX][0-9a-fA-F]+|\d+|\(*\s*\w+_BASE\s*[+|]\s*\(?(?:0[xX][0-9a-fA-F]+|\d+)\)*)[uUlL]*\s*\)*$/;

/** Bases that at least two constants of the header are counted from: `(LAMP_BASE + 1)`. */
function rangesOf(header: ApiHeader): Range[] {
  const constants: Constant[] = [
    ...header.macros.filter(({ parameters }) => !parameters),
    ...header.enumerators,
  ];
  const bases = constants.filter(
    (one) => /(^|_)BASE$/.test(one.name) && NUMBER.test('body' in one ? one.body : (one.initialiser ?? '')),
  );
  return bases.flatMap((base): Range[] => {
    const from = agreedValue(base.on);
    const counts = new RegExp(
      `^\\(*\\s*${base.name}\\s*\\+\\s*\\(?\\s*(?:0[xX][0-9a-fA-F]+|\\d+)[uUlL]*\\s*\\)*$`,
    );
    const members = constants.flatMap((constant) => {
      const text = 'body' in constant ? constant.body : (constant.initialiser ?? '');
      const value =
        counts.test(text.trim()) && !/_BASE$/.test(constant.name) ? agreedValue(constant.on) : undefined;
      return value === undefined ? [] : [{ constant, value }];
    });
    return from === undefined ? [] : [{ base, from, members }];
  });
}

function told(one: Constant, other: Constant, message: string): Found {
  return {
    file: one.path,
    line: one.line,
    symbol: one.name,
    message,
    key: other.name,
    before: quotationOf(other),
    after: quotationOf(one),
  };
}
