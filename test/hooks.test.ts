// SPDX-License-Identifier: GPL-2.0-only
// The git hooks that npm run hooks turns on.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'kpw-hooks-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What the hook says of a message; nothing where it lets it pass. */
function said(message: string): string {
  const path = join(folder, 'message');
  writeFileSync(path, message);
  const { status, stderr } = spawnSync(process.execPath, [`${PROJECT}bin/commit-message.mjs`, path], {
    encoding: 'utf8',
  });
  expect(status).toBe(stderr === '' ? 0 : 1);
  return stderr;
}

test('a message with an area, a reason and what git adds passes', () => {
  expect(
    said(
      'series: Number the mails\n\nThe list wants it.\n\n    a table that is wider than the text may be, as git leaves it\n',
    ),
  ).toBe('');
  expect(
    said(
      `cli: Print it\n# Please enter the commit message\n# ${'-'.repeat(24)} >8 ${'-'.repeat(24)}\n${'+'.repeat(200)}\n`,
    ),
  ).toBe('');
  expect(said("Merge branch 'lamps' into main\n")).toBe('');
});

test('each fault of a message is named', () => {
  const long = 'word '.repeat(20);
  expect(said(`added lamps.\nand more\n\n${long}\n`)).toMatchInlineSnapshot(`
    "commit-msg: no area: "added lamps." is to be "area: What it does"
    commit-msg: the subject ends with a full stop
    commit-msg: the second line is to be empty
    commit-msg: line 4 has 99 columns, 75 at most
    "
  `);
  expect(said(`series: ${long}\n`)).toMatchInlineSnapshot(`
    "commit-msg: the subject has 107 columns, 80 at most
    "
  `);
});

test('git can run each hook', () => {
  const hooks = readdirSync(join(PROJECT, '.githooks'));
  expect(hooks).toEqual(['commit-msg', 'pre-commit']);
  for (const hook of hooks) accessSync(join(PROJECT, '.githooks', hook), constants.X_OK);
});
