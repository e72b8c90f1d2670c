// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Failure } from '../failure.ts';
import type { Message } from './message.ts';
import { patchesOf } from './patches.ts';
import { readMails, readText } from './read.ts';

const DIFF = `diff --git a/lamp.c b/lamp.c
--- a/lamp.c
+++ b/lamp.c
@@ -3,3 +3,4 @@ int lamp_init(void)
 	lamp_on();
+	lamp_dim();
 	lamp_wait();
 	lamp_off();
`;

const HEAD = `From: Ada Lamp <ada@example.org>
Subject: [PATCH v2 1/2] lamp: Dim it
Date: Wed, 22 Nov 2017 15:09:32 +1100
Message-ID: <1@example.org>
`;

const mail = (body: string, headers = '') => `${HEAD}${headers}\n${body}`;
const PATCH = mail(`It is too bright.\n\n---\n lamp.c | 1 +\n\n${DIFF}-- \n2.39.5\n`);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kpw-mail-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A mail as one line a field; of its diffs the paths, and each hunk whole. */
function told({ subject, author, date, id, body, diffs }: Message): string {
  const changes = diffs.flatMap(({ oldPath, newPath, hunks }) => [
    `${oldPath} -> ${newPath}`,
    ...hunks.flatMap(({ oldStart, newStart, section, lines }) => [
      `${oldStart} ${newStart} ${section}`,
      ...lines,
    ]),
  ]);
  return [`${subject} | ${author} | ${date} | ${id}`, body, ...changes].join('\n');
}

async function read(text: string): Promise<string> {
  return (await readText(text, 'in')).map(told).join('\n\n');
}

test('a mail is kept whole, with its place in the file', async () => {
  const coded = Buffer.from(`It is too bright.\n---\n${DIFF}`).toString('base64');
  const type = 'Content-Type: text/plain\nContent-Transfer-Encoding: base64\n';
  const mbox = `From a@example.org Wed Nov 22 15:09:32 2017\n${PATCH}\nFrom b@example.org Wed Nov 22 15:09:32 2017\n${mail(coded, type)}\n`;
  const [plain, decoded] = await readText(mbox, 'in');
  expect(plain?.mail.split('\n').slice(0, 6)).toEqual([
    ...HEAD.trimEnd().split('\n'),
    '',
    'It is too bright.',
  ]);
  expect(mbox.split('\n')[(plain?.offset ?? 0) + 5]).toBe('It is too bright.');
  expect(decoded?.mail.trimEnd()).toBe(`${HEAD}${type}\nIt is too bright.\n---\n${DIFF}`.trimEnd());
  expect(mbox.split('\n')[decoded?.offset ?? 0]).toBe('From: Ada Lamp <ada@example.org>');
  const [bare] = await readText(`\n\n${DIFF}`, 'in');
  expect([bare?.mail, bare?.offset]).toEqual([`\n${DIFF}`, 1]);
});

/** Code, place and title of what is thrown. */
async function refusal(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (thrown: Failure) => thrown,
  );
  return `${error?.code} | ${error?.title} | ${error?.where?.replace(folder, 'FOLDER')}`;
}

const ONE = `[PATCH v2 1/2] lamp: Dim it | Ada Lamp <ada@example.org> | 2017-11-22T04:09:32.000Z | 1@example.org
It is too bright.
lamp.c -> lamp.c
3 3 int lamp_init(void)
 	lamp_on();
+	lamp_dim();
 	lamp_wait();
 	lamp_off();`;

test('a mail is read with its headers, its message and its hunks', async () => {
  expect(await read(PATCH)).toBe(ONE);
});

test('an mbox is parted at its envelope lines, and >From is unquoted', async () => {
  const reply = `Subject: Re: [PATCH v2 1/2] lamp: Dim it\nFrom: bob@example.org\n\n${DIFF.replace(/^/gm, '> ')}\n>From here on it is bright.\nFrom now on too.\n`;
  const mbox = `From 0123abc Mon Sep 17 00:00:00 2001\n${PATCH}\nFrom bob@example.org Wed Nov 22 15:25:00 2017\n${reply}`;
  const messages = await readText(mbox, 'in');
  expect(messages.map(told)[0]).toBe(ONE);
  expect(messages[1]?.body.split('\n').slice(-2)).toEqual(['From here on it is bright.', 'From now on too.']);
  expect(messages.map(({ diffs }) => diffs.length)).toEqual([1, 0]);
  expect(patchesOf(messages, 'in').map(({ place }) => place)).toEqual([
    'in, mail 1, "[PATCH v2 1/2] lamp: Dim it"',
  ]);
});

