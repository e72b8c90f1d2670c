// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { commandsIn, interpreterLine, interpreterOf, modulesIn, packagesFor } from './scripts.ts';

test('the interpreter of a script', () => {
  expect(
    ['#!/bin/bash -e\n', '#!/usr/bin/env python3\n', '#! /usr/bin/env -S perl -w\n', 'echo\n'].map(
      interpreterOf,
    ),
  ).toEqual(['bash', 'python3', 'perl', undefined]);
});

test('commands stand where a shell calls one', () => {
  const { called, asked } = commandsIn(`#!/bin/sh
# ethtool would be nice
nft list ruleset | jq .
if ! tcpdump -i lo; then echo "use socat for this"; fi
ip netns exec "$NS" ping -c 1 10.0.0.1
out=$(bc -l)
command -v lampctl >/dev/null || exit 4
`);
  expect(called).toEqual(['bc', 'jq', 'nft', 'ping', 'tcpdump']);
  expect(asked).toEqual(['lampctl']);
});

test('packages are told with what calls for them, each once', () => {
  const told = packagesFor('a.sh', '#!/bin/bash\nnft x\nnft y\nping z\n');
  expect(told.map((one) => `${one.package}: ${one.because}`)).toEqual([
    'nftables: a.sh calls nft',
    'iputils-ping: a.sh calls ping',
  ]);
  expect(packagesFor('a.py', '#!/usr/bin/env python3\nimport yaml\n').map((one) => one.package)).toEqual([
    'python3',
    'python3-yaml',
  ]);
});

test('a program’s own text calls for what it would run, and English calls for nothing', () => {
  const program = '\x7fELF\0\0time out for the file \0ethtool -k %s\0no such route \0';
  expect(packagesFor('glow', program).map((one) => one.package)).toEqual(['ethtool']);
});

test('tools of storage, buses and tracing are known by their commands, and rexx by its package', () => {
  const told = packagesFor(
    'a.sh',
    '#!/bin/sh\nfio job.ini\nlspci -vv | grep X\nnvme list; cryptsetup open x y\n',
  );
  expect(told.map((one) => one.package)).toEqual(['cryptsetup-bin', 'fio', 'pciutils', 'nvme-cli']);
  expect(packagesFor('a.rex', '#!/usr/bin/env rexx\nsay 1\n').map((one) => one.package)).toEqual([
    'regina-rexx',
  ]);
});

test('a CR behind the interpreter is seen', () => {
  expect(interpreterLine('#!/bin/sh\r\necho\r\n')).toEqual({ path: '/bin/sh', name: 'sh', cr: true });
  expect(interpreterLine('#!/usr/bin/env -S perl -w\n')).toEqual({
    path: '/usr/bin/env',
    name: 'perl',
    cr: false,
  });
  expect(interpreterLine('echo\n')).toBeUndefined();
});

test('modules that a script loads', () => {
  expect(
    modulesIn('modprobe -q lamp-core\n# modprobe old\nmodprobe $MOD\nmodprobe -r bulb && modprobe bulb x=1'),
  ).toEqual(['bulb', 'lamp_core']);
});
