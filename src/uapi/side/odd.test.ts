// SPDX-License-Identifier: GPL-2.0-only
// Sides that are no plain files and folders of plain text.
import { execFileSync } from 'node:child_process';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { filesOnDisk, temporaryFolder, testContext } from '../../../test/support.ts';
import type { Failure } from '../../failure.ts';
import { apiOf } from '../api.ts';
import { FolderFiles, TextFiles } from '../headers/files.ts';
import { TARGETS } from '../targets.ts';
import { folderLayout } from './folder.ts';
import { wholeText } from './named-file.ts';
import { openSide, type UapiSide } from './open.ts';
import { withReadHeaders } from './read-headers.ts';
import { headersSide } from './side.ts';

const [X86] = TARGETS as readonly [(typeof TARGETS)[number]];
const LAMP = '#define LAMP_ON 1\n#define LAMP_OFF \\\n 0\n';
const context = testContext();

function macrosOf(side: UapiSide): string[] {
  const { macros = [], errors = [] } = apiOf(side.headers, [X86]).header('linux/lamp.h') ?? {};
  return [
    ...macros.map(({ name, on }) => `${name} ${on.get(X86.id)}`),
    ...errors.map(({ reason }) => reason),
  ];
}

const KNOWN = ['LAMP_ON 1', 'LAMP_OFF 0'];

test.each([
  ['with a byte order mark of UTF-8', `\xef\xbb\xbf${LAMP}`, KNOWN],
  ['of lines that end as in DOS', LAMP.replaceAll('\n', '\r\n'), KNOWN],
  ['with NULs, which gcc takes for blanks', `\0${LAMP}\0\0`, KNOWN],
  ['that is empty', '', []],
  [
    'with a byte order mark of UTF-16',
    `\xff\xfe${Buffer.from(LAMP, 'utf16le').toString('latin1')}`,
    ['it is UTF-16, which compilers do not read'],
  ],
])('a header %s says what a compiler reads in it', async (_, text, expected) => {
  const side = await openSide(await filesOnDisk({ 'linux/lamp.h': text }), undefined, context);
  expect(macrosOf(side)).toEqual(expected);
});

test('a folder that is called as a header is none, and what lies in it is', async () => {
  const side = await openSide(
    await filesOnDisk({ 'linux/lamp.h/hue.h': '', 'linux/x.h': '' }),
    undefined,
    context,
  );
  expect(side.headers.names(X86)).toEqual(['linux/lamp.h/hue.h', 'linux/x.h']);
});

test('a pipe among headers is not waited for, and is said not to be read', async () => {
  const folder = await filesOnDisk({ 'linux/x.h': '' });
  execFileSync('mkfifo', [join(folder, 'linux/lamp.h')]);
  const side = await openSide(folder, undefined, context);
  expect(side.headers.names(X86)).toEqual(['linux/x.h']);
  expect([...(side.files.unread ?? [])]).toEqual([['linux/lamp.h', 'it is neither a file nor a folder']]);
});

test('a pipe among the headers of a kernel tree is said not to be read', async () => {
  const folder = await filesOnDisk({
    'include/uapi/linux/x.h': '',
    'arch/x86/include/uapi/asm/x.h': '',
    'tools/include/uapi/linux/x.h': '',
  });
  for (const path of ['include/uapi/linux/lamp.h', 'tools/include/uapi/linux/lamp.h'])
    execFileSync('mkfifo', [join(folder, path)]);
  const side = await openSide(folder, undefined, context);
  expect(side.headers.names(X86)).toEqual(['asm/x.h', 'linux/x.h']);
  expect([...(side.files.unread ?? [])]).toEqual([
    ['include/uapi/linux/lamp.h', 'it is neither a file nor a folder'],
  ]);
});

test('a link among headers that leads to itself is said not to be read', async () => {
  const folder = await filesOnDisk({ 'linux/x.h': '' });
  await symlink('lamp.h', join(folder, 'linux/lamp.h'));
  const side = await openSide(folder, undefined, context);
  expect([...(side.files.unread ?? [])]).toEqual([['linux/lamp.h', 'the symbolic link leads nowhere']]);
});

test('a pipe that nobody writes to is let go at a signal', async () => {
  const pipe = join(await temporaryFolder(), 'waivers');
  execFileSync('mkfifo', [pipe]);
  const controller = new AbortController();
  const text = wholeText(pipe, controller.signal);
  controller.abort(new Error('SIGTERM'));
  await expect(text).rejects.toThrow('SIGTERM');
});

test('what is neither a file nor a folder is refused in one sentence', async () => {
  const folder = await filesOnDisk({ 'lamp.h': LAMP });
  await symlink('circle.h', join(folder, 'circle.h'));
  await symlink('gone.h', join(folder, 'dangling.h'));
  const refused = async (path: string) => {
    const error = (await openSide(path, undefined, context).catch((one: unknown) => one)) as Failure;
    return `${error.code} ${error.title.replace(folder, '')}`;
  };
  expect(
    await Promise.all(
      [...['circle.h', 'dangling.h', 'lamp.h/hue.h'].map((name) => join(folder, name)), '/dev/null'].map(
        refused,
      ),
    ),
  ).toMatchInlineSnapshot(`
    [
      "UNKNOWN_NAME /circle.h is a symbolic link that leads to nothing",
      "UNKNOWN_NAME /dangling.h is a symbolic link that leads to nothing",
      "UNKNOWN_NAME there is no file /lamp.h/hue.h",
      "UNKNOWN_NAME /dev/null is neither a file nor a folder",
    ]
  `);
});

/** A folder of which some cannot be read: a test that runs as root may read all. */
function side(texts: Record<string, string>, unread: Record<string, string>): UapiSide {
  const files = Object.assign(new TextFiles(new Map(Object.entries(texts))), {
    unread: new Map(Object.entries(unread)),
  });
  return headersSide('/made', 'made', files, folderLayout(files));
}

test('what one side cannot read is on neither side, so that nothing seems gone or new', () => {
  const all = { 'linux/a.h': '', 'linux/b.h': '', 'drm/c.h': '' };
  const whole = side(all, {});
  const names = (one: UapiSide) => one.headers.names(X86);
  const file = withReadHeaders({ before: whole, after: side({ 'linux/b.h': '' }, { 'linux/a.h': 'no' }) });
  expect([names(file.before), names(file.after)]).toEqual([['drm/c.h', 'linux/b.h'], ['linux/b.h']]);
  const folder = withReadHeaders({ before: side({ 'drm/c.h': '' }, { linux: 'no' }), after: whole });
  expect([names(folder.before), names(folder.after)]).toEqual([['drm/c.h'], ['drm/c.h']]);
  const both = { before: whole, after: whole };
  expect(withReadHeaders(both)).toBe(both);
});

test('a header of a folder that may not be read is noted when the folder is listed', async () => {
  const folder = await filesOnDisk({ 'linux/lamp.h': LAMP, 'linux/x.h': '' });
  const files = new FolderFiles(folder, true, (path) => !path.endsWith('lamp.h'));
  expect(files.list('')).toEqual(['linux/x.h']);
  expect([...files.unread]).toEqual([['linux/lamp.h', 'the file cannot be read']]);
});