describe('one patch, however it was sent', () => {
  const body = PATCH.slice(HEAD.length + 1);
  const flowed = body.replace(/^([ >]|From )/gm, ' $1');
  test.each([
    ['CRLF', PATCH.replaceAll('\n', '\r\n')],
    ['an mbox with CRLF', `From a@b Wed Nov 22 15:25:00 2017\n${PATCH}`.replaceAll('\n', '\r\n')],
    [
      'quoted-printable',
      mail(
        body.replaceAll('=', '=3D').replaceAll('\tlamp_wait', '\tlamp=\n_wait').replaceAll('\t', '=09'),
        'Content-Transfer-Encoding: quoted-printable\n',
      ),
    ],
    [
      'base64',
      mail(
        Buffer.from(body.replaceAll('\n', '\r\n')).toString('base64'),
        'Content-Transfer-Encoding: base64\nContent-Type: text/plain; charset=utf-8\n',
      ),
    ],
    ['format=flowed', mail(flowed, 'Content-Type: text/plain; format=flowed\n')],
    ['format=flowed that is none', mail(body, 'Content-Type: text/plain; format=flowed\n')],
    [
      'an attachment',
      mail(
        `--x\nContent-Type: text/plain\n\nIt is too bright.\n\n--x\nContent-Type: text/x-patch; name="1.patch"\n\n${DIFF}\n--x--\n`,
        'Content-Type: multipart/mixed; boundary=x\n',
      ),
    ],
    [
      'fields without a blank behind the colon',
      `ARC-Seal:i=1; a=rsa-sha256; cv=none\n${PATCH.replace(': ', ':')}`,
    ],
    ['an envelope that a mail program quoted', `>From ada@example.org Wed Nov 22 15:25:00 2017\n${PATCH}`],
    [
      'base64 of CRLF, behind which a list put a line of its own',
      mail(
        Buffer.from(`${body.replaceAll('\n', '\r\n')}____\na list of lamps\n`).toString('base64'),
        'Content-Transfer-Encoding: base64\n',
      ),
    ],
    [
      'a signature beside it',
      mail(
        `--x\nContent-Type: text/plain; charset=utf-8\n\n${body}\n--x\nContent-Type: application/pgp-signature; name="signature.asc"\n\n-----BEGIN PGP SIGNATURE-----\n--x--\n`,
        'Content-Type: multipart/signed; boundary=x; protocol="application/pgp-signature"\n',
      ),
    ],
    [
      'text beside HTML',
      mail(
        `--x\nContent-Type: text/plain\n\n${body}\n--x\nContent-Type: text/html\n\n<html><pre>${body}</pre></html>\n--x--\n`,
        'Content-Type: multipart/alternative; boundary="x"\n',
      ),
    ],
    [
      'a text that is attached without the name of a patch',
      mail(
        `--x\nContent-Type: text/plain\n\nIt is too bright.\n\n--x\nContent-Type: text/plain; name="dim.txt"\nContent-Disposition: attachment\n\n${DIFF}\n--x--\n`,
        'Content-Type: multipart/mixed; boundary=x\n',
      ),
    ],
    ['packed by gzip', gzipSync(Buffer.from(PATCH, 'latin1')).toString('latin1')],
    ['UTF-16', `\xFF\xFE${Buffer.from(PATCH, 'utf16le').toString('latin1')}`],
    ['a byte order mark and empty lines before it', `\xEF\xBB\xBF\n\n${PATCH}`],
  ])('%s', async (_, text) => {
    expect(await read(text)).toBe(ONE);
  });
});

test('a message without a date is read, and so is a plain diff', async () => {
  expect(await read(PATCH.replace(/^Date.*\n/m, ''))).toBe(
    ONE.replace('2017-11-22T04:09:32.000Z', 'undefined'),
  );
  expect(await read(DIFF)).toBe(ONE.replace(/^.*\n.*/, 'undefined | undefined | undefined | undefined\n'));
});

