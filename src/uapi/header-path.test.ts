// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { headersByPath, targetsWith } from './header-path.ts';

type Sides = Parameters<typeof headersByPath>[0];

/** A side that has asm/lamp.h from a folder for each architecture. */
const side = (folders: Record<string, string>) => ({
  headers: {
    get: (name: string, { id }: { id: string }) =>
      folders[id] === undefined ? undefined : { name, path: `${folders[id]}/${name}` },
  },
});

const compared = {
  headers: [{ name: 'asm/lamp.h' }],
  targets: [{ id: 'x86-64' }, { id: 'i386' }, { id: 'arm64' }],
  before: side({ 'x86-64': 'asm-x86', i386: 'asm-x86', arm64: 'asm-arm64' }),
  after: side({ 'x86-64': 'asm-x86', i386: 'asm-x86' }),
} as unknown as Sides;

test('a header of several architectures is known by each of its paths', () => {
  expect([...headersByPath(compared)]).toEqual([
    ['asm-x86/asm/lamp.h', 'asm/lamp.h'],
    ['asm-arm64/asm/lamp.h', 'asm/lamp.h'],
  ]);
});

test('a path holds for the targets that read the header from it, on either side', () => {
  expect(targetsWith(compared, 'asm/lamp.h', 'asm-x86/asm/lamp.h')).toEqual(['x86-64', 'i386']);
  expect(targetsWith(compared, 'asm/lamp.h', 'asm-arm64/asm/lamp.h')).toEqual(['arm64']);
  expect(targetsWith(compared, 'asm/lamp.h', 'linux/lamp.h')).toEqual([]);
});
