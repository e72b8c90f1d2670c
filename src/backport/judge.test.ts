// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { readText } from '../mail/read.ts';
import { judgeBackport } from './judge.ts';
import { patchSides } from './patch-side.ts';
import { type BackportCase, diffOf, LAMP, told } from './testing/lamp.ts';

/** What is said of a backport: the state, and each verdict with its places. */
async function said({ upstream, backport, message = '', trees = true }: BackportCase): Promise<string> {
  const sideOf = async ([before, after]: readonly [string, string], body: string) => {
    const mail = `Subject: [PATCH] lamp: Mend it\n\n${body}\n---\n${diffOf('lamp.c', before, after)}`;
    const read = async (path: string) => (path === 'lamp.c' ? before : undefined);
    const [side] = await patchSides(await readText(mail, 'mail'), trees ? read : undefined);
    if (!side) throw new Error('no patch');
    return side;
  };
  return told(await judgeBackport(await sideOf(upstream, ''), await sideOf(backport, message)));
}

const LIMIT = '\tif (level > lamp->max)\n\t\tlevel = lamp->max;\n';
const before = (text: string, of: string, line: string, added: string) => {
  const at = text.indexOf(line, text.indexOf(of));
  return text.slice(0, at) + added + text.slice(at);
};
const limited = (text: string, of: string) => before(text, of, '\tret = lamp_power', LIMIT);

test('a hunk in its function is in the same place, whatever stands above', async () => {
  const older = LAMP.replace(
    '#include <linux/lamp.h>\n',
    '#include <linux/lamp.h>\n#include <linux/old.h>\n\n',
  );
  expect(
    await said({
      upstream: [LAMP, limited(LAMP, 'lamp_resume')],
      backport: [older, limited(older, 'lamp_resume')],
    }),
  ).toMatchInlineSnapshot(`
    "right
    same: lamp.c:29 › lamp_resume() › if (level > lamp->max) | lamp.c:31 › lamp_resume() › if (level > lamp->max)"
  `);
});

test('a hunk in a function that looks alike is moved, and where it belongs is told', async () => {
  expect(
    await said({
      upstream: [LAMP, limited(LAMP, 'lamp_resume')],
      backport: [LAMP, limited(LAMP, 'lamp_start')],
    }),
  ).toMatchInlineSnapshot(`
    "wrong
    moved: lamp.c:29 › lamp_resume() › if (level > lamp->max) | lamp.c:9 › lamp_start() › if (level > lamp->max)
      belongs lamp.c:29 › lamp_resume() › if (level > lamp->max)"
  `);
});

test('a hunk in the right function, in another branch, is moved', async () => {
  const note = (text: string, branch: string) =>
    before(text, branch, '\t\tgoto out;', '\t\tlamp_note(lamp);\n');
  expect(
    await said({ upstream: [LAMP, note(LAMP, 'if (lamp->hot)')], backport: [LAMP, note(LAMP, 'if (ret)')] }),
  ).toMatchInlineSnapshot(`
    "wrong
    moved: lamp.c:16 › lamp_start() › if (lamp->hot) › lamp_note(lamp); | lamp.c:12 › lamp_start() › if (ret) › lamp_note(lamp);
      belongs lamp.c:16 › lamp_start() › if (lamp->hot) › lamp_note(lamp);"
  `);
});

test('what the target lacks, has more or calls otherwise is told', async () => {
  const older = LAMP.replaceAll(
    '\tmutex_lock(&lamp->lock);\n\tret = lamp_power(lamp, level);',
    '\tlamp_wake(lamp);\n\tret = lamp_power(lamp, level);',
  );
  const made = before(older, 'lamp_resume', '\tret = lamp_power', LIMIT.replaceAll('lamp->max', 'LAMP_MAX'));
  expect(
    await said({ upstream: [LAMP, limited(LAMP, 'lamp_resume')], backport: [older, made] }),
  ).toMatchInlineSnapshot(`
    "right
    context: lamp.c:29 › lamp_resume() › if (level > lamp->max) | lamp.c:29 › lamp_resume() › if (level > LAMP_MAX)
      lacks mutex_lock(&lamp->lock);
      more lamp_wake(lamp);
      +if (level > lamp->max) -> +if (level > LAMP_MAX)
      +level = lamp->max; -> +level = LAMP_MAX;"
  `);
});

test('a function that was renamed is the same place, and that is said', async () => {
  const older = LAMP.replaceAll('lamp_resume', 'lamp_wake_up');
  expect(
    await said({
      upstream: [LAMP, limited(LAMP, 'lamp_resume')],
      backport: [older, limited(older, 'lamp_wake_up')],
    }),
  ).toMatchInlineSnapshot(`
    "right
    context: lamp.c:29 › lamp_resume() › if (level > lamp->max) | lamp.c:29 › lamp_wake_up() › if (level > lamp->max)
      lamp_resume() is lamp_wake_up() here"
  `);
});

