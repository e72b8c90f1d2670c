// SPDX-License-Identifier: GPL-2.0-only
// What --output does as a whole: the program, its streams and its exit status.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { makeFolders } from '../src/folders.ts';
import { scratch } from '../src/kernel/testing/context.ts';
import { EVIDENCE } from '../src/results/testing/sample.ts';

const KPW = fileURLToPath(new URL('../bin/kpw.mjs', import.meta.url));

const PATCH = `From: A <a@example.org>
Subject: [PATCH] lamp: Name the constant
Message-ID: <1@example.org>

The number is written in three places, and nobody knows what it means.

Signed-off-by: A <a@example.org>
---
diff --git a/drivers/lamp.c b/drivers/lamp.c
--- a/drivers/lamp.c
+++ b/drivers/lamp.c
@@ -1 +1 @@
-int on = 7;
+int on = LAMP_ON;
`;

interface Said {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode?: number | undefined;
}

async function kpw(argv: readonly string[], input = '', cwd?: string): Promise<Said> {
  const env = { XDG_CACHE_HOME: await scratch(), NO_COLOR: '1' };
  return execa(process.execPath, [KPW, ...argv], { input, env, reject: false, ...(cwd ? { cwd } : {}) });
}

test('a patch on standard input gives b4 its JSON, and nothing else on that stream', async () => {
  const { stdout, exitCode } = await kpw(['check', '--mbox', '-', '--output', 'b4-review=-'], PATCH);
  const [entry] = JSON.parse(stdout);
  expect(exitCode).toBe(0);
  expect(entry).toMatchObject({ tool: 'kpw', status: expect.stringMatching(/^(pass|warn)$/) });
});

test('options and arguments may follow: the option takes one word', async () => {
  const folder = await scratch();
  await writeFile(join(folder, 'a.patch'), PATCH);
  const argv = ['check', '--output', 'ktap=a.ktap', '--output', 'patchwork=a.json', '--mbox', 'a.patch'];
  const { stdout, exitCode } = await kpw(argv, '', folder);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^a\.patch, 1 patch/);
  expect((await readdir(folder)).sort()).toEqual(['a.json', 'a.ktap', 'a.patch']);
  const [{ patch, checks }] = JSON.parse(await readFile(join(folder, 'a.json'), 'utf8'));
  expect(patch).toMatchObject({ msgid: '1@example.org', subject: '[PATCH] lamp: Name the constant' });
  expect(checks).toHaveLength(1);
});

test('a verb that fails tells it in the format too, with the status that it always has', async () => {
  const { stdout, stderr, exitCode } = await kpw(
    ['check', '--mbox', '-', '--output', 'b4-review=-'],
    'no mail\n',
  );
  expect(exitCode).toBe(4);
  expect(JSON.parse(stdout)).toEqual([
    expect.objectContaining({
      status: 'fail',
      summary: 'NO_PATCH: standard input holds no mail and no diff',
    }),
  ]);
  expect(stderr).toContain('error [NO_PATCH]');
});

test('a run that fails has no page, and tells it in the other formats', async () => {
  const folder = await scratch();
  await makeFolders(join(folder, 'tree'));
  await writeFile(join(folder, 'tree/Makefile'), 'VERSION = 6\nPATCHLEVEL = 1\n');
  const argv = ['run', '--tree', 'tree', '--output', 'html=a.html', '--output', 'junit=a.xml'];
  const { exitCode } = await kpw(argv, '', folder);
  expect({ exitCode, files: (await readdir(folder)).sort() }).toEqual({
    exitCode: 4,
    files: ['a.xml', 'tree'],
  });
  expect(await readFile(join(folder, 'a.xml'), 'utf8')).toContain('TREE_UNSUITABLE');
});

test('a mistake in the command line writes nothing', async () => {
  const folder = await scratch();
  const { stdout, exitCode } = await kpw(
    ['check', '--mbox', '-', '--disable', 'nonsense', '--output', 'junit=a.xml'],
    PATCH,
    folder,
  );
  expect({ stdout, exitCode, files: await readdir(folder) }).toEqual({ stdout: '', exitCode: 2, files: [] });
});

/** A folder of runs with one whose evidence is that text. */
async function runs(text: string): Promise<string> {
  const out = await scratch();
  await makeFolders(join(out, EVIDENCE.run));
  await writeFile(join(out, EVIDENCE.run, 'evidence.json'), text);
  return out;
}

test('a kept run is written as the run itself would have been, and report exits as ever', async () => {
  const out = await runs(JSON.stringify(EVIDENCE));
  const { stdout, exitCode } = await kpw(['report', EVIDENCE.run, '--out', out, '--output', 'json=-']);
  expect(exitCode).toBe(0);
  const { tool, verb, designs } = JSON.parse(stdout);
  expect({ tool, verb, designs: designs.map(({ name }: { name: string }) => name) }).toMatchInlineSnapshot(`
    {
      "designs": [
        "baseline",
        "ioctl",
        "sysfs",
      ],
      "tool": {
        "commit": "0123456789012345678901234567890123456789",
        "name": "kpw",
        "version": "0.1.0",
      },
      "verb": "run",
    }
  `);
});

test.each([
  ['that is cut off', JSON.stringify(EVIDENCE).slice(0, 500)],
  ['of a newer schema', JSON.stringify({ ...EVIDENCE, schema: 99 })],
  ['that is none', '[]'],
])('evidence %s is told, and no file is written', async (_, text) => {
  const out = await runs(text);
  const folder = await scratch();
  const { stderr, exitCode } = await kpw(
    ['report', EVIDENCE.run, '--out', out, '--output', 'junit=a.xml'],
    '',
    folder,
  );
  expect(exitCode).toBe(2);
  expect(stderr).toContain('error [EVIDENCE_UNREADABLE]');
  expect(await readdir(folder)).toEqual([]);
});