test('an empty line of context may have lost its blank, and diff -u may name the file in its own ways', async () => {
  const spaced = DIFF.replace(' \tlamp_wait();', ' ');
  expect(await read(spaced.replace(/^ $/m, ''))).toBe(await read(spaced));
  const named = (old: string, fresh: string) =>
    DIFF.replace(/^diff.*\n--- .*\n\+\+\+ .*/, `--- ${old}\n+++ ${fresh}`);
  expect(await read(named('lamp.c.orig\t2017-11-22', 'lamp.c\t2017-11-22'))).toBe(await read(DIFF));
  expect(await read(named('linux-old/lamp.c', 'linux/lamp.c'))).toBe(await read(DIFF));
  expect(await read(named('a/b/lamp.c', 'b/b/lamp.c'))).toBe(
    (await read(DIFF)).replace('lamp.c -> lamp.c', 'b/lamp.c -> b/lamp.c'),
  );
});

test('diff -N gives a file that is not there the epoch for its time, in whatever zone', async () => {
  const [gone, there] = ['1970-01-01 01:00:00.000000000 +0100', '2026-11-14 12:33:22.000000000 +0000'];
  const made = `--- a/new.c\t${gone}\n+++ b/new.c\t${there}\n@@ -0,0 +1 @@\n+int lamp;\n`;
  const taken = `--- a/old.c\t${there}\n+++ b/old.c\t${gone}\n@@ -1 +0,0 @@\n-int lamp;\n`;
  const young = `--- a/one.c\t${gone.replace('01:00', '02:00')}\n+++ b/one.c\t${there}\n@@ -1 +1 @@\n-int lamp;\n+int bulb;\n`;
  const [mail] = await patches(made + taken + young);
  expect(mail?.diffs.map(({ oldPath, newPath }) => [oldPath, newPath])).toEqual([
    [undefined, 'new.c'],
    ['old.c', undefined],
    ['one.c', 'one.c'],
  ]);
});

test('headers at the beginning of the body take the place of those of the mail', async () => {
  expect(
    await read(
      PATCH.replace('\n\nIt', '\n\nFrom: Eve <eve@example.org>\nDate: Thu, 23 Nov 2017 00:00:00 +0100\n\nIt'),
    ),
  ).toBe(
    ONE.replace('Ada Lamp <ada@example.org>', 'Eve <eve@example.org>').replace(
      '2017-11-22T04:09:32',
      '2017-11-22T23:00:00',
    ),
  );
});

test('words of RFC 2047 are decoded, another charset becomes UTF-8, and bytes that are in none are kept', async () => {
  const latin = DIFF.replace('dim', 'd\xECm');
  const encoded = mail(`---\n${latin}`, 'Content-Type: text/plain; charset=iso-8859-1\n');
  const added = async (text: string) => (await readText(text, 'in'))[0]?.diffs[0]?.hunks[0]?.lines[1];
  expect(await added(encoded)).toBe('+	lamp_d\xC3\xACm();');
  expect(await added(mail(`---\n${latin}`))).toBe('+	lamp_d\xECm();');
  const broken = `---\n${latin}`.replaceAll('=', '=3D').replaceAll('\xEC', '=EC');
  const printable = 'Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n';
  expect(await added(mail(broken, printable))).toBe('+	lamp_d\xECm();');
  const named = PATCH.replace('Ada Lamp', '=?utf-8?q?=C3=81da?=');
  expect((await readText(named, 'in'))[0]?.author).toBe('Áda <ada@example.org>');
});

