// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { kernelCompilerVersion } from './architectures.ts';
import { symbolFor } from './commands.ts';
import { parseDependencies } from './compile.ts';
import { parseWords } from './kbuild.ts';
import { limiter } from './limit.ts';
import { SOURCE } from './source-files.ts';
import { statesOf } from './states.ts';
import { switchesOf, turned } from './switches.ts';
import { notCode, unitsOf } from './units.ts';

test('what kbuild would say comes back word by word, without what hides messages', () => {
  const said = [
    ['object', 'drivers/lamp/dim.o', '-I./include', '-Wp,-MMD,x.d', '-Werror', '-DNAME="a b"'],
    ['object', 'drivers/lamp/kpw-any-file.o', '-O2'],
    ['folders', 'drivers/lamp/led'],
    ['inherited'],
  ];
  const text = said.map((words) => `${words.join('\0')}\0\0`).join('');
  expect(parseWords(text, 'drivers/lamp')).toEqual({
    objects: { 'drivers/lamp/dim.o': ['-I./include', '-DNAME="a b"'], '': ['-O2'] },
    folders: ['drivers/lamp/led'],
    inherited: [],
  });
});

const MAKEFILE = `obj-$(CONFIG_LAMP) += lamp.o dim.o \\
	switch.o
lamp-y := core.o
lamp-$(CONFIG_LAMP_DEBUG) += debug.o
obj-$(CONFIG_LED) += led/
obj-y += always.o
`;

test.each([
  ['switch.c', 'LAMP'],
  ['core.c', 'LAMP'],
  ['debug.c', 'LAMP_DEBUG'],
  ['led', 'LED'],
  ['always.c', undefined],
  ['other.c', undefined],
])('the symbol that %s is built for', (name, symbol) => {
  expect(symbolFor(MAKEFILE, name)).toBe(symbol);
});

test('dependencies are read as gcc writes them', () => {
  expect(parseDependencies('a.o: drivers/a.c ./include/b.h \\\n include/c.h\n')).toEqual([
    'drivers/a.c',
    'include/b.h',
    'include/c.h',
  ]);
});

test.each([
  ['Makefile', true],
  ['drivers/iommu/arm/Kconfig', true],
  ['arch/x86/Kconfig.cpu', true],
  ['include/linux/pci.h', true],
  ['drivers/iommu/iommu.c', false],
  ['include/generated/autoconf.h', false],
  ['arch/x86/include/generated/asm/irq_regs.h', false],
  ['scripts/kconfig/conf.o', false],
  ['scripts/basic/.fixdep.cmd', false],
  ['arch/riscv/include/asm/io.h', false],
])('%s is prepared: %s', (path, expected) => {
  expect(SOURCE.holds(path)).toBe(expected);
});

const HEADER = `#ifdef CONFIG_LAMP
int lamp(void);
#if IS_ENABLED(CONFIG_BULB)
int bulb(void);
#endif
#else
static inline int lamp(void) { return 0; }
#endif
`;

test('the switches of a changed line are those that it stands below', () => {
  expect(switchesOf(HEADER, HEADER.replace('return 0', 'return 1'))).toEqual(['LAMP']);
  expect(switchesOf(HEADER, HEADER.replace('int bulb(void)', 'int bulb(int)'))).toEqual(['LAMP', 'BULB']);
  expect(switchesOf(HEADER, `${HEADER}int dim(void);\n`)).toEqual([]);
  expect(switchesOf(undefined, HEADER)).toEqual(['LAMP', 'BULB']);
});

test('a symbol is turned the other way', () => {
  expect([turned('A', 'y'), turned('A', 'm'), turned('A', undefined)].map(({ line }) => line)).toEqual([
    '#undef CONFIG_A\n',
    '#undef CONFIG_A_MODULE\n',
    '#define CONFIG_A 1\n',
  ]);
});

test('an architecture has the units that can be its own', () => {
  const paths = [
    'arch/powerpc/kernel/pci_dn.c',
    'arch/x86/include/asm/lamp.h',
    'drivers/lamp/lamp.c',
    'drivers/lamp/lamp.h',
    'include/linux/lamp.h',
    'tools/lamp/lamp.c',
    'Documentation/lamp.rst',
  ];
  const x86 = { id: 'x86-64', arch: 'x86_64', folder: 'x86', prefix: '', compiler: '' } as const;
  const switches = new Map([['include/linux/lamp.h', ['LAMP']]]);
  expect(
    unitsOf(paths, x86, switches, new Map([['LAMP', 'y']])).map(({ source, turned }) => ({
      ...source,
      turned,
    })),
  ).toMatchInlineSnapshot(`
    [
      {
        "path": "arch/x86/include/asm/lamp.h",
        "text": "#include <asm/lamp.h>
    ",
        "turned": undefined,
      },
      {
        "path": "drivers/lamp/lamp.c",
        "turned": undefined,
      },
      {
        "path": "include/linux/lamp.h",
        "text": "#include <linux/lamp.h>
    ",
        "turned": undefined,
      },
      {
        "path": "include/linux/lamp.h",
        "text": "#undef CONFIG_LAMP
    #include <linux/lamp.h>
    ",
        "turned": "CONFIG_LAMP off",
      },
    ]
  `);
  expect(paths.map(notCode).filter((reason) => reason !== undefined)).toEqual([
    'a program beside the kernel',
  ]);
});

test('states pile up, over what the first patch of each file found', () => {
  const { base, states } = statesOf([
    { name: 'one', before: new Map([['a', '1']]), after: new Map([['a', '2']]) },
    { name: 'two', before: new Map([['b', undefined]]), after: new Map([['b', '3']]) },
  ]);
  expect([base, ...states.map(({ texts }) => texts)].map((texts) => Object.fromEntries(texts))).toEqual([
    { a: '1', b: undefined },
    { a: '2', b: undefined },
    { a: '2', b: '3' },
  ]);
});

test('a compiler that the host has not is none', async () => {
  const architecture = {
    id: 'arm64',
    arch: 'arm64',
    folder: 'arm64',
    prefix: 'no-such-',
    compiler: '',
  } as const;
  const context = { signal: new AbortController().signal } as Parameters<typeof kernelCompilerVersion>[1];
  expect(await kernelCompilerVersion(architecture, context)).toBeUndefined();
});

test('no more runs at a time than may', async () => {
  const limit = limiter(2);
  let [running, most] = [0, 0];
  const work = async () => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, 1));
    running--;
  };
  await Promise.all(Array.from({ length: 9 }, () => limit(work)));
  expect([running, most]).toEqual([0, 2]);
});
