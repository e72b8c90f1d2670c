// SPDX-License-Identifier: GPL-2.0-only
// Structs that a driver lays out by itself and moves from or to programs: of 32-bit ones, or of a request of its own.
import type { SourceFile } from '../../../src/c/parse.ts';
import { memo } from '../../../src/memo.ts';
import type { Sources } from '../../../src/series/topic.ts';
import { keepsSpace } from '../reserve-names.ts';
import { oneLine } from '../tell.ts';
import { bareText, isDriver, wordsIn } from './code.ts';
import { widthOfType } from './copied-width.ts';

export interface OwnMember {
  readonly name: string;
  /** `compat_int_t`, `char[64]`: what its place depends on. */
  readonly type: string;
  /** In bytes; undefined where the text does not say it. */
  readonly size: number | undefined;
  readonly text: string;
  /** 1-based. */
  readonly line: number;
}

export interface OwnStruct {
  readonly path: string;
  readonly tag: string;
  /** 1-based. */
  readonly line: number;
  readonly members: readonly OwnMember[];
}

/** A struct that has its members elsewhere than before. */
export interface OwnStructChange {
  readonly was: OwnStruct;
  readonly is: OwnStruct;
  /** The first member that is gone, new, or, with both sides, of another size. */
  readonly old: OwnMember | undefined;
  readonly now: OwnMember | undefined;
  /** Whether all others stay where they are: one is new at the end, or gone from it. */
  readonly isAtEnd: boolean;
}

