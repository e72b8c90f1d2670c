// SPDX-License-Identifier: GPL-2.0-only
// On a folder that is small enough to be read: no tree of the archive is needed.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatLine } from '../../../checks/engine/format.ts';
import { Cache } from '../../cache.ts';
import { openTree } from '../../kernel/open.ts';
import { seriesAmong } from '../../mail/patches.ts';
import type { PostedSeries } from '../../mail/posted.ts';
import { readText } from '../../mail/read.ts';
import type { CompileCheck } from './compile.ts';
import { examineMails } from './examine.ts';

const HEADER = 'include/uapi/linux/lamp.h';
const FILES: Readonly<Record<string, string>> = {
  Makefile: 'VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 9\n',
  Kbuild: '',
  'include/linux/lamp.h': '',
  'include/uapi/linux/types.h': '#ifndef _T\n#define _T\ntypedef unsigned int __u32;\n#endif\n',
  'include/uapi/linux/ioctl.h': '#define _IO(type, nr) (((type) << 8) | (nr))\n',
  [HEADER]:
    '#ifndef _L\n#define _L\n#include <linux/types.h>\n\nstruct lamp {\n\t__u32 argsz;\n\t__u32 hue;\n};\n\n#endif\n',
};

const HEAD = 'From: Ada Lamp <ada.lamp@kernel.org>\n';
const MESSAGE = 'Hues are seldom more than 65535.\n\nSigned-off-by: Ada Lamp <ada.lamp@kernel.org>\n';
const WIDER = `${HEAD}Subject: [PATCH 1/2] lamp: Take a brightness\n\n${MESSAGE}---
 include/uapi/linux/lamp.h | 1 +

diff --git a/${HEADER} b/${HEADER}
index INDEX 100644
--- a/${HEADER}
+++ b/${HEADER}
@@ -5,4 +5,5 @@
 struct lamp {
 \t__u32 argsz;
+\t__u32 watts;
 \t__u32 hue;
 };
`;
/** Stands on the first, and touches the same lines. */
const RENAMED = `${HEAD}Subject: [PATCH 2/2] lamp: Call it brightness\n\n${MESSAGE}---
 include/uapi/linux/lamp.h | 2 +-

diff --git a/${HEADER} b/${HEADER}
index INDEX 100644
--- a/${HEADER}
+++ b/${HEADER}
@@ -5,5 +5,5 @@
 struct lamp {
 \t__u32 argsz;
-\t__u32 watts;
+\t__u32 brightness;
 \t__u32 hue;
 };
`;