test('a folder is read in the order of its names, of several versions the newest is the series', async () => {
  const series = join(folder, 'series');
  await mkdir(series);
  const numbered = (tag: string, title: string) =>
    PATCH.replace('[PATCH v2 1/2] lamp: Dim it', `[PATCH ${tag}] ${title}`).replace(/^Message-ID.*\n/m, '');
  await writeFile(join(series, '0001-a.patch'), numbered('2/2', 'old'));
  await writeFile(join(series, '0002-b.patch'), numbered('v2 2/2', 'second'));
  await writeFile(join(series, '0003-c.patch'), numbered('RFC,v2,1/2', 'first').replaceAll('\n', '\r\n'));
  await writeFile(join(series, 'notes'), 'no mail');
  await writeFile(join(folder, 'elsewhere.patch'), numbered('v2 3/3', 'third'));
  await symlink('../elsewhere.patch', join(series, '0004-d.patch'));
  expect(patchesOf(await readMails(series), series).map(({ subject }) => subject)).toEqual([
    '[PATCH RFC,v2,1/2] first',
    '[PATCH v2 2/2] second',
    '[PATCH v2 3/3] third',
  ]);
});

const patches = async (text: string) => patchesOf(await readText(text, 'in'), 'in');

test('what cannot be read is refused with its code and its place', async () => {
  const outside = (path: string) => DIFF.replaceAll('lamp.c', path);
  const link = (target: string) =>
    `diff --git a/dir b/dir\nnew file mode 120000\n--- /dev/null\n+++ b/dir\n@@ -0,0 +1 @@\n+${target}\n\\ No newline at end of file\n`;
  const bad: [what: string, text: string][] = [
    ['a path above the tree', outside('../lamp.c')],
    ['a path through ..', outside('drivers/../../lamp.c')],
    ['an absolute path', DIFF.replaceAll(/[ab]\/lamp/g, '/etc/lamp')],
    ['the repository itself', outside('.git/hooks/pre-commit')],
    ['a path that git quotes', DIFF.replaceAll(/[ab]\/lamp\.c/g, '"a/..\\057lamp.c"')],
    ['a link out of the tree', link('../../etc')],
    ['an absolute link', link('/etc')],
    ['a path through a link', `${link('drivers')}${outside('dir/lamp.c')}`],
    ['binary hunks', 'diff --git a/lamp.png b/lamp.png\nindex 1..2 100644\nGIT binary patch\nliteral 3\n'],
    ['binary files', 'diff --git a/lamp.png b/lamp.png\nBinary files a/lamp.png and b/lamp.png differ\n'],
    ['a NUL byte', DIFF.replace('dim', 'd\0m')],
    ['a line that was wrapped', PATCH.replace('\tlamp_wait();', '\n\tlamp_wait();')],
    ['a hunk that is cut off', PATCH.slice(0, PATCH.indexOf(' \tlamp_off'))],
    ['a hunk that goes on', PATCH.replace('-- \n', '+	lamp_glow();\n-- \n')],
    ['a hunk without a file', mail(DIFF.slice(DIFF.indexOf('@@')))],
    ['a header cut short', PATCH.replace('@@ -3,3 +3,4 @@', '@@ -3,3 +3')],
    ['a merge', DIFF.replace('@@ -3,3 +3,4 @@', '@@@ -3,3 -3,3 +3,4 @@@')],
    [
      'format=flowed that lost its lines',
      mail(DIFF.replaceAll(/\n /g, ' \n'), 'Content-Type: text/plain; format=flowed\n'),
    ],
    [
      'a part that is not in its charset',
      mail('--x\n\n\xEC\n--x--\n', 'Content-Type: multipart/mixed; boundary=x\n'),
    ],
  ];
  const said: string[] = [];
  for (const [what, text] of bad) said.push(`${what}: ${await refusal(patches(text))}`);
  expect(said.join('\n')).toMatchInlineSnapshot(`
    "a path above the tree: PATCH_OUTSIDE | "../lamp.c" is not a path below the tree | in, line 1 of its text
    a path through ..: PATCH_OUTSIDE | "drivers/../../lamp.c" is not a path below the tree | in, line 1 of its text
    an absolute path: PATCH_OUTSIDE | "/etc/lamp.c" is not a path below the tree | in, line 1 of its text
    the repository itself: PATCH_OUTSIDE | ".git/hooks/pre-commit" is not a path below the tree | in, line 1 of its text
    a path that git quotes: PATCH_OUTSIDE | "../lamp.c" is not a path below the tree | in, line 1 of its text
    a link out of the tree: PATCH_OUTSIDE | dir would be a symbolic link to ../../etc, out of the tree | in, line 1 of its text
    an absolute link: PATCH_OUTSIDE | dir would be a symbolic link to /etc, out of the tree | in, line 1 of its text
    a path through a link: PATCH_OUTSIDE | dir/lamp.c is behind dir, a symbolic link that the patch makes | in, line 8 of its text
    binary hunks: PATCH_BINARY | the diff of lamp.png is binary, and no other file changes | in
    binary files: PATCH_BINARY | the diff of lamp.png is binary, and no other file changes | in
    a NUL byte: PATCH_BINARY | the diff of lamp.c is binary, and no other file changes | in
    a line that was wrapped: PATCH_DAMAGED | line 13 does not belong to the hunk, of which 1 old and 1 new lines are missing | in, "[PATCH v2 1/2] lamp: Dim it", line 9 of its text
    a hunk that is cut off: PATCH_DAMAGED | the hunk is cut off: 1 old and 1 new lines are missing | in, "[PATCH v2 1/2] lamp: Dim it", line 9 of its text
    a hunk that goes on: PATCH_DAMAGED | line 14 goes on where the hunk says that it ends | in, "[PATCH v2 1/2] lamp: Dim it", line 9 of its text
    a hunk without a file: PATCH_DAMAGED | a hunk has no file | in, "[PATCH v2 1/2] lamp: Dim it", line 1 of its text
    a header cut short: PATCH_DAMAGED | this is no hunk header: @@ -3,3 +3 int lamp_init(void) | in, "[PATCH v2 1/2] lamp: Dim it", line 9 of its text
    a merge: PATCH_DAMAGED | this is a combined diff, which shows what a merge resolved | in, line 4 of its text
    format=flowed that lost its lines: PATCH_DAMAGED | the hunk is cut off: 3 old and 3 new lines are missing | in, "[PATCH v2 1/2] lamp: Dim it", line 4 of its text
    a part that is not in its charset: NO_PATCH | there is no patch in it | in"
  `);
});

