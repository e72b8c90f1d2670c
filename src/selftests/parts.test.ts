// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { chosenPackages } from '../kernel/debian/resolve.ts';
import { complaints } from './complaints.ts';
import { expectedBy } from './expected.ts';
import { fragmentSymbols, missingSymbols } from './fragment.ts';
import { guestName } from './guest.ts';
import { librariesIn } from './libraries.ts';
import { mergedPath } from './merged.ts';
import { objectsIn } from './modules.ts';
import { limitOf, timeoutOf } from './settings.ts';

test('what make could not make is told per program, by the first line that says why', () => {
  const output = `make[1]: Entering directory '/w/tree/lamps'
glow.c: In function 'main':
glow.c:3:10: fatal error: sys/lamp.h: No such file or directory
    3 | #include <sys/lamp.h>
compilation terminated.
make[1]: *** [../lib.mk:222: /w/tree/lamps/glow] Error 1
/usr/bin/ld: cannot find -llamp: No such file or directory
collect2: error: ld returned 1 exit status
make[1]: *** [../lib.mk:222: /w/tree/lamps/dim] Error 1
make[1]: *** No rule to make target 'gone.c', needed by '/w/tree/lamps/gone'.
make[1]: Target 'all' not remade because of errors.
make: *** [Makefile:5: all] Error 2
`;
  expect(complaints(output, '/w/tree')).toEqual([
    { program: 'glow', why: 'glow.c:3:10: fatal error: sys/lamp.h: No such file or directory' },
    { program: 'dim', why: '/usr/bin/ld: cannot find -llamp: No such file or directory' },
    { program: 'gone', why: "No rule to make target 'gone.c', needed by 'lamps/gone'" },
  ]);
});

test('settings say how long a program may take', () => {
  expect([undefined, 'timeout=180\n', '# timeout=3\ntimeout=0\n', 'other=1'].map(timeoutOf)).toEqual([
    45, 180, 0, 45,
  ]);
  expect([limitOf(45, 4, undefined), limitOf(0, 4, undefined), limitOf(0, 4, 7)]).toEqual([180, 900, 7]);
});

test('a fragment is compared with a configuration; built in is as good as a module', () => {
  const symbols = fragmentSymbols(
    'CONFIG_LAMP=y\nCONFIG_BULB=m # why\n\n# CONFIG_OFF is not set\nCONFIG_N=64\njunk\n',
  );
  const values = new Map([
    ['LAMP', 'm'],
    ['OFF', 'y'],
    ['N', '32'],
  ]);
  expect(missingSymbols(symbols, values)).toEqual([
    { name: 'BULB', wanted: 'm', has: 'n' },
    { name: 'OFF', wanted: 'n', has: 'y' },
    { name: 'N', wanted: '64', has: '32' },
  ]);
});

test('a symbol’s modules stand in Makefiles', () => {
  expect(
    objectsIn(
      'obj-$(CONFIG_LAMP) += lamp.o \\\n  bulb-core.o\nobj-y += core.o\nobj-$(CONFIG_DIR) += lamps/\n',
    ),
  ).toEqual([['LAMP', ['lamp', 'bulb_core']]]);
});

test('libraries of Makefiles, by -l and by pkg-config', () => {
  const makefile =
    'LDLIBS += -lcap -lpthread\n$(OUT)/x: LDLIBS = -lnuma\n# -lold\nA := $(shell pkg-config --libs libmnl)\n';
  expect(librariesIn([makefile])).toEqual(['cap', 'libmnl', 'numa']);
});

test('what apt would install', () => {
  const output =
    'Inst libc6 (2.36-9 Debian:12/oldstable [amd64]) []\nInst foo:arm64 [1] (1:2-3 D [arm64])\nConf libc6 (x)\n';
  expect(chosenPackages(output)).toEqual([
    { name: 'libc6', version: '2.36-9' },
    { name: 'foo', version: '1:2-3' },
  ]);
});

test('paths and names in a guest', () => {
  expect(['bin/sh', 'lib/x86_64-linux-gnu/a.so', 'usr/bin/b', 'etc/c'].map(mergedPath)).toEqual([
    'usr/bin/sh',
    'usr/lib/x86_64-linux-gnu/a.so',
    'usr/bin/b',
    'etc/c',
  ]);
  expect(['futex/functional:wait', 'lamp', 'a:b c'].map((name) => guestName({ name }))).toEqual([
    'futex.functional:wait:selftest',
    'own:lamp:selftest',
    'a:b_c:selftest',
  ]);
});

test('a failure is expected on the releases, and in the guests, that its entry names', () => {
  const entry = {
    test: 'lamp:*',
    name: 'glow',
    from: '6.1',
    until: '6.12',
    accelerator: 'tcg' as const,
    why: 'w',
    source: 's',
  };
  const by = (release: string, accelerator: string, name = 'glow') =>
    expectedBy({ program: 'lamp:a', name, status: 'FAIL' }, { release, accelerator }, [entry]) !== undefined;
  expect([
    by('6.1.5', 'tcg'),
    by('6.12.117', 'tcg'),
    by('6.13', 'tcg'),
    by('6.1', 'kvm'),
    by('6.1', 'tcg', 'dim'),
  ]).toEqual([true, true, false, false, false]);
});