test('what is left out is partly applied where its place is there, and has no counterpart where it is not', async () => {
  const both = limited(limited(LAMP, 'lamp_start'), 'lamp_resume');
  const older = LAMP.slice(0, LAMP.indexOf('static int lamp_resume'));
  expect([
    await said({ upstream: [LAMP, both], backport: [LAMP, limited(LAMP, 'lamp_start')] }),
    await said({ upstream: [LAMP, both], backport: [older, limited(older, 'lamp_start')] }),
  ]).toMatchInlineSnapshot(`
    [
      "wrong
    same: lamp.c:9 › lamp_start() › if (level > lamp->max) | lamp.c:9 › lamp_start() › if (level > lamp->max)
    partly: lamp.c:29 › lamp_resume() › if (level > lamp->max) | nowhere
      belongs lamp.c:29 › lamp_resume() › if (level > lamp->max)
      left out, though its place is there",
      "right
    same: lamp.c:9 › lamp_start() › if (level > lamp->max) | lamp.c:9 › lamp_start() › if (level > lamp->max)
    no-counterpart: lamp.c:29 › lamp_resume() › if (level > lamp->max) | nowhere
      left out; the target has no lamp_resume()",
    ]
  `);
});

test('what is added without a note is wrong, and with a note in brackets is not', async () => {
  const made = limited(LAMP, 'lamp_resume').replace(
    '\tlamp->awake = true;\n',
    '\tlamp->awake = level > 0;\n',
  );
  const upstream = [LAMP, limited(LAMP, 'lamp_resume')] as const;
  expect([
    await said({ upstream, backport: [LAMP, made] }),
    await said({ upstream, backport: [LAMP, made], message: '[ ada: awake depends on the level in 6.1 ]\n' }),
  ]).toMatchInlineSnapshot(`
    [
      "wrong
    same: lamp.c:29 › lamp_resume() › if (level > lamp->max) | lamp.c:29 › lamp_resume() › if (level > lamp->max)
    extra: nowhere | lamp.c:35 › lamp_resume() › lamp->awake = true;
      upstream’s patch does not have it",
      "right
    note: ada: awake depends on the level in 6.1
    same: lamp.c:29 › lamp_resume() › if (level > lamp->max) | lamp.c:29 › lamp_resume() › if (level > lamp->max)
    extra: nowhere | lamp.c:35 › lamp_resume() › lamp->awake = true;
      upstream’s patch does not have it",
    ]
  `);
});

test('what the target has already is told as that', async () => {
  const older = limited(LAMP, 'lamp_start');
  const both = limited(limited(LAMP, 'lamp_start'), 'lamp_resume');
  expect(
    await said({ upstream: [LAMP, both], backport: [older, limited(older, 'lamp_resume')] }),
  ).toMatchInlineSnapshot(`
    "right
    same: lamp.c:29 › lamp_resume() › if (level > lamp->max) | lamp.c:31 › lamp_resume() › if (level > lamp->max)
    there: lamp.c:9 › lamp_start() › if (level > lamp->max) | nowhere
      the target has it already"
  `);
});

test('without trees the hunks tell what they can, and the rest is undetermined', async () => {
  expect([
    await said({
      upstream: [LAMP, limited(LAMP, 'lamp_resume')],
      backport: [LAMP, limited(LAMP, 'lamp_resume')],
      trees: false,
    }),
    await said({
      upstream: [LAMP, limited(LAMP, 'lamp_resume')],
      backport: [LAMP, limited(LAMP, 'lamp_start')],
      trees: false,
    }),
  ]).toMatchInlineSnapshot(`
    [
      "right
    upstream's patch is read by its hunks alone: kpw has no tree for it
    the backport is read by its hunks alone: kpw has no tree for it
    same: lamp.c:29 › lamp_resume() › if (level > lamp->max) | lamp.c:29 › lamp_resume() › if (level > lamp->max)",
      "doubtful
    upstream's patch is read by its hunks alone: kpw has no tree for it
    the backport is read by its hunks alone: kpw has no tree for it
    undetermined: lamp.c:29 › lamp_resume() › if (level > lamp->max) | lamp.c:9 › lamp_start() › if (level > lamp->max)
      upstream changes lamp_resume(), and this lamp_start(); whether the target has lamp_resume() only its tree tells",
    ]
  `);
});

test('patches that share nothing are partly applied and extra', async () => {
  expect(
    await said({
      upstream: [LAMP, limited(LAMP, 'lamp_resume')],
      backport: [LAMP, LAMP.replace('no power', 'no current')],
    }),
  ).toMatchInlineSnapshot(`
    "wrong
    partly: lamp.c:29 › lamp_resume() › if (level > lamp->max) | nowhere
      belongs lamp.c:29 › lamp_resume() › if (level > lamp->max)
      left out, though its place is there
    extra: nowhere | lamp.c:11 › lamp_start() › if (ret) › dev_err(lamp->dev, "no power\\n");
      upstream’s patch does not have it"
  `);
});