test('files that are no mail, and mails without a patch', async () => {
  const empty = join(folder, 'empty');
  await mkdir(empty);
  const quoted = `From a@b Wed Nov 22 15:25:00 2017\n${HEAD}\n> ${DIFF.replaceAll('\n', '\n> ')}\n`;
  expect([
    await refusal(readMails(join(folder, 'absent'))),
    await refusal(readMails(empty)),
    await refusal(readText('x'.repeat(2 ** 26 + 1), 'in')),
    await refusal(patches(`${quoted}\n${quoted}`)),
    await refusal(patches('')),
    await refusal(patches('\x7fELF\0\x01lamp')),
    await refusal(patches('The lamp is dim.\n')),
  ]).toMatchInlineSnapshot(`
    [
      "MAIL_UNREADABLE | there is no such file | FOLDER/absent",
      "MAIL_UNREADABLE | the folder has no .patch, .eml or .mbox file | FOLDER/empty",
      "MAIL_UNREADABLE | this is more than 64 MB of text | in",
      "NO_PATCH | none of its 2 mails is a patch | in",
      "NO_PATCH | in is empty | in",
      "NO_PATCH | in is a binary file | in",
      "NO_PATCH | in holds no mail and no diff | in",
    ]
  `);
});

test('a mail whose only text is HTML is called so, and what to send instead', async () => {
  const text = mail(`<pre>${DIFF}</pre>\n`, 'Content-Type: text/html; charset=utf-8\n');
  const error = (await patches(text).catch((one: unknown) => one)) as Failure;
  expect(`${error.code}: ${error.detail} ${error.hint}`).toMatchInlineSnapshot(
    `"NO_PATCH: [PATCH v2 1/2] lamp: Dim it (HTML, which kpw does not read) Send patches as plain text (Documentation/process/email-clients.rst), or hand in the diff."`,
  );
});

