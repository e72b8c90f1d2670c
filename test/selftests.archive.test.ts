// SPDX-License-Identifier: GPL-2.0-only
// Two small directories of a tree's selftests, and tests of one's own of every bad kind, in one guest.
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Compared } from '../src/evidence/compare/schema.ts';
import { Selftests } from '../src/evidence/selftests/schema.ts';

const KPW = join(import.meta.dirname, '../bin/kpw.mjs');

/** Scripts by name: what somebody may hand in. */
const BAD: Readonly<Record<string, string>> = {
  asks: '#!/bin/bash\nread -p "Go on? " answer || { echo "no answer"; exit 1; }\n',
  binary: '#!/bin/sh\nhead -c 2000 /bin/sh\nprintf "TAP version 13\\n1..1\\nok 1 behind \\000 it\\n"\n',
  device: '#!/bin/sh\n[ -b /dev/sda ] || { echo "needs /dev/sda"; exit 4; }\n',
  flood: '#!/bin/sh\nyes "too much of it"\n',
  forks: '#!/bin/bash\nbomb() { bomb | bomb & }\nbomb\nwhile :; do :; done\n',
  killed: '#!/bin/sh\necho "TAP version 13"; echo 1..2; echo "ok 1 first"; kill -SEGV $$\n',
  lacks: '#!/bin/sh\nlampctl on\n',
  late: '#!/bin/sh\nsleep 1000 & sleep 1000\n',
  leaves: '#!/bin/sh\nsleep 1000 & exit 0\n',
  mounts:
    '#!/bin/bash\nmkdir /tmp/a && mount -t tmpfs none /tmp/a && cd /tmp/a && mkdir old && pivot_root . old\n',
  none: '#!/usr/bin/lamp\n',
  online: '#!/bin/sh\nip link show lo | grep -q UP && ls /sys/fs/cgroup/cgroup.procs\n',
};
const HARNESS = `#include "../kselftest_harness.h"
TEST(warm) { ASSERT_EQ(1, 1); }
TEST(cold) { EXPECT_EQ(1, 2); }
TEST_HARNESS_MAIN
`;

let folder: string;
let kept: Selftests;
let exitCode: number | undefined;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kpw-selftests-'));
  await mkdir(join(folder, 'bad'));
  for (const [name, text] of Object.entries(BAD)) {
    await writeFile(join(folder, 'bad', name), text);
    await chmod(join(folder, 'bad', name), 0o755);
  }
  await writeFile(join(folder, 'lamp.c'), HARNESS);
  const tests = ['sigaltstack', 'mincore', './bad', './lamp.c'];
  const words = ['kselftest', ...tests, '--tree', 'debian:6.12', '--test-timeout', '5'];
  const ran = await execa('node', [KPW, ...words], { cwd: folder, reject: false });
  exitCode = ran.exitCode;
  kept = Selftests.parse(JSON.parse(await readFile(join(folder, 'out/latest/evidence.json'), 'utf8')));
}, 1_200_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** `status name (reason)` of the rows of one program. */
function rows(program: string): string[] {
  return (kept.columns[0]?.cell?.tests ?? [])
    .filter((one) => one.program === program)
    .map(({ status, name, reason }) => `${status} ${name}${reason === undefined ? '' : ` (${reason})`}`);
}

test('each subtest of a tree’s own directories is a row', () => {
  expect(rows('sigaltstack:sas')).toContain('PASS Initial sigaltstack state was SS_DISABLE');
  expect(rows('mincore:mincore_selftest')).toContain('PASS global.basic_interface');
});

test('a file of C is compiled with the tree’s harness', () => {
  expect(rows('lamp')).toEqual(['PASS global.warm', 'FAIL global.cold']);
});

test('a test that asks for input reads the end of it', () => {
  expect(rows('bad:asks')).toEqual(['FAIL  (exit=1)']);
});

test('bytes that are no text do no harm', () => {
  expect(rows('bad:binary')).toEqual([String.raw`PASS behind \x00 it`]);
});

test('a device that is not there is for the test to say', () => {
  expect(rows('bad:device')).toEqual(['SKIP  (needs /dev/sda)']);
});

