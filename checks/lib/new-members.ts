// SPDX-License-Identifier: GPL-2.0-only
import type { TargetId } from '../../src/c/target.ts';
import { memo } from '../../src/memo.ts';
import { ioctlsNamed } from '../../src/uapi/api/header.ts';
import { asRead } from '../../src/uapi/api/lazy.ts';
import { includeNames } from '../../src/uapi/compare/code.ts';
import { headerText } from '../../src/uapi/header-text.ts';
import {
  type ApiHeader,
  type ApiIoctl,
  type ApiMember,
  type ApiType,
  type HeaderText,
  isUnknown,
  type Shape,
  type TypeLayout,
} from '../../src/uapi/model.ts';
import type { Found, Side } from '../rule.ts';

/** A member with the type that it stands in, on the first target that knows the layout. */
export interface PlacedMember {
  readonly header: ApiHeader;
  readonly type: ApiType;
  readonly member: ApiMember;
  /** `struct x.a.b`. */
  readonly symbol: string;
}

/** Headers that a side is asked about, in a comparison only those with symbols that differ. */
export const askedHeaders = memo(({ api, headers, differs }: Side): readonly ApiHeader[] =>
  headers.flatMap((name) => {
    const header = (differs?.(name, '') ?? true) ? api.header(name) : undefined;
    return header && !isLibrary(header) ? [header] : [];
  }),
);

/**
 * Whether a header is a library's: it promises functions that somebody links, as libbpf.h does. What crosses into the
 * kernel it keeps to itself, and pointers and size_t do no harm in it.
 */
export const isLibrary = memo(
  // To read the functions of all headers would take longer than all the rest.
  (header: ApiHeader): boolean =>
    mayPromise(header) && header.functions.some(({ body, variable }) => body === undefined && !variable),
);

const OPENING = /^(?!typedef\b|return\b|static\b)[A-Za-z_][^=#()]*\(/m;
const CLOSING = /\)[^()]*$/;

/**
 * Whether a prototype may stand in a text. One expression over the whole text would begin anew at each line and read on
 * to the next semicolon: half a second for the headers of a kernel.
 */
export const mayPromise = memo(({ text }: Pick<HeaderText, 'text'>): boolean => {
  const parts = text.split(/([;{}])/);
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const part = parts[at] as string;
    if (parts[at + 1] === ';' && CLOSING.test(part) && OPENING.test(part)) return true;
  }
  return false;
});

/** Texts of headers, in a comparison of those whose text differs: for what needs no evaluation. */
export function askedTexts(side: Side): HeaderText[] {
  return [...(side.reach?.texts ?? side.headers)].flatMap((name) => headerText(side.api, name) ?? []);
}

/** Types of those headers, in a comparison only those that differ. */
export const askedTypes = memo(
  (side: Side): readonly { readonly header: ApiHeader; readonly type: ApiType }[] =>
    askedHeaders(side).flatMap((header) =>
      header.types
        .filter((type) => (side.differs?.(header.name, type.name) ?? true) && !isCarved(side, header, type))
        .map((type) => ({ header, type: asProgramsSee(side, header, type) })),
    ),
);

/**
 * A type of asm-generic/ with the layouts that programs get, who include the asm/ header over it: that one may define
 * what leaves members out, or brings some.
 */
function asProgramsSee({ api }: Side, { name: header }: ApiHeader, type: ApiType): ApiType {
  if (!header.startsWith('asm-generic/') || type.kind === 'enum') return type;
  const on = new Map(type.on);
  for (const target of api.targets) {
    const generic = on.get(target.id);
    const over = api.headers
      .names(target)
      .filter(
        (name) =>
          name.startsWith('asm/') && includeNames(api.headers.get(name, target)?.text ?? '').includes(header),
      );
    if (!generic || isUnknown(generic) || over.length === 0) continue;
    const seen = over.flatMap((name) => api.header(name)?.layout(type.name, target.id) ?? []);
    const [other] = seen.some((one) => isSamePlaces(one, generic)) ? [] : seen;
    if (other) on.set(target.id, other);
  }
  return Object.create(type, { on: { value: on, enumerable: true } });
}

function isSamePlaces(one: TypeLayout, other: TypeLayout): boolean {
  return (
    one.size === other.size &&
    one.members.length === other.members.length &&
    one.members.every(({ name, offset }, at) => {
      const member = other.members[at];
      return member?.name === name && member.offset === offset;
    })
  );
}

/**
 * Whether a new struct is a part of one that the old side has, under a name of its own: __struct_group() gives one to
 * members that were there, holes and pointers among them.
 */
