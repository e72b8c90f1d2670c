// SPDX-License-Identifier: GPL-2.0-only
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Context } from '../context.ts';
import { Failure } from '../failure.ts';
import type { CollectRequest } from './collect.ts';
import { requireInterpreters } from './interpreters.ts';
import { collectedOwn } from './own.ts';
import { lackingIn } from './rows.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kpw-scripts-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const GUEST = ['/usr/bin/sh', '/usr/bin/env', '/usr/bin/python3', '/bin'].map((path) => ({ path }));

/** What becomes of a script that is handed in as a test. */
async function handed(text: string): Promise<string> {
  const path = join(folder, 'lamp.sh');
  await writeFile(path, text);
  await chmod(path, 0o755);
  const request = { source: { architecture: 'x86_64' } } as unknown as CollectRequest;
  const selection = { kind: 'file', collection: 'lamp.sh', path, programs: [], given: './lamp.sh' } as const;
  try {
    const { interpreters = [] } = await collectedOwn(selection, request, {} as Context);
    requireInterpreters(interpreters, GUEST);
    return 'runs';
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return `${error.code}: ${error.title} | ${error.hint}`;
  }
}

test('a script whose interpreter the guest has runs, by its path or by env', async () => {
  expect(await handed('#!/bin/sh\necho\n')).toBe('runs');
  expect(await handed('#!/usr/bin/env python3\n')).toBe('runs');
});

test('a script whose interpreter the guest lacks, or with a CR behind it, is refused before a boot', async () => {
  expect([
    await handed('#!/bin/sh\r\necho\r\n'),
    await handed('#!/usr/bin/env glow\n'),
    await handed('#!/opt/glow/bin/glow -x\n'),
    await handed('#!/usr/local/bin/python3\n'),
  ]).toMatchInlineSnapshot(`
    [
      "BAD_PARAMETER: lamp.sh has the line ends of Windows (CR LF): the kernel looks for an interpreter with a CR behind its name | Take the CRs away: sed -i 's/\\r$//' lamp.sh",
      "BAD_PARAMETER: lamp.sh is a script of glow, and the guest has no program glow | Name the Debian package that has it: --packages PACKAGE (apt-file search bin/glow finds it); or give a program that needs no interpreter.",
      "BAD_PARAMETER: lamp.sh is a script of glow, and the guest has no /opt/glow/bin/glow | Name the Debian package that has it: --packages PACKAGE (apt-file search bin/glow finds it); or give a program that needs no interpreter.",
      "BAD_PARAMETER: lamp.sh is a script of python3, and the guest has no /usr/local/bin/python3 | The guest has /usr/bin/python3: begin the script with #!/usr/bin/python3",
    ]
  `);
});

test('what a shell says of a CR is put into words', () => {
  expect(lackingIn(["lamp.sh: line 2: $'\\r': command not found"])).toMatchInlineSnapshot(
    `"the script has the line ends of Windows (CR LF): sed -i 's/\\r$//' takes them away"`,
  );
  expect(lackingIn(['lamp.sh: 3: fio: not found'])).toBe('the guest lacks fio: name --packages fio');
});

test('beside other tests a script without its interpreter is told, and costs no other', () => {
  const script = { program: 'glow', path: '/usr/bin/glow', name: 'glow', given: './bad' };
  expect(requireInterpreters([script], GUEST, 2)).toEqual([
    expect.stringMatching(
      /^glow is a script of glow, and the guest has no \/usr\/bin\/glow\. Name the Debian package/,
    ),
  ]);
  expect(() => requireInterpreters([script], GUEST, 1)).toThrow('glow is a script of glow');
});
