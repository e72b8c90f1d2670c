// SPDX-License-Identifier: GPL-2.0-only
// The names are those that `make headers_install ARCH=…` installs of the same trees, compared once by hand: equal.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { debian, SERIES, temporaryFolder } from '../../../test/support.ts';
import { TARGETS } from '../targets.ts';
import { headerSetOf } from './tree-headers.ts';

test('a Debian tree exports the headers that make would install', async () => {
  const seen: string[] = [];
  for (const series of SERIES) {
    const headers = await headerSetOf(await debian(series));
    for (const target of TARGETS.filter(({ id }) => id !== 'i386' && id !== 'x32')) {
      const names = headers.names(target);
      const hash = createHash('sha256').update(names.join('\n')).digest('hex').slice(0, 12);
      const made = names.filter((name) => headers.get(name, target)?.generated).length;
      seen.push(`${series} ${target.arch}: ${names.length} names ${hash}, ${made} generated`);
    }
  }
  expect(seen).toMatchInlineSnapshot(`
    [
      "5.10 x86: 933 names 1b69b431ae87, 18 generated",
      "5.10 arm64: 907 names ca5e125f2f5a, 19 generated",
      "5.10 arm: 906 names d506b1197a18, 21 generated",
      "5.10 powerpc: 920 names 3d6038301987, 10 generated",
      "5.10 s390: 929 names 6c732904c6fa, 18 generated",
      "6.1 x86: 972 names 60eb259350fe, 18 generated",
      "6.1 arm64: 944 names 5d54a4c679a2, 19 generated",
      "6.1 arm: 942 names 578cc60316f6, 20 generated",
      "6.1 powerpc: 957 names 823e0bc3a942, 10 generated",
      "6.1 s390: 968 names e78b6916b316, 19 generated",
      "6.12 x86: 1000 names 3784500d38bf, 18 generated",
      "6.12 arm64: 971 names 2e5714439d4f, 20 generated",
      "6.12 arm: 968 names 338b79617e81, 20 generated",
      "6.12 powerpc: 985 names bf31d9dd07a1, 10 generated",
      "6.12 s390: 996 names cb6fd62c6857, 19 generated",
      "7.2 x86: 1025 names b37458b4b019, 18 generated",
      "7.2 arm64: 996 names a328fffd69ba, 20 generated",
      "7.2 arm: 993 names 39a6334ef627, 20 generated",
      "7.2 powerpc: 1014 names fb69e06e1bd3, 10 generated",
      "7.2 s390: 1020 names 54860b7e7123, 18 generated",
    ]
  `);
});

test.each(SERIES)('the system call numbers of debian:%s are those that gcc finds in them', async (series) => {
  const headers = await headerSetOf(await debian(series));
  const [target] = TARGETS;
  const folder = await temporaryFolder();
  for (const name of ['asm/unistd.h', 'asm/unistd_64.h', 'asm/unistd_32.h', 'asm/unistd_x32.h']) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), (target && headers.get(name, target)?.text) ?? '', 'latin1');
  }
  const numbers = (flag: string) => {
    const source = '#include <asm/unistd.h>\n__NR_openat __NR_ioctl __NR_clone3\n';
    const options = ['-nostdinc', flag, '-I', folder, '-E', '-P', '-xc', '-'];
    return execFileSync('gcc', options, { input: source, encoding: 'utf8' }).trim();
  };
  expect([numbers('-m64'), numbers('-m32'), numbers('-mx32')]).toMatchInlineSnapshot(`
    [
      "257 16 435",
      "295 54 435",
      "(0x40000000 + 257) (0x40000000 + 514) (0x40000000 + 435)",
    ]
  `);
});