test('what is packed, or a page in HTML, is refused by name; a reply and a cover letter bring no patch', async () => {
  const page = `<!DOCTYPE html>\n<html><head></head><body><pre>${PATCH}</pre></body></html>\n`;
  const answered = (subject: string) => PATCH.replace('[PATCH v2 1/2] lamp: Dim it', subject);
  const cut = gzipSync(Buffer.from(PATCH)).toString('latin1').slice(0, 60);
  const said: string[] = [];
  for (const text of [page, cut, '\xFD7zXZ\0', 'PK\x03\x04']) said.push(await refusal(readText(text, 'in')));
  for (const subject of [
    'Re: [PATCH v2 1/2] lamp: Dim it',
    '[lamps] RE: [PATCH v2 1/2] lamp: Dim it',
    'Fwd: [PATCH] lamp: Dim it',
    '[PATCH v2 0/2] lamp: Dim it',
  ])
    said.push(await refusal(patches(`ARC-Seal:i=1\n${answered(subject)}`)));
  expect(said).toMatchInlineSnapshot(`
    [
      "MAIL_UNREADABLE | this is HTML | in",
      "MAIL_UNREADABLE | gzip cannot unpack it: unexpected end of file | in",
      "MAIL_UNREADABLE | this is xz | in",
      "MAIL_UNREADABLE | this is a zip archive | in",
      "NO_PATCH | there is no patch in it | in",
      "NO_PATCH | there is no patch in it | in",
      "NO_PATCH | there is no patch in it | in",
      "NO_PATCH | there is no patch in it | in",
    ]
  `);
  expect((await patches(answered('[PATCHv3] re: the lamp'))).length).toBe(1);
});

test('a file of bytes, and a submodule, are passed over, and the text beside them is read', async () => {
  const bytes =
    'diff --git a/logo.png b/logo.png\nindex 1234567..89abcde 100644\nGIT binary patch\nliteral 3\nKc${NkU\n\n';
  const module =
    'diff --git a/dt b/dt\nindex 1234567..89abcde 160000\n--- a/dt\n+++ b/dt\n@@ -1 +1 @@\n-Subproject commit 12\n+Subproject commit 89\n';
  const [message] = await readText(mail(`Dim it.\n---\n${bytes}${module}${DIFF}`), 'in');
  expect(message?.diffs.map(({ newPath, binary, hunks }) => [newPath, binary, hunks.length])).toEqual([
    ['logo.png', true, 0],
    ['dt', false, 1],
    ['lamp.c', false, 1],
  ]);
});

test('a file whose lines end in CR LF keeps them, whatever the mail did', async () => {
  const dos = DIFF.replace(/^([ +]\t.*)$/gm, '$1\r');
  const added = async (text: string) => (await readText(text, 'in'))[0]?.diffs[0]?.hunks[0]?.lines[1];
  expect(await added(mail(dos))).toBe('+\tlamp_dim();\r');
  expect(await added(mail(dos).replaceAll('\n', '\r\n'))).toBe('+\tlamp_dim();\r');
});

test('whoever waits is told how far it is, and is heard', async () => {
  const stop = new AbortController();
  const told: string[] = [];
  const waiting = {
    signal: stop.signal,
    report: ({ text = '' }: { text?: string }) => {
      told.push(text);
      stop.abort(new Error('enough'));
    },
  };
  const mbox = `From a@b Wed Nov 22 15:25:00 2017\n${HEAD}\nNo.\n\n`.repeat(3000);
  await expect(readText(mbox, 'in', waiting)).rejects.toThrow('enough');
  expect(told).toEqual(['1024 of 3000']);
});

test('ten times as much is read in some ten times the work, not in a hundred', async () => {
  /** Processor time, in microseconds, which a busy host does not stretch. */
  const work = async (count: number) => {
    const { user } = process.cpuUsage();
    const lines = Array.from(
      { length: count },
      (_, at) => `+	a line of a file, of which there are many: ${at}\n`,
    );
    const huge = `--- /dev/null\n+++ b/huge.c\n@@ -0,0 +1,${lines.length} @@\n${lines.join('')}`;
    const [message] = await readText(mail(huge), 'in');
    expect(message?.diffs[0]?.hunks[0]?.lines.length).toBe(lines.length);
    const prose = 'From: nobody (raw)\nFrom here on\n> diff --git a/x b/x\n* Re: it\n'.repeat(count);
    expect((await readText(prose, 'in')).flatMap(({ diffs }) => diffs)).toEqual([]);
    return process.cpuUsage().user - user;
  };
  await work(1_000);
  expect((await work(150_000)) / (await work(15_000))).toBeLessThan(50);
});