function isCarved({ base }: Side, header: ApiHeader, type: ApiType): boolean {
  if (!base || type.kind === 'enum' || base.type(type.name, header.name)) return false;
  const members = withoutGroups(first(asRead(type))?.members ?? []);
  const [leading] = members;
  if (!leading) return false;
  return (base.header(header.name)?.types ?? []).some((old) => {
    const there = old.kind === 'enum' ? [] : withoutGroups(first(asRead(old))?.members ?? []);
    const at = there.findIndex(({ name }) => name === leading.name);
    return (
      at >= 0 &&
      members.every((member, index) => {
        const other = there[at + index];
        return (
          other !== undefined &&
          other.name === member.name &&
          other.type === member.type &&
          other.offset - (there[at] as ApiMember).offset === member.offset - leading.offset
        );
      })
    );
  });
}

/** Without the members that __struct_group() makes beside those that it groups: they are the same space once more. */
function withoutGroups(members: readonly ApiMember[]): readonly ApiMember[] {
  return members.filter(
    ({ shape, within, offset, size }) =>
      shape.kind !== 'struct' ||
      !within.some((around) => around === `union@${offset}`) ||
      !members.some(
        (one) => one.shape.kind !== 'struct' && one.offset >= offset && one.offset < offset + size,
      ),
  );
}

/** Ioctls of a header, in a comparison only those that differ. */
export function ioctlsIn({ differs }: Side, header: ApiHeader): readonly ApiIoctl[] {
  if (!differs) return header.ioctls;
  // To list all ioctls evaluates every macro of the header, and of most none differs.
  const names = [...header.macros, ...header.enumerators].flatMap(({ name }) =>
    differs(header.name, `ioctl ${name}`) ? [name] : [],
  );
  return names.length > 0 ? ioctlsNamed(header, new Set(names)) : [];
}

/** Structs and unions among those with their members, also those inside of unnamed types with a name. */
export const membersOf = memo((side: Side): readonly PlacedMember[] =>
  askedTypes(side).flatMap(({ header, type }) => {
    const layout = type.kind === 'enum' ? undefined : someLayout(type);
    return layout ? nested(layout.members, type.name).map((one) => ({ header, type, ...one })) : [];
  }),
);

export function nested(
  members: readonly ApiMember[],
  prefix: string,
): { member: ApiMember; symbol: string }[] {
  return members.flatMap((member) => {
    const symbol = `${prefix}.${member.name}`;
    return [{ member, symbol }, ...nested(member.members ?? [], symbol)];
  });
}

export function someLayout({ on }: ApiType): TypeLayout | undefined {
  return first(on);
}

function first(on: ApiType['on']): TypeLayout | undefined {
  for (const layout of on.values()) if (!isUnknown(layout)) return layout;
  return undefined;
}

/** All layouts that are known, by target. */
export function layouts({ on }: ApiType): (readonly [TargetId, TypeLayout])[] {
  return [...on].flatMap(([target, layout]) => (isUnknown(layout) ? [] : [[target, layout] as const]));
}

/** Layouts that differ from one another, each with the targets that have it: most types have one. */
export function distinctLayouts(
  type: ApiType,
): { readonly layout: TypeLayout; readonly targets: TargetId[] }[] {
  const found = new Map<TypeLayout, TargetId[]>();
  for (const [target, layout] of layouts(type)) found.set(layout, [...(found.get(layout) ?? []), target]);
  return [...found].map(([layout, targets]) => ({ layout, targets }));
}

/** What an array is made of, at any depth; the shape itself where it is none. */
export function elementShape(shape: Shape): Shape {
  return shape.kind === 'array' ? elementShape(shape.of) : shape;
}

/** Finding about a member that one look at it decides. One that is spelled otherwise now and has the same flaw had it before. */
export function aboutMember({ type, member, symbol }: PlacedMember, message: string): Found {
  return {
    file: type.path,
    line: member.line,
    symbol,
    message,
    after: { file: type.path, line: member.line, text: `${member.type} ${member.name}` },
  };
}

const TIME =
  /\b(time_t|suseconds_t|clock_t|struct (timeval|timespec|itimerval|itimerspec|timex)|__kernel_(old_)?(time_t|timeval|suseconds_t|clock_t|itimerval)|struct __kernel_old_(timeval|timespec|itimerval)|__kernel_old_(timeval|timespec))\b/;

/** A type of time that has 32 bits somewhere; `struct __kernel_timespec` and `__kernel_time64_t` have 64 everywhere. */
export function isTime(type: string): boolean {
  return TIME.test(type);
}
