// SPDX-License-Identifier: GPL-2.0-only
// What somebody may get wrong on the command line of kpw compare; each has a code, a place and what to do.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { topics } from '../../templates/index.ts';
import { Cache } from '../cache.ts';
import type { Context } from '../context.ts';
import { branch, git, LAMP_TREE, lampRepository, lampWith } from '../evidence/compare/testing/lamp.ts';
import { Failure } from '../failure.ts';
import { openTree } from '../kernel/open.ts';
import type { AnyTopic } from '../series/topic.ts';
import { designWords, readDesign, readDesigns } from './compare-designs.ts';
import { readQuestion } from './compare-question.ts';

const TOPIC = topics[0] as AnyTopic;

let folder: string;
let linux: string;
let context: Context;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kpw-designs-'));
  linux = join(folder, 'linux');
  context = {
    cache: new Cache(join(folder, 'cache')),
    signal: new AbortController().signal,
    report: () => undefined,
  };
  await lampRepository(linux);
  const file = 'drivers/lamp/main.c';
  await branch(linux, 'old', 'base', {
    subject: 'lamp: Note it',
    files: { 'drivers/lamp/Kconfig': `${LAMP_TREE['drivers/lamp/Kconfig']}#\n` },
  });
  await branch(linux, 'mine', 'old', {
    subject: 'lamp: Refuse',
    files: { [file]: lampWith('-EINVAL', '-ERANGE') },
  });
  await git(linux, 'checkout', '-q', 'main');
  await branch(linux, 'next', 'main', {
    subject: 'lamp: Elsewhere',
    files: { 'drivers/lamp/old.c': '#include "lamp.h"\n' },
  });
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

async function failing(work: () => unknown): Promise<string> {
  try {
    await work();
  } catch (error) {
    if (error instanceof Failure)
      return `${error.code}: ${error.title} (${error.where?.replaceAll(folder, '')})`;
    throw error;
  }
  return 'nothing';
}

test('a design is called as it says, or as its file or branch', () => {
  expect(
    designWords(['rfc=a.mbox', 'patches/v2.mbox.gz', 'linux@v6.12..work/my-branch', 'linux@v6.12..']),
  ).toEqual([
    { name: 'rfc', source: 'a.mbox', ways: [{}] },
    { name: 'v2', source: 'patches/v2.mbox.gz', ways: [{}] },
    { name: 'my-branch', source: 'linux@v6.12..work/my-branch', ways: [{}] },
    { name: 'linux', source: 'linux@v6.12..', ways: [{}] },
  ]);
});

test('one source loaded in several ways is one design', async () => {
  expect(designWords(['a[x=1]=a.mbox', 'b=b.mbox', 'a[x=0]=a.mbox', 'a=a.mbox'])).toEqual([
    { name: 'a', source: 'a.mbox', ways: [{ x: '1' }, { x: '0' }, {}] },
    { name: 'b', source: 'b.mbox', ways: [{}] },
  ]);
  expect(await failing(() => designWords(['a[x=1]=a.mbox', 'a[x=1]=a.mbox']))).toBe(
    'NAME_TAKEN: two designs are called a[x=1] (a.mbox and a.mbox)',
  );
  expect(await failing(() => designWords(['a[x=1]=a.mbox', 'a[x=0]=b.mbox']))).toMatch(
    /^NAME_TAKEN: two designs are called a\[x=0\]/,
  );
  expect(await failing(() => designWords(['a[x]=a.mbox']))).toMatch(/^BAD_PARAMETER: "x" is no parameter/);
});

test('two designs of one name, and a name that a column of every table has', async () => {
  expect(await failing(() => designWords(['a=x.mbox', 'b/a.mbox']))).toBe(
    'NAME_TAKEN: two designs are called a (x.mbox and b/a.mbox)',
  );
  expect(await failing(() => designWords(['baseline=x.mbox']))).toMatch(
    /^NAME_TAKEN: no design can be called baseline/,
  );
});

test('a name without a source, and a source that nothing is', async () => {
  expect(await failing(() => designWords(['rfc=']))).toBe(
    'BAD_PARAMETER: the design rfc has no source (rfc=)',
  );
  const tree = await openTree(`${linux}@base`, context);
  const read = (source: string) =>
    failing(() => readDesign({ name: 'rfc', source }, tree, TOPIC, [], context));
  expect(await read('nowhere.mbox')).toMatch(/^BAD_PARAMETER: the design rfc is neither a file, a range/);
  expect(await read(`${linux}@mine..mine`)).toBe('NO_PATCH: the range has no commit (/linux@mine..mine)');
  expect(await read(`${linux}@base..nowhere`)).toMatch(/^GIT_FAILED: /);
});

