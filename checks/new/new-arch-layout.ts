// SPDX-License-Identifier: GPL-2.0-only
import type { TargetId } from '../../src/c/target.ts';
import type { ApiMember, ApiType, Shape, TypeLayout } from '../../src/uapi/model.ts';
import { askedTypes, distinctLayouts, elementShape, isTime, layouts } from '../lib/new-members.ts';
import { listed, quotationOf } from '../lib/tell.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'new-arch-layout',
  severity: 'error',
  effect: 'defect',
  category: 'new',
  needs: ['uapi'],
  title:
    'A new struct has another layout on some architecture, although none of its members has another size.',
  why: `A 64-bit member is aligned to 4 bytes on i386 and to 8 everywhere else: a 32-bit program on a 64-bit kernel passes another struct than the kernel reads.`,
  reference: 'Documentation/driver-api/ioctl.rst, "Structure layout"',
  todo: 'Put each __u64 at a multiple of 8 bytes and let the size be one, or use __aligned_u64.',
  lint: (side) => {
    const big = new Set(side.api.targets.flatMap(({ id, abi }) => (abi.bigEndian ? [id] : [])));
    return askedTypes(side).flatMap(({ type }) => (type.kind === 'enum' ? [] : judge(type, big)));
  },
};

function judge(type: ApiType, big: ReadonlySet<TargetId>): Found[] {
  if (distinctLayouts(type).length < 2) return [];
  const known = layouts(type);
  const usual = known.find(([target]) => target === 'x86-64')?.[1] ?? known[0]?.[1];
  if (!usual || usual.members.some(hasOwnRule)) return [];
  const others = known.filter(
    ([target, layout]) => !isAlike(layout, usual) && !(big.has(target) && isTurned(type, layout, usual)),
  );
  const [first] = others;
  if (!first) return [];
  const [target, layout] = first;
  const moved = layout.members.find(
    (member) => usual.members.find(({ name }) => name === member.name)?.offset !== member.offset,
  );
  // A member whose own type differs is that type's finding.
  if (usual.members.some((member) => (sizeIn(layout, member.name) ?? member.size) !== member.size)) return [];
  const was = moved && usual.members.find(({ name }) => name === moved.name);
  const differs = !moved
    ? `it has ${usual.size} bytes, and ${layout.size} on ${target}`
    : was
      ? `${moved.name} is at ${was.offset}, and at ${moved.offset} on ${target}`
      : `${moved.name} is there on ${listed(having(others, moved.name))} alone`;
  const message = `${type.name} differs by architecture: ${differs}`;
  const at = { file: type.path, line: type.line, symbol: type.name, after: quotationOf(type) };
  return [{ ...at, message, targets: others.map(([id]) => id) }];
}

/** Members in the other order where bytes are: `#ifdef __LITTLE_ENDIAN_BITFIELD` is there for that. */
function isTurned({ text }: ApiType, layout: TypeLayout, usual: TypeLayout): boolean {
  const names = ({ members }: TypeLayout) =>
    members
      .map(({ name }) => name)
      .sort()
      .join();
  return /ENDIAN/.test(text) && layout.size === usual.size && names(layout) === names(usual);
}

function having(others: ReturnType<typeof layouts>, name: string): string[] {
  return others
    .filter(([, { members }]) => members.some((member) => member.name === name))
    .map(([target]) => target);
}

/** Longs, pointers, times and bit-fields have rules that say more. */
function hasOwnRule({ type, shape, bits }: ApiMember): boolean {
  const { kind } = elementShape(shape);
  return kind === 'pointer' || bits !== undefined || isTime(type) || isLong(type, elementShape(shape));
}

function isLong(type: string, { kind }: Shape): boolean {
  return kind === 'integer' && /\blong\b(?!.*\blong\b)|size_t|_long_t|_ulong_t/.test(type);
}

function isAlike(one: TypeLayout, other: TypeLayout): boolean {
  return (
    one.size === other.size &&
    one.members.length === other.members.length &&
    one.members.every(
      ({ name, offset }, at) => other.members[at]?.name === name && other.members[at]?.offset === offset,
    )
  );
}

function sizeIn({ members }: TypeLayout, name: string): number | undefined {
  return members.find((member) => member.name === name)?.size;
}
