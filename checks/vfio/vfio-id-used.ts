// SPDX-License-Identifier: GPL-2.0-only
import type { ApiHeader, Comparison } from '../../src/uapi/model.ts';
import { constantsOf, nameLikeness } from '../lib/names.ts';
import { commentsAt, quotationOf } from '../lib/tell.ts';
import { type Id, idsOf } from '../profiles/ids.ts';
import { vfio } from '../profiles/vfio.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'vfio-id-used',
  severity: 'error',
  effect: 'defect',
  category: 'vfio',
  needs: ['uapi'],
  title: "A new flag, capability, feature, extension or region type takes a number that is or was another's.",
  why: `Userspace walks a chain of capabilities and casts each by its id, tests a flag by its bit, asks for a feature by its index: two that share one are taken for each other, and old binaries still know the one that is retired.`,
  reference: 'include/uapi/linux/vfio.h, the comment above struct vfio_info_cap_header',
  todo: 'Take the next free number of the family.',
  compare: ({ uapi }) =>
    uapi ? vfio.headers.filter((name) => uapi.texts.has(name)).flatMap((name) => judge(uapi, name)) : [],
};

function judge(uapi: Comparison, name: string): Found[] {
  const before = uapi.before.header(name);
  const after = uapi.after.header(name);
  if (!after) return [];
  const known: ReadonlySet<string> = before ? constantsOf(before) : new Set();
  if ([...constantsOf(after)].every((one) => known.has(one))) return [];
  const now = idsOf(vfio, after);
  const gone = before
    ? idsOf(vfio, before).filter(({ constant }) => !constantsOf(after).has(constant.name))
    : [];
  const told = new Set<string>();
  return now.flatMap((id): Found[] => {
    const { constant } = id;
    if (known.has(constant.name) || told.has(constant.name)) return [];
    const competes = (other: Id) => other.constant.name !== constant.name && isTaken(id, other);
    const first = now.find(
      (other) => competes(other) && (known.has(other.constant.name) || other.constant.line < constant.line),
    );
    const former = gone.find(
      (other) => competes(other) && nameLikeness(other.constant.name, constant.name) < 0.5,
    );
    const found = first ? taken(after, id, first) : former ? reused(id, former) : reserved(after, id, now);
    if (found) told.add(constant.name);
    return found ? [found] : [];
  });
}

function isTaken(one: Id, other: Id): boolean {
  if (one.family !== other.family || one.isFlag !== other.isFlag) return false;
  return one.isFlag ? (one.value & other.value) !== 0n : one.value === other.value;
}

function at({ constant }: Id) {
  return { file: constant.path, line: constant.line, symbol: constant.name, after: quotationOf(constant) };
}

function taken(header: ApiHeader, id: Id, first: Id): Found {
  const said = `${first.constant.name} ${commentsAt(header.text, first.constant.line)}`;
  const state = vfio.retired.exec(said) ? ' and keeps although it is retired' : '';
  const message = `${id.constant.name} has ${spelled(id)}, which ${first.constant.name} has in ${id.family} (line ${first.constant.line})${state}`;
  return { ...at(id), message, key: first.constant.name, before: quotationOf(first.constant) };
}

function reused(id: Id, former: Id): Found {
  const message = `${id.constant.name} has ${spelled(id)}, which ${former.constant.name} had in ${id.family} before it went: old binaries still mean that`;
  return { ...at(id), message, key: former.constant.name, before: quotationOf(former.constant) };
}

/** A comment that keeps a number free: `6 is reserved`, `reserved: 6`. */
function reserved({ text }: ApiHeader, id: Id, all: readonly Id[]): Found | undefined {
  const lines = all.filter(({ family }) => family === id.family).map(({ constant }) => constant.line);
  const near = text
    .split('\n')
    .slice(Math.min(...lines) - 2, Math.max(...lines) + 1)
    .filter((line) => /^\s*(\/\*|\*|\/\/)|\/\*/.test(line));
  const number = id.isFlag ? bit(id.value) : Number(id.value);
  const says = new RegExp(
    String.raw`\b${number}\b[^\d\n]{0,12}\b(is|was|are|were|stays?|remains?)\b[^\n]{0,16}\b(reserved|retired|removed|deprecated|taken)|\b(reserved|retired)\b[^\d\n]{0,8}\b${number}\b(?!\s*(bits?|bytes?))`,
    'i',
  );
  const line = near.find((one) => says.test(one));
  if (!line) return undefined;
  const message = `${id.constant.name} has ${spelled(id)} in ${id.family}, of which a comment says "${line.replace(/^[\s/*]+|[\s/*]+$/g, '')}"`;
  return { ...at(id), message, key: 'reserved' };
}

function bit(value: bigint): number {
  return value.toString(2).length - 1;
}

function spelled({ value, isFlag }: Id): string {
  if (!isFlag) return String(value);
  const set = [...value.toString(2)].reverse().flatMap((digit, index) => (digit === '1' ? [index] : []));
  return set.length === 1 ? `bit ${set[0]}` : `bits ${set.join(', ')}`;
}