test('a design that cannot be read is kept with its reason, and a source that nothing is ends it all', async () => {
  const tree = await openTree(`${linux}@base`, context);
  const read = (...sources: string[]) =>
    readDesigns(
      sources.map((source, at) => ({ name: `d${at}`, source, ways: [{}] })),
      (word) => readDesign(word, tree, TOPIC, [], context),
    );
  const empty = join(folder, 'empty');
  await mkdir(empty);
  const given = await read(`${linux}@base..mine`, `${linux}@base..nowhere`, empty, `${linux}@mine..mine`);
  expect(given.map((one) => ('failure' in one ? one.failure.code : one.messages.length))).toEqual([
    2,
    'GIT_FAILED',
    'MAIL_UNREADABLE',
    'NO_PATCH',
  ]);
  expect(await failing(() => read(`${linux}@base..mine`, 'nowhere.mbox'))).toMatch(/^BAD_PARAMETER: /);
});

test('a range that begins at the tree needs no word', async () => {
  const tree = await openTree(`${linux}@base`, context);
  const { notes, hint, messages } = await readDesign(
    { name: 'a', source: `${linux}@base..mine` },
    tree,
    TOPIC,
    [],
    context,
  );
  expect([notes, hint, messages.length]).toEqual([[], undefined, 2]);
});

test('a range that begins later leaves commits out, which is said, with the range that has them', async () => {
  const tree = await openTree(`${linux}@base`, context);
  const { notes, hint } = await readDesign(
    { name: 'a', source: `${linux}@old..mine` },
    tree,
    TOPIC,
    [],
    context,
  );
  expect(notes.map((note) => note.replaceAll(folder, ''))).toEqual([
    'the range begins at old, not at /linux@base: 1 commit ("lamp: Note it") before old are not taken along; git merge-base of the tree and mine is base',
  ]);
  expect(hint?.replaceAll(folder, '')).toBe('Take all commits since the tree: /linux@base..mine');
});

test('a range on another base than the tree names the commits between, and the base that both have', async () => {
  const tree = await openTree(`${linux}@next`, context);
  const { notes, hint } = await readDesign(
    { name: 'a', source: `${linux}@old..mine` },
    tree,
    TOPIC,
    [],
    context,
  );
  expect(notes[0]).toContain('the tree has 1 commit ("lamp: Elsewhere") that the range does not stand on');
  expect(hint?.replaceAll(folder, '')).toBe(
    'Compare on the commit that both have, --tree /linux@base, and take /linux@base..mine; or rebase mine.',
  );
});

test('a kept question has its paths beside it', async () => {
  const file = join(folder, 'question.json');
  const asked = { tree: 'linux@base', designs: { a: 'linux@base..mine', b: 'b.mbox' }, modules: ['lamp'] };
  await writeFile(file, JSON.stringify(asked));
  await writeFile(join(folder, 'b.mbox'), '');
  expect(await readQuestion(file)).toEqual({
    tree: `${linux}@base`,
    designs: { a: `${linux}@base..mine`, b: join(folder, 'b.mbox') },
    modules: ['lamp'],
  });
});

test('a question may be YAML, with remarks', async () => {
  const file = join(folder, 'question.yaml');
  await writeFile(
    file,
    '# Whose range is it?\ntree: linux@base\ndesigns:\n  a: linux@base..mine\n  d: debian:6.12\nmodules: [lamp]\n',
  );
  expect(await readQuestion(file)).toEqual({
    tree: `${linux}@base`,
    designs: { a: `${linux}@base..mine`, d: 'debian:6.12' },
    modules: ['lamp'],
  });
  await writeFile(file, 'tree: linux@base\ndesigns:\n\ta: x\n');
  expect(await failing(() => readQuestion(file))).toMatch(
    /^QUESTION_MALFORMED: this is not YAML: .*question\.yaml:3\)$/s,
  );
});

test.each([
  ['{', /this is not JSON/],
  ['{"tree": "debian:6.12"}', /designs: an object with a source for each name is expected/],
  ['{"tree": "debian:6.12", "designs": ["a.mbox"]}', /designs: an object with a source for each name/],
  ['{"tree": "debian:6.12", "designs": {}, "tset": []}', /tset: /],
])('a question that is wrong says where: %s', async (text, said) => {
  const file = join(folder, 'wrong.json');
  await writeFile(file, text);
  const told = await failing(() => readQuestion(file));
  expect(told).toMatch(/^QUESTION_MALFORMED: /);
  expect(told).toMatch(said);
});

test('a question that is not there', async () => {
  expect(await failing(() => readQuestion(join(folder, 'none.json')))).toBe(
    `QUESTION_MALFORMED: there is no file ${folder}/none.json (/none.json)`,
  );
});
