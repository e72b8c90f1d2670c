// SPDX-License-Identifier: GPL-2.0-only
// For tests: layouts of a piece of C on made-up targets, as one line a type.
import { readDeclarations } from '../declare/declarations.ts';
import { isRecord } from '../declare/type.ts';
import { realise } from '../preprocess/realise.ts';
import { SourceText } from '../preprocess/source.ts';
import { preprocess } from '../preprocess/unit.ts';
import { type Abi, LP64 } from '../target.ts';
import type { LaidMember } from './layout.ts';
import { Types } from './types.ts';

export const I386: Abi = {
  ...LP64,
  pointer: 4,
  long: 4,
  longLongAlign: 4,
  doubleAlign: 4,
  longDouble: [12, 4],
  int128Align: undefined,
};

export const ARM64: Abi = { ...LP64, charSigned: false, unnamedBitFieldAligns: true };

/** `__u8` to `__u64`, as everywhere. */
const WORDS = `
typedef unsigned char __u8; typedef unsigned short __u16; typedef unsigned int __u32; typedef unsigned long long __u64;
`;

/** `struct lamp 8/4: hue@0 watts@4:0+3`: size, alignment; members with offset, a bit-field's first bit and width. */
export function laid(text: string, abi: Abi = LP64): string[] {
  const source = new SourceText('lamp.h', WORDS + text);
  const unit = preprocess(source, { get: () => undefined }, { find: () => undefined });
  const declarations = readDeclarations(realise(unit.instances[0], unit.macros).pieces());
  const { tags, typedefs, enumerators } = declarations;
  const types = new Types(abi, {
    tag: (name) => tags.get(name),
    typedef: (name) => typedefs.get(name),
    enumerator: (name) => enumerators.get(name),
    excuse: undefined,
  });
  const problems = declarations.problems.map(({ name, reason }) => `${name}: ${reason}`);
  const lines = declarations.types.map(({ name, type }) => {
    const layout = types.layout(type);
    if ('unknown' in layout) return `${name}: ${layout.unknown}`;
    const size = `${name} ${layout.size}/${layout.align}`;
    return isRecord(type) ? `${size}: ${layout.members.map(member).join(' ')}` : size;
  });
  return [...lines, ...problems];
}

function member({ name, offset, bits, bitOffset, members }: LaidMember): string {
  const place = bits === undefined ? `${name}@${offset}` : `${name}@${offset}:${bitOffset}+${bits}`;
  return members ? `${place}{${members.map(member).join(' ')}}` : place;
}