test('a program or an interpreter that the guest lacks is named', () => {
  expect(rows('bad:lacks')).toEqual([
    'FAIL  (exit=127; the guest lacks lampctl: name the Debian package that has it (--packages))',
  ]);
  expect(rows('bad:none')[0]).toMatch(/^FAIL {2}\(exit=127; the guest lacks the interpreter of none/);
});

test('one that never ends, forks for ever or writes for ever is ended, and the next one runs', () => {
  for (const name of ['late', 'forks', 'flood'])
    expect(rows(`bad:${name}`)).toEqual([expect.stringMatching(/^FAIL {2}\(no end within \d+ seconds\)$/)]);
  expect(rows('bad:leaves')).toEqual(['PASS ']);
  expect(rows('bad:online')).toEqual(['PASS ']);
});

test('one that is killed has what it said, and its signal', () => {
  expect(rows('bad:killed')).toEqual(['FAIL  (signal=11)', 'PASS first']);
});

test('a test may turn its root about, and the next one has its own', () => {
  expect(rows('bad:mounts')).toEqual(['PASS ']);
});

test('the cell is judged by its rows, and the exit status says that some failed', () => {
  expect(kept.columns[0]?.cell?.failure?.code).toBe('TESTS_FAILED');
  expect(exitCode).toBe(1);
});

test('a design that adds a selftest has it in its column, and what the tree fails as well is not its fault', async () => {
  const files = {
    Makefile: 'TEST_PROGS := lampy.sh\nTEST_GEN_PROGS := glow\ninclude ../lib.mk\n',
    'glow.c': HARNESS.replace('TEST(cold) { EXPECT_EQ(1, 2); }\n', ''),
    'lampy.sh': '#!/bin/sh\nexit 0\n',
  };
  const diffs = Object.entries(files).map(([name, text]) => {
    const lines = text.trimEnd().split('\n');
    const path = `tools/testing/selftests/lampy/${name}`;
    const mode = name.endsWith('.sh') ? '100755' : '100644';
    return `diff --git a/${path} b/${path}\nnew file mode ${mode}\n--- /dev/null\n+++ b/${path}\n@@ -0,0 +1,${lines.length} @@\n${lines.map((line) => `+${line}\n`).join('')}`;
  });
  const head = 'From: A <a@example.com>\nSubject: [PATCH] selftests/lampy: Add a test\n\nText.\n---\n';
  await writeFile(join(folder, 'new.patch'), `${head}${diffs.join('')}-- \n2.39\n`);
  const words = ['compare', '--tree', 'debian:6.12', 'new.patch', '--tests', 'lampy', 'mincore'];
  const further = ['--no-checkpatch', '--disable', 'series', 'message', '--json'];
  const ran = await execa('node', [KPW, ...words, ...further], { cwd: folder, reject: false });
  const { cells = [] } = Compared.parse(JSON.parse(ran.stdout));
  const told = cells.map(({ name, tests }) => [
    name,
    tests
      .filter(({ program }) => program.startsWith('lampy'))
      .map((one) => `${one.status} ${one.program} ${one.name}`),
  ]);
  expect(told).toEqual([
    ['baseline', []],
    ['new', ['PASS lampy:glow global.warm', 'PASS lampy:lampy.sh ']],
  ]);
  expect(cells.map(({ tests }) => tests.some(({ program }) => program.startsWith('mincore')))).toEqual([
    true,
    true,
  ]);
  expect(ran.exitCode).toBe(0);
}, 600_000);

test.each([
  [['nothing-there'], /UNKNOWN_NAME/],
  [['timers:posix_timer'], /UNKNOWN_NAME.*Did you mean posix_timers/s],
  [['./lamp.txt'], /BAD_PARAMETER.*neither a file of C, nor a program, nor a script/s],
  [['sigaltstack', '--packages', 'no-such-package-at-all'], /ARCHIVE_LACKS.*no-such-package-at-all/s],
])(
  '%s is refused before a boot',
  async (words, said) => {
    await writeFile(join(folder, 'lamp.txt'), 'no script\n');
    const argv = [KPW, 'kselftest', ...words, '--tree', 'debian:6.12'];
    const { stderr, exitCode: status } = await execa('node', argv, { cwd: folder, reject: false });
    expect(stderr).toMatch(said);
    expect(status).not.toBe(0);
  },
  300_000,
);
