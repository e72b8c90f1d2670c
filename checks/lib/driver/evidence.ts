// SPDX-License-Identifier: GPL-2.0-only
import type { Quotation } from '../../../src/series/finding.ts';
import type { Access, Copy, Use } from './access.ts';
import { sizeChecks, sizeVariables } from './argsz.ts';
import { isSound, quote } from './code.ts';
import type { HeldCondition } from './condition.ts';
import { asksArgsz, type SizedValue } from './extent.ts';
import { localsIn } from './local.ts';

/** What grew: the members that only the new struct has. */
export interface Growth {
  readonly tag: string;
  readonly added: ReadonlySet<string>;
}

/** One thing in a driver that speaks for a verdict. */
export interface DriverEvidence {
  readonly verdict: 'proven' | 'break' | 'undetermined';
  readonly why: string;
  readonly place: Quotation;
}

/** What one function does with a struct that grew. */
export function judgeAccess(access: Access, growth: Growth): DriverEvidence[] {
  if (!isSound(access.whole) && access.copies.length > 0) return [damaged(access)];
  return [
    ...access.copies.map((copy) => judgeCopy(access, growth, copy)),
    ...judgeChecks(access, growth),
    ...access.answers.flatMap((answer) => judgeAnswer(access, growth, answer)),
    ...judgeUses(access, growth),
  ];
}

function damaged({ function: name, whole, copies }: Access): DriverEvidence {
  const node = copies[0]?.call.node ?? whole.node;
  const why = `${name}() does not parse everywhere`;
  return { verdict: 'undetermined', why, place: quote({ file: whole.file, node }) };
}

/** Whether a size covers what was added; undefined where it cannot be told. */
function covers(access: Access, { tag, added }: Growth, { extent }: SizedValue): boolean | undefined {
  switch (extent.kind) {
    case 'through':
      return extent.tag === tag && added.has(extent.member);
    case 'before':
    case 'bounded':
      return false;
    case 'whole': {
      const own = extent.of === tag || localsIn(access.whole, tag).some(({ name }) => name === extent.of);
      return own ? true : undefined;
    }
    case 'span': {
      const each = extent.to.map((one) => covers(access, { tag, added }, one));
      return each.includes(true) ? true : each.includes(undefined) ? undefined : false;
    }
    default:
      return undefined;
  }
}

/** What every binary meets: the values of a size that neither argsz nor a flag asks for. */
function open(access: Access, sizes: readonly SizedValue[], guards: readonly HeldCondition[]): SizedValue[] {
  return sizes.filter((one) => !optedIn(access, [...one.guards, ...guards]));
}

/** What only happens to binaries that know the new struct: they say its size, or set a flag. */
function optedIn(access: Access, guards: readonly HeldCondition[]): boolean {
  const variables = sizeVariables(access);
  return guards.some(({ text, holds }) => {
    if (asksFlag(text)) return true;
    if (!asksArgsz(text, variables)) return extendedSize(access, text);
    // `if (argsz < minsz) return -EINVAL` stands before everything, and asks for the old struct.
    return holds || /sizeof|\b(xend|capsz|extsz)\b/.test(text);
  });
}

function asksFlag(text: string): boolean {
  return /(\.|->|\b)flags?\b ?& ?[A-Z(]/.test(text) && !/& ?\(?~/.test(text);
}

/** `if (xend)`: a size that is not 0 where a flag asked for more. */
function extendedSize({ whole }: Access, text: string): boolean {
  const name = /^(\w+)( ?[>!]=? ?\w+)?$/.exec(text)?.[1];
  if (!name) return false;
  const body = whole.file.text.slice(whole.node.startIndex, whole.node.endIndex);
  return new RegExp(`\\b${name} = 0\\b`).test(body) && new RegExp(`\\b${name} = offsetofend\\(`).test(body);
}

function judgeCopy(access: Access, growth: Growth, { call, sizes, guards }: Copy): DriverEvidence {
  const place = quote({ file: access.whole.file, node: call.node });
  const subject = `${access.function}()`;
  if (call.name.includes('struct_from')) {
    const why = `${subject} copies by copy_struct_from_user(), which fills with zeros what an old binary does not pass`;
    return { verdict: 'proven', why, place };
  }
  const met = open(access, sizes, guards);
  const each = met.map((one) => covers(access, growth, one));
  if (each.includes(true)) {
    const why = `${subject} copies what was added whatever argsz says, so it reads behind an old binary's struct`;
    return { verdict: 'break', why, place };
  }
  if (each.includes(undefined)) {
    const why = `${subject} copies by a size that could not be followed: ${call.arguments.at(-1)}`;
    return { verdict: 'undetermined', why, place };
  }
  if (met.length === 0) {
    const why = `${subject} copies what was added only where a flag or argsz asks for it`;
    return { verdict: 'proven', why, place };
  }
  const last = met.flatMap(({ extent }) => ('member' in extent ? [extent.member] : []))[0];
  const why = `${subject} asks for no more than ${last ? `what ends with ${last}` : 'argsz says'}`;
  return { verdict: 'proven', why, place };
}

function judgeChecks(access: Access, growth: Growth): DriverEvidence[] {
  return sizeChecks(access).flatMap(({ site, sizes, guards }): DriverEvidence[] => {
    if (!open(access, sizes, guards).some((one) => covers(access, growth, one))) return [];
    const why = `${access.function}() refuses an argsz that does not cover what was added, so an old binary gets -EINVAL`;
    return [{ verdict: 'break', why, place: quote({ file: access.whole.file, node: site }) }];
  });
}

function judgeAnswer(access: Access, growth: Growth, { call, sizes, guards }: Copy): DriverEvidence[] {
  const place = quote({ file: access.whole.file, node: call.node });
  const each = open(access, sizes, guards).map((one) => covers(access, growth, one));
  if (each.includes(true)) {
    const why = `${access.function}() answers with all of struct ${growth.tag} whatever argsz says, so it writes behind an old binary's struct`;
    return [{ verdict: 'break', why, place }];
  }
  if (!each.includes(undefined)) return [];
  const why = `${access.function}() answers with a size that could not be followed: ${call.arguments.at(-1)}`;
  return [{ verdict: 'undetermined', why, place }];
}

/** Members that were added and are read though an old binary need not have passed them. */
function judgeUses(access: Access, { added }: Growth): DriverEvidence[] {
  const { copies, uses, local, zeroed, whole } = access;
  const filled =
    zeroed ||
    /->cmd$/.test(local.initialiser ?? '') ||
    copies.some(({ call }) => call.name.includes('struct_from'));
  if (filled) return [];
  return uses.flatMap((use): DriverEvidence[] => {
    if (use.writes || !added.has(use.member) || optedIn(access, use.guards) || writtenBefore(uses, use))
      return [];
    const place = quote({ file: whole.file, node: use.node.parent ?? use.node });
    const reads = `${access.function}() reads ${use.member} without asking argsz or a flag`;
    if (local.pointer && copies.length === 0)
      return [{ verdict: 'undetermined', why: `${reads}; its callers were not followed`, place }];
    return [{ verdict: 'break', why: `${reads}, and an old binary does not pass it`, place }];
  });
}

function writtenBefore(uses: readonly Use[], { member, node }: Use): boolean {
  return uses.some((one) => one.writes && one.member === member && one.node.startIndex < node.startIndex);
}
