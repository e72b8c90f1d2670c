// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { letter } from '../../checks/samples/sample.ts';
import { Cache } from '../cache.ts';
import { writeRule } from '../skeleton/rule.ts';
import { check } from './check.ts';
import type { OptionValues, Terminal } from './command.ts';
import { rules } from './rules.ts';
import { uapiDiff } from './uapi-diff.ts';

async function homeWithRule(): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'kpw-test-'));
  await writeRule(home, 'no-busy-wait', 'lines');
  return home;
}

async function said(
  run: (options: OptionValues, terminal: Terminal) => Promise<number>,
  home: string,
): Promise<{ status: number; lines: string[] }> {
  const lines: string[] = [];
  const plain = (text: string) => text;
  const terminal: Terminal = {
    context: {
      cache: new Cache(join(home, 'cache')),
      signal: new AbortController().signal,
      report: () => undefined,
    },
    print: (text) => lines.push(...text.split('\n')),
    note: () => undefined,
    colour: { good: plain, bad: plain, warn: plain, dim: plain, bold: plain },
    columns: undefined,
  };
  const status = await run({ topics: [home] }, terminal);
  return { status, lines };
}

test("kpw check runs the user's rules with the package's, and says why they matter", async () => {
  const home = await homeWithRule();
  const mbox = join(home, '1.patch');
  const diff = `diff --git a/lamp.c b/lamp.c\n--- a/lamp.c\n+++ b/lamp.c\n@@ -1,2 +1,3 @@\n {\n+\tmdelay(9);\n }\n`;
  await writeFile(mbox, letter('[PATCH] lamp: Wait for it', 'It is slow.\n', { diff }));
  const { lines } = await said((options, terminal) => check.run([], { ...options, mbox }, terminal), home);
  expect(lines.filter((line) => /mdelay|Nothing else/.test(line))).toEqual([
    '  lamp.c:2: warning: mdelay() waits busily [no-busy-wait]',
    '      why: Nothing else runs on that CPU meanwhile.',
  ]);
  const off = await said(
    (options, terminal) => check.run([], { ...options, mbox, disable: ['own'] }, terminal),
    home,
  );
  expect(off.lines.join()).not.toContain('mdelay');
});

/** Two small trees; the second waits in another way. */
async function lamps(home: string): Promise<[string, string]> {
  const [old, fresh] = [join(home, 'old'), join(home, 'new')];
  for (const [tree, wait] of [
    [old, 'msleep(20)'],
    [fresh, 'mdelay(20)'],
  ] as const) {
    await mkdir(join(tree, 'include/uapi/linux'), { recursive: true });
    await mkdir(join(tree, 'drivers/lamp'), { recursive: true });
    await writeFile(join(tree, 'Makefile'), 'VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 0\n');
    await writeFile(join(tree, 'Kbuild'), '');
    await writeFile(join(tree, 'include/uapi/linux/lamp.h'), 'struct lamp {\n\tint level;\n};\n');
    await writeFile(join(tree, 'drivers/lamp/lamp.c'), `int lamp_on(void)\n{\n\t${wait};\n\treturn 0;\n}\n`);
  }
  return [old, fresh];
}

test("kpw uapi diff runs the user's rules, and can be told to fail by one", async () => {
  const home = await mkdtemp(join(tmpdir(), 'kpw-test-'));
  await writeRule(home, 'no-busy-wait', 'functions');
  const sides = await lamps(home);
  const asked = (further: OptionValues) =>
    said((options, terminal) => uapiDiff.run(sides, { ...options, lines: true, ...further }, terminal), home);
  expect(await asked({})).toEqual({
    status: 0,
    lines: ['drivers/lamp/lamp.c:3: WARNING: lamp_on() calls mdelay(20) [no-busy-wait]'],
  });
  expect((await asked({ deny: ['no-busy-wait'] })).status).toBe(1);
  expect(await asked({ disable: ['own'] })).toEqual({ status: 0, lines: [] });
  // An answer that is remembered is of the rules as they were.
  const file = join(home, 'rules/no-busy-wait.ts');
  await writeFile(
    file,
    (await readFile(file, 'utf8')).replaceAll('"mdelay"', '"msleep"').replaceAll('mdelay(20)', 'X'),
  );
  expect((await asked({})).lines).toEqual([]);
});

test('kpw rules lists them, and --try says whether they are true to their samples', async () => {
  const home = await homeWithRule();
  const listed = await said((options, terminal) => rules.run(['own'], options, terminal), home);
  expect(listed.lines[0]).toBe('no-busy-wait  warning, family own');
  const tried = await said((options, terminal) => rules.run([], { ...options, try: true }, terminal), home);
  expect([tried.status, tried.lines[0]?.startsWith('no-busy-wait  2 samples as they should be')]).toEqual([
    0,
    true,
  ]);
});

test('a rule that has a mistake stops what would run it: silence would be taken for nothing found', async () => {
  const home = await homeWithRule();
  await mkdir(join(home, 'rules'), { recursive: true });
  await writeFile(join(home, 'rules', 'dark.ts'), 'export default {};\n');
  const failure = said((options, terminal) => check.run([], { ...options, mbox: '-' }, terminal), home);
  await expect(failure).rejects.toMatchObject({ code: 'RULE_MALFORMED' });
});