const LOCK = '\tspin_lock(&lamp->inner);\n';
const UNLOCK = '\tspin_unlock(&lamp->inner);\n';
const locked = (text: string) => before(text, 'lamp_resume', '\tret = lamp_power', LOCK);
const both = (text: string) => before(locked(text), 'lamp_resume', '\tlamp->awake', UNLOCK);

test('a line that is like one that was taken over is not taken for it', async () => {
  expect(await said({ upstream: [LAMP, both(LAMP)], backport: [LAMP, locked(LAMP)] })).toMatchInlineSnapshot(`
    "wrong
    same: lamp.c:29 › lamp_resume() › spin_lock(&lamp->inner); | lamp.c:29 › lamp_resume() › spin_lock(&lamp->inner);
    partly: lamp.c:35 › lamp_resume() › spin_unlock(&lamp->inner); | nowhere
      belongs lamp.c:35 › lamp_resume() › spin_unlock(&lamp->inner);
      left out, though its place is there"
  `);
  expect(await said({ upstream: [LAMP, locked(LAMP)], backport: [LAMP, both(LAMP)] })).toMatchInlineSnapshot(`
    "wrong
    same: lamp.c:29 › lamp_resume() › spin_lock(&lamp->inner); | lamp.c:29 › lamp_resume() › spin_lock(&lamp->inner);
    extra: nowhere | lamp.c:35 › lamp_resume() › spin_unlock(&lamp->inner);
      upstream’s patch does not have it"
  `);
});

const block =
  (...lines: string[]) =>
  (text: string) =>
    before(text, 'lamp_resume', '\tret = lamp_power', lines.map((line) => `\t${line}\n`).join(''));

test.each([
  [
    'a call of a block is left out',
    ['lamp_a(lamp);', 'lamp_b(lamp);', 'lamp_c(lamp);'],
    ['lamp_a(lamp);', 'lamp_c(lamp);'],
    'partly',
  ],
  ['a call is added to a block', ['lamp_a(lamp);'], ['lamp_a(lamp);', 'lamp_wipe(lamp);'], 'extra'],
  ['an error is another', ['if (!lamp)', '\treturn -ENODEV;'], ['if (!lamp)', '\treturn -EIO;'], 'partly'],
  [
    'two calls are the other way round',
    ['lamp_drain(lamp);', 'lamp_mask(lamp);'],
    ['lamp_mask(lamp);', 'lamp_drain(lamp);'],
    'partly',
  ],
  ['a number is another', ['lamp_dim(lamp, 16);'], ['lamp_dim(lamp, 32);'], 'partly'],
  [
    'a comparison is turned',
    ['if (level >= lamp->max)', '\tlevel = 0;'],
    ['if (level > lamp->max)', '\tlevel = 0;'],
    'partly',
  ],
  [
    'a name of the target stands in place of upstream’s',
    ['lamp_dim_locked(lamp, level);'],
    ['lamp_dim(lamp, level);'],
    'context',
  ],
] as const)('%s', async (_, ours, theirs, verdict) => {
  const told = await said({
    upstream: [LAMP, block(...ours)(LAMP)],
    backport: [LAMP, block(...theirs)(LAMP)],
  });
  expect(told.split('\n')[1]).toMatch(new RegExp(`^${verdict}: `));
  expect(told.split('\n')[0]).toBe(verdict === 'context' ? 'right' : 'wrong');
});

test('of two changes that say the same each is the one that stands in its order', async () => {
  const note = (text: string) =>
    before(
      before(text, 'lamp_resume', '\tret = lamp_power', '\tlamp_note(lamp);\n'),
      'lamp_resume',
      '\tlamp->awake',
      '\tlamp_note(lamp);\n',
    );
  // More changes above on one side, so that neither is where it is by its number.
  const more = before(note(LAMP), 'lamp_start', '\tret = lamp_power', '\tlamp_one(lamp);\n').replace(
    'too hot',
    'far too hot',
  );
  expect(
    await said({ upstream: [LAMP, more], backport: [LAMP, note(LAMP)], message: '[ only the notes ]\n' }),
  ).not.toContain('moved');
});

test('includes and functions may stand in another order', async () => {
  const two = LAMP.replace(
    '#include <linux/lamp.h>\n',
    '#include <linux/lamp.h>\n#include <linux/slab.h>\n#include <linux/wick.h>\n',
  );
  const include = (text: string, above: string) => before(text, above, above, '#include <linux/oil.h>\n');
  const told = await said({
    upstream: [two, include(two, '#include <linux/slab.h>')],
    backport: [two, include(two, '#include <linux/wick.h>')],
  });
  expect(told.split('\n')[0]).toBe('right');
  const guarded = `${LAMP}\n#ifdef CONFIG_PM\nint lamp_pm;\n#endif\n`;
  const wick = (text: string, line: string) => before(text, line, line, 'int lamp_wick;\n');
  expect(
    await said({
      upstream: [guarded, wick(guarded, '#ifdef CONFIG_PM')],
      backport: [guarded, wick(guarded, 'int lamp_pm;')],
    }),
  ).toContain('moved');
});