let folder: string;
let cache: Cache;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kpw-patches-'));
  cache = new Cache(join(folder, 'cache'));
  for (const [path, text] of Object.entries(FILES)) {
    await mkdir(dirname(join(folder, 'linux', path)), { recursive: true });
    await writeFile(join(folder, 'linux', path), text);
  }
  const git = (...argv: string[]) =>
    execa('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...argv], {
      cwd: join(folder, 'linux'),
    });
  await git('init', '-q', '.');
  await git('add', '-A');
  await git('commit', '-qm', 'base');
  for (const text of [WIDER, RENAMED]) {
    await execa('git', ['apply', '-'], { cwd: join(folder, 'linux'), input: text });
    await git('commit', '-qam', 'next');
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const compile: CompileCheck = async (steps) =>
  steps.map(({ title }, at) => ({
    ...{ rule: 'compile-warning', severity: 'warning', file: HEADER, line: at + 1 },
    message: `compiled: ${title}`,
  }));

async function examined(text: string, revision: string | undefined, disable: readonly string[] = []) {
  const context = { cache, signal: new AbortController().signal, report: () => undefined };
  const spec = `${join(folder, 'linux')}${revision}`;
  const tree = revision === undefined ? undefined : await openTree(spec, context);
  const [chosen] = seriesAmong(await readText(text, 'lamp.mbox'), 'lamp.mbox') as [PostedSeries];
  const asked = { tree, topic: undefined, disable, compile };
  const { findings, skipped, ground, judged } = await examineMails(chosen, 'lamp.mbox', asked, context);
  const reasons = [...new Set(skipped.map(({ reason }) => reason))].map((reason) =>
    reason.replace(folder, ''),
  );
  return { ground, judged, findings: findings.map((one) => formatLine(one).replaceAll(folder, '')), reasons };
}

test('without a tree the mails are judged, and the rules that need one are told', async () => {
  expect(await examined(WIDER.replace(/Signed-off-by.*\n/, ''), undefined)).toMatchInlineSnapshot(`
    {
      "findings": [
        "lamp.mbox:2: ERROR: nobody has signed the patch off [message-sign-off]",
      ],
      "ground": undefined,
      "judged": 0,
      "reasons": [
        "no tree was given",
      ],
    }
  `);
});

test('patches are applied to the tree, judged there, and compiled one by one', async () => {
  const mbox = [WIDER, RENAMED]
    .map((mail) => `From a@example.org Mon Jan 1 00:00:00 2024\n${mail}\n`)
    .join('');
  expect(await examined(mbox, '@HEAD~2')).toMatchInlineSnapshot(`
    {
      "findings": [
        "include/uapi/linux/lamp.h:7: ERROR: struct lamp: the new member \`__u32 brightness\` at 4 moves hue 4 → 8; size of struct lamp: 8 → 12 bytes [lay-member-moved]",
        "include/uapi/linux/lamp.h:1: WARNING: compiled: lamp: Take a brightness [compile-warning]",
        "include/uapi/linux/lamp.h:2: WARNING: compiled: lamp: Call it brightness [compile-warning]",
        "lamp.mbox:3: NOTE: the series of 2 patches has no cover letter [series-cover]",
      ],
      "ground": "tree",
      "judged": 2,
      "reasons": [],
    }
  `);
});

test('a patch that does not apply is a finding at its hunk, and is judged as a mail', async () => {
  expect(await examined(RENAMED, '@HEAD~2')).toMatchInlineSnapshot(`
    {
      "findings": [
        "lamp.mbox:14: ERROR: the patch does not apply to /linux@HEAD~2: a hunk of include/uapi/linux/lamp.h does not fit (hunk 1 of 1); the nearest place is line 5, where line 7 is "__u32 hue;" and not "__u32 watts;" [patch-rejected]",
      ],
      "ground": undefined,
      "judged": 0,
      "reasons": [
        "lamp.mbox does not apply to /linux@HEAD~2",
      ],
    }
  `);
  expect((await examined(RENAMED, '@HEAD~2', ['patch-rejected'])).findings).toEqual([]);
});

test('what the tree has already is compared with the tree without it', async () => {
  const { ground, findings } = await examined(RENAMED, '@HEAD');
  expect([ground, ...findings]).toMatchInlineSnapshot(`
    [
      "tree-without",
      "include/uapi/linux/lamp.h:7: ERROR: struct lamp: the member watts at 4 is gone, and brightness of the same type is in its place [lay-member-renamed]",
      "include/uapi/linux/lamp.h:1: WARNING: compiled: lamp: Call it brightness [compile-warning]",
    ]
  `);
});

test('a patch below another one is judged on the files that it was made of', async () => {
  const { stdout } = await execa('git', ['rev-parse', `HEAD~2:${HEADER}`], { cwd: join(folder, 'linux') });
  const told = await examined(WIDER.replace('INDEX', `${stdout.slice(0, 12)}..0123456789ab`), '');
  expect([told.ground, ...told.findings]).toMatchInlineSnapshot(`
    [
      "blobs",
      "include/uapi/linux/lamp.h:7: ERROR: struct lamp: the new member \`__u32 watts\` at 4 moves hue 4 → 8; size of struct lamp: 8 → 12 bytes [lay-member-moved]",
      "include/uapi/linux/lamp.h:1: WARNING: compiled: lamp: Take a brightness [compile-warning]",
    ]
  `);
});

test('a diff without a message is judged as a diff', async () => {
  const diff = WIDER.slice(WIDER.indexOf('diff --git'));
  const { ground, findings } = await examined(diff, '@HEAD~2');
  expect([ground, ...findings]).toMatchInlineSnapshot(`
    [
      "tree",
      "include/uapi/linux/lamp.h:7: ERROR: struct lamp: the new member \`__u32 watts\` at 4 moves hue 4 → 8; size of struct lamp: 8 → 12 bytes [lay-member-moved]",
      "include/uapi/linux/lamp.h:1: WARNING: compiled:  [compile-warning]",
    ]
  `);
});

test('of a series the patches that apply are judged on the tree, and what is missed there is not asked for', async () => {
  const other = RENAMED.replace('\t__u32 hue;\n };', '\t__u32 tint;\n };');
  const { findings, ground, judged, reasons } = await examined(
    [WIDER, other].map((mail) => `From a@b Wed Nov 22 15:09:32 2017\n${mail}`).join('\n'),
    '@HEAD~2',
  );
  expect({ ground, judged, reasons, findings }).toMatchInlineSnapshot(`
    {
      "findings": [
        "include/uapi/linux/lamp.h:7: ERROR: struct lamp: the new member \`__u32 watts\` at 4 moves hue 4 → 8; size of struct lamp: 8 → 12 bytes [lay-member-moved]",
        "lamp.mbox:36: ERROR: the patch does not apply to /linux@HEAD~2: a hunk of include/uapi/linux/lamp.h does not fit (hunk 1 of 1); the nearest place is line 5, where line 8 is "__u32 hue;" and not "__u32 tint;" [patch-rejected]",
        "include/uapi/linux/lamp.h:1: WARNING: compiled: lamp: Take a brightness [compile-warning]",
        "lamp.mbox:3: NOTE: the series of 2 patches has no cover letter [series-cover]",
      ],
      "ground": "tree",
      "judged": 1,
      "reasons": [
        "a patch of the series was left out, and may have what is missed",
      ],
    }
  `);
});

test('a damaged mail is a finding at its line, and its message is judged', async () => {
  const cut = WIDER.replace(/Signed-off-by.*\n/, '')
    .replace('+5,5 @@', '+5 @@')
    .replace(' \t__u32 hue;\n', '');
  const { findings, ground, reasons } = await examined(cut, '@HEAD~2');
  expect(reasons).toEqual(['lamp.mbox is damaged: no patch of it can be read']);
  expect({ ground, findings }).toMatchInlineSnapshot(`
    {
      "findings": [
        "lamp.mbox:2: ERROR: nobody has signed the patch off [message-sign-off]",
        "lamp.mbox:13: ERROR: the diff is damaged: line 12 does not belong to the hunk, of which 2 old and 0 new lines are missing: __u32 argsz; [patch-damaged]",
      ],
      "ground": undefined,
    }
  `);
});

test('a mail has one finding of a rule about its message, which tells the other places', async () => {
  const wide = `${'a word '.repeat(12)}\n`;
  const text = WIDER.replace(
    'Hues are',
    `${wide}${wide}\nThis patch adds hues.\nSince commit 1a2b3c4 and commit 5d6e7f8 hues are`,
  );
  expect((await examined(text, undefined)).findings).toMatchInlineSnapshot(`
    [
      "lamp.mbox:8: WARNING: the commit 1a2b3c4 is referred to by 7 digits, at least 12 are needed; the commit 5d6e7f8 is referred to by 7 digits, at least 12 are needed [message-commit-reference]",
      "lamp.mbox:4: NOTE: 2 lines take more than 75 columns, up to 84: this one, and 1 below it; "This patch adds": say what to do in the imperative, as if giving orders to the code (3 lines below) [message-body]",
    ]
  `);
});

test('a Fixes: tag is looked up in the repository of the tree', async () => {
  const linux = join(folder, 'linux');
  const hash = async (revision: string) =>
    (await execa('git', ['rev-parse', revision], { cwd: linux })).stdout.slice(0, 12);
  const [base, last] = [await hash('HEAD~2'), await hash('HEAD')];
  const told = async (...tags: string[]) => {
    const text = WIDER.replace('Signed-off-by', `${tags.join('\n')}\nSigned-off-by`);
    const { findings } = await examined(text, '@HEAD~2', [
      'lay',
      'mac',
      'compile-warning',
      'checkpatch',
      'series',
    ]);
    return findings.map((one) => one.replaceAll(base, 'BASE').replaceAll(last, 'LAST'));
  };
  expect(await told(`Fixes: ${base} ("base")`)).toEqual([]);
  expect(
    await told(
      `Fixes: ${base} ("lamp: Bace")`,
      'Fixes: 0a1b2c3d4e5f ("lamp: Gone")',
      `Fixes: ${last} ("next")`,
    ),
  ).toMatchInlineSnapshot(`
    [
      "lamp.mbox:6: WARNING: Fixes: calls BASE "lamp: Bace", and the commit is called "base"; Fixes: names 0a1b2c3d4e5f, and the repository of /linux@HEAD~2 has no such commit (1 line below); Fixes: names LAST, which is not among the ancestors of /linux@HEAD~2 (2 lines below) [message-fixes-commit]",
    ]
  `);
});
