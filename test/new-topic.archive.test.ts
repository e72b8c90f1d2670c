// SPDX-License-Identifier: GPL-2.0-only
// docs/topics.md, "From nothing to a green cell", typed as it stands there in an empty folder by somebody who has kpw by
// npm link.
import { chmod, mkdir, readFile, symlink } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { temporaryFolder } from './support.ts';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));

async function commands(): Promise<string> {
  const page = await readFile(join(PROJECT, 'docs/topics.md'), 'utf8');
  const [, block = ''] = /### From nothing to a green cell\n.*?^```sh\n(.*?)^```$/ms.exec(page) ?? [];
  return block;
}

/** A shell in a folder, in which kpw is what npm link makes of it. */
async function shell(script: string, cwd: string) {
  const bin = join(cwd, '.bin');
  await mkdir(bin);
  await symlink(join(PROJECT, 'bin/kpw.mjs'), join(bin, 'kpw'));
  await chmod(join(PROJECT, 'bin/kpw.mjs'), 0o755);
  const env = { PATH: `${bin}${delimiter}${process.env.PATH}`, NO_COLOR: '1' };
  return execa('bash', ['-euo', 'pipefail', '-c', script], { cwd, env, reject: false });
}

test('the path from nothing to a green cell is one, as the page has it', async () => {
  const folder = await temporaryFolder();
  const script = await commands();
  expect(script.match(/^kpw [a-z]+/gm)?.length).toBeGreaterThan(6);
  const done = await shell(script, folder);
  expect([done.exitCode, done.exitCode === 0 ? '' : done.stderr]).toEqual([0, '']);
  const page = await readFile(join(PROJECT, 'docs/topics.md'), 'utf8');
  const [, found = ''] = /^```\n(module .*?)^```$/ms.exec(page) ?? [];
  expect(done.stdout).toContain(found);
  expect(done.stdout).toMatch(/calls of esb_probe\(\)\s+absent\s+some/);
  expect(done.stdout).toMatch(/verdict\s+PASS\s+PASS/);
  // tsc and editors see the same types.
  const types = await execa(join(PROJECT, 'node_modules/.bin/tsc'), ['--noEmit', '-p', '.'], {
    cwd: join(folder, 'lamps'),
    reject: false,
  });
  expect(types.stdout).toBe('');
});

test('a mistake in a file is told with its line, and the package’s topics go on', async () => {
  const folder = await temporaryFolder();
  const done = await shell(
    `kpw new topic ram --driver drivers/block/brd.c --tree debian:6.1
sed -i "s/  title: '/  titel: '/" ram/index.ts
kpw layout || echo "status $?"
kpw lint || echo "status $?"
kpw topics || echo "status $?"
kpw show --topic msix-mmap opt-in-ioctl
kpw new topic ram --driver drivers/block/brd.c || echo "status $?"
kpw new topic msix-mmap --driver drivers/block/brd.c || echo "status $?"
kpw new topic rom --driver drivers/char/mem.c || echo "status $?"
kpw new topic rom --driver drivers/rtc/rtc-ds1307.cc || echo "status $?"
kpw new topic rom || echo "status $?"
kpw topics --topics nowhere || echo "status $?"`,
    folder,
  );
  const errors = done.stderr.split('\n').filter((line) => /^(error|where)/.test(line));
  expect(
    errors.map((line) => line.replaceAll(folder, 'FOLDER').replaceAll(PROJECT, 'CHECKOUT/')),
  ).toMatchInlineSnapshot(`
    [
      "error [TOPIC_MALFORMED] titel: Unrecognized key: "titel" (and 1 more)",
      "where FOLDER/ram/index.ts:11",
      "error [TOPIC_MALFORMED] titel: Unrecognized key: "titel" (and 1 more)",
      "where FOLDER/ram/index.ts:11",
      "error [NAME_TAKEN] there is a topic ram already",
      "where FOLDER/ram",
      "error [NAME_TAKEN] there is a topic msix-mmap already",
      "where CHECKOUT/templates/msix-mmap",
      "error [MODULE_MISSING] drivers/char/mem.c is always built into the kernel (drivers/char/Makefile), and no module",
      "where debian:6.1",
      "error [TREE_UNSUITABLE] the tree has no drivers/rtc/rtc-ds1307.cc, or no file of C in it",
      "where debian:6.1",
      "error [BAD_PARAMETER] --driver is missing: a topic is about one driver",
      "where kpw new topic",
      "error [BAD_PARAMETER] there is no such folder",
      "where --topics FOLDER/nowhere",
    ]
  `);
  expect(done.stdout.match(/^status \d+|^ram\/index.ts.*|^opt-in-ioctl/gm)).toMatchInlineSnapshot(`
    [
      "status 2",
      "ram/index.ts:11:3: error: Object literal may only specify known properties, but 'titel' does not exist in type 'Topic<Layout, Contract>'. Did you mean to write 'title'? [type-error]",
      "status 1",
      "status 2",
      "opt-in-ioctl",
      "status 2",
      "status 2",
      "status 4",
      "status 4",
      "status 2",
      "status 2",
    ]
  `);
});