const STRUCT = /^(?:typedef\s+)?struct\s+(\w+)\s*\{([^{}#]*)\n\}[^;]*;/gm;

/** Structs of one file without blocks or #if inside, by their tags; of a tag that stands there twice none. */
const structsIn = memo((file: SourceFile): ReadonlyMap<string, OwnStruct> => {
  const plain = bareText(file);
  const found = new Map<string, OwnStruct>();
  const twice = new Set<string>();
  let line = 1;
  let at = 0;
  for (const { 1: tag = '', 2: body = '', index } of plain.matchAll(STRUCT)) {
    for (let next = plain.indexOf('\n', at); next >= 0 && next < index; next = plain.indexOf('\n', at)) {
      line++;
      at = next + 1;
    }
    if (found.has(tag)) twice.add(tag);
    const members = membersIn(body, line);
    if (members) found.set(tag, { path: file.path, tag, line, members });
  }
  for (const tag of twice) found.delete(tag);
  return found;
});

/** @param line of the head */
function membersIn(body: string, line: number): OwnMember[] | undefined {
  const members: OwnMember[] = [];
  let at = line;
  for (const part of body.split(';')) {
    const own = at + (/^\s*/.exec(part)?.[0].split('\n').length ?? 1) - 1;
    at += part.split('\n').length - 1;
    const text = oneLine(part);
    if (text === '') continue;
    const [, type = '', declarators = ''] =
      /^((?:(?:const|volatile|struct|union|enum|unsigned|signed|long|short|int|char)\s+)*(?:\w+\s+)?)([\w*[\]\s,+()]+)$/.exec(
        text,
      ) ?? [];
    // A bit field, a pointer to a function, a macro: not to be placed by a text.
    if (type === '' || declarators === '' || declarators.includes('(')) return undefined;
    for (const one of declarators.split(',')) {
      const [, star, name, dimensions = ''] = /^\s*(\**)\s*(\w+)\s*((?:\[[^\]]*\]\s*)*)$/.exec(one) ?? [];
      if (name === undefined) return undefined;
      const whole = `${type.trim()}${star}${dimensions.replace(/\s+/g, '')}`;
      members.push({
        name,
        type: whole,
        size: star ? undefined : sizeOf(type, dimensions),
        text: `${type.trim()} ${one.trim()}`,
        line: own,
      });
    }
  }
  return members;
}

function sizeOf(type: string, dimensions: string): number | undefined {
  const width = widthOfType(type);
  if (typeof width !== 'number') return undefined;
  const counts = [...dimensions.matchAll(/\[([^\]]*)\]/g)].map(([, count = '']) =>
    Number(count.trim() || 'x'),
  );
  const size = counts.reduce((product, count) => product * count, width);
  return Number.isNaN(size) ? undefined : size;
}

/** Structs of files that differ, which programs exchange with the driver before and after. */
export function ownStructChanges(before: Sources, after: Sources): OwnStructChange[] {
  return before.paths.filter(isDriver).flatMap((path) => {
    const [old, now] = [before.get(path), after.get(path)];
    if (!old || !now || old.text === now.text) return [];
    const others = structsIn(now);
    return [...structsIn(old)].flatMap(([tag, was]): OwnStructChange[] => {
      const is = others.get(tag);
      if (!is || same(was, is) || !isExchanged(before, path, tag) || !isExchanged(after, path, tag))
        return [];
      return moved(was, is);
    });
  });
}

function same(was: OwnStruct, is: OwnStruct): boolean {
  const spelled = ({ members }: OwnStruct) => members.map(({ name, type }) => `${type} ${name}`).join();
  return spelled(was) === spelled(is);
}

/** Whether a pointer of the driver leads to one in a program's memory, or a copy has its size. */
function isExchanged(sources: Sources, path: string, tag: string): boolean {
  const folder = path.replace(/[^/]*$/, '');
  const pattern = new RegExp(
    `\\bstruct\\s+${tag}\\s+__user\\b|_user\\([^;]*sizeof\\(\\s*struct\\s+${tag}\\s*\\)`,
  );
  return sources.paths.some((one) => {
    if (!(path.includes('include/') ? isDriver(one) : one.startsWith(folder))) return false;
    const file = sources.get(one);
    if (!file || !wordsIn(file).has(tag)) return false;
    const text = bareText(file);
    if (pattern.test(text)) return true;
    const names = new Set(
      [...text.matchAll(new RegExp(`\\bstruct\\s+${tag}\\s+(\\w+)\\s*[;,=]`, 'g'))].map(([, name]) => name),
    );
    return [...names].some((name) =>
      new RegExp(`copy_(?:to|from)_user\\([^;]*&${name}\\s*,[^;]*sizeof\\(\\s*${name}\\s*\\)`).test(text),
    );
  });
}

function moved(was: OwnStruct, is: OwnStruct): OwnStructChange[] {
  const [old, now] = [was.members, is.members];
  const kept = old.flatMap((one, place) => {
    const other = now.findIndex(({ name }) => name === one.name);
    return other < 0 ? [] : [{ place, other, one, now: now[other] as OwnMember }];
  });
  // What keeps space moves and shrinks where something took its room.
  const named = kept.filter(({ one }) => !/(?:^|_)(?:spare|fill)/.test(one.name) && !keepsSpace(one.name));
  const moves = named.some(({ place, other, one }) =>
    isElsewhere(old.slice(0, place), now.slice(0, other), unitOf(one)),
  );
  const retyped = named.find(({ one, now: other }) => isElsewhere([one], [other], 1));
  const isResized = isElsewhere(old, now, Math.max(...[...old, ...now].map(unitOf)));
  if (!moves && !retyped && !isResized) return [];
  const change = (one: OwnMember | undefined, other: OwnMember | undefined) => [
    { was, is, old: one, now: other, isAtEnd: !moves && !retyped },
  ];
  if (retyped) return change(retyped.one, retyped.now);
  const gone = old.find(({ name }) => !now.some((one) => one.name === name));
  const fresh = now.find(({ name }) => !old.some((one) => one.name === name));
  if (gone ?? fresh) return change(gone, gone ? undefined : fresh);
  const space = kept.find(({ one, now: other }) => one.type !== other.type);
  return space ? change(space.one, space.now) : [];
}

/** What a member's place is a multiple of; 1 where that is not known. */
function unitOf({ type, size }: OwnMember): number {
  const unit = size === undefined ? undefined : widthOfType(type.replace(/\[.*/, ''));
  return typeof unit === 'number' ? unit : 1;
}

/** Whether what stands behind some members is elsewhere behind others; false too where the text does not tell. */
function isElsewhere(old: readonly OwnMember[], now: readonly OwnMember[], unit: number): boolean {
  const [was, is] = [endOf(old, unit), endOf(now, unit)];
  if (was !== undefined && is !== undefined) return was !== is;
  const rest = [...now];
  const left = old.filter((one) => {
    const other = rest.findIndex(({ type }) => type === one.type);
    if (other >= 0) rest.splice(other, 1);
    return other < 0;
  });
  const [less, more] = [endOf(left, 1), endOf(rest, 1)];
  if (less !== undefined && more !== undefined) return less !== more;
  return (left.length === 0) !== (rest.length === 0);
}

function endOf(members: readonly OwnMember[], unit: number): number | undefined {
  const round = (at: number, to: number) => Math.ceil(at / to) * to;
  let at = 0;
  for (const one of members) {
    if (one.size === undefined) return undefined;
    at = round(at, unitOf(one)) + one.size;
  }
  return round(at, unit);
}
