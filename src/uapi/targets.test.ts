// SPDX-License-Identifier: GPL-2.0-only
import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { TARGET_IDS, type TargetId } from '../c/target.ts';
import { TARGETS } from './targets.ts';

const COMPILERS: Readonly<Record<TargetId, readonly [string, ...string[]]>> = {
  'x86-64': ['x86_64-linux-gnu-gcc'],
  i386: ['x86_64-linux-gnu-gcc', '-m32'],
  x32: ['x86_64-linux-gnu-gcc', '-mx32'],
  arm64: ['aarch64-linux-gnu-gcc'],
  arm: ['arm-linux-gnueabihf-gcc'],
  ppc64le: ['powerpc64le-linux-gnu-gcc'],
  s390x: ['s390x-linux-gnu-gcc'],
};

/** Each fact of an Abi as a C expression. */
const FACTS = {
  bigEndian: '__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__',
  pointer: 'sizeof(void *)',
  long: 'sizeof(long)',
  longLongAlign: '__builtin_offsetof(struct { char c; long long x; }, x)',
  doubleAlign: '__builtin_offsetof(struct { char c; double x; }, x)',
  longDoubleSize: 'sizeof(long double)',
  longDoubleAlign: '__builtin_offsetof(struct { char c; long double x; }, x)',
  biggestAlign: '_Alignof(struct { char c; } __attribute__((aligned)))',
  charSigned: '(char)-1 < 0',
  unnamedBitFieldAligns: '_Alignof(struct { char c; int : 0; }) > 1',
};

it('lists the targets in the order of their ids', () => {
  expect(TARGETS.map(({ id }) => id)).toEqual(TARGET_IDS);
});

for (const target of TARGETS) {
  const [compiler, ...flags] = COMPILERS[target.id];
  const run = (args: string[], input: string) =>
    spawnSync(compiler, [...flags, ...args, '-x', 'c', '-'], { input, encoding: 'utf8' });
  const installed = run(['-E'], '').status === 0;

  it.skipIf(!installed)(`defines for ${target.id} what its gcc defines`, () => {
    const version = /^__GNUC/;
    const { stdout } = run(['-dM', '-E'], '');
    const defined = new Map(
      stdout.split('\n').map((line) => [line.split(' ')[1], line.split(' ').slice(2).join(' ')]),
    );
    const wrong = Object.entries(target.predefined).filter(
      ([name, value]) => defined.get(name) !== value && !version.test(name),
    );
    expect(wrong).toEqual([]);
  });

  it.skipIf(!installed)(`knows the ABI of ${target.id} as its gcc does`, () => {
    const { abi } = target;
    const asked = Object.values(FACTS).map((fact) => `_Static_assert((${fact}) == VALUE, "");`);
    const facts = { ...abi, longDoubleSize: abi.longDouble[0], longDoubleAlign: abi.longDouble[1] };
    const source = Object.keys(FACTS)
      .map((fact, index) => asked[index]?.replace('VALUE', String(Number(facts[fact as keyof typeof FACTS]))))
      .concat(
        abi.int128Align === undefined
          ? '#ifdef __SIZEOF_INT128__\n#error\n#endif'
          : `_Static_assert(_Alignof(__int128) == ${abi.int128Align}, "");`,
      )
      .join('\n');
    expect(run(['-fsyntax-only'], `${source}\n`).stderr).toBe('');
  });
}
