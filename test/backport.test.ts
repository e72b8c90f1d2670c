// SPDX-License-Identifier: GPL-2.0-only
// kpw backport check on repositories and files, and on what is none.
import { appendFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { beforeAll, describe, expect, test } from 'vitest';
import { LAMP } from '../src/backport/testing/lamp.ts';
import { backportCheck } from '../src/cli/backport-check.ts';
import { Failure } from '../src/failure.ts';
import { runVerb } from './run-verb.ts';
import { temporaryFolder } from './support.ts';

let folder: string;
let repository: string;
/** Ids of the commits by their branch. */
let upstream: string;

const FILE = 'drivers/lamp/lamp.c';
const LIMIT = '\tif (level > lamp->max)\n\t\tlevel = lamp->max;\n';
const limited = (of: string) => {
  const at = LAMP.indexOf('\tret = lamp_power', LAMP.indexOf(of));
  return LAMP.slice(0, at) + LIMIT + LAMP.slice(at);
};

const git = async (argv: readonly string[], options: { input?: string; cwd?: string } = {}) => {
  const env = {
    ...{ GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' },
    ...{ GIT_AUTHOR_NAME: 'Ada Lamp', GIT_AUTHOR_EMAIL: 'ada@example.org' },
    ...{ GIT_COMMITTER_NAME: 'Ada Lamp', GIT_COMMITTER_EMAIL: 'ada@example.org' },
  };
  const { stdout } = await execa('git', argv, {
    cwd: options.cwd ?? repository,
    env,
    ...(options.input === undefined ? {} : { input: options.input }),
  });
  return stdout;
};

/** A commit of one text on a branch of its own. */
async function commit(
  branch: string,
  text: string | Buffer,
  message: string,
  from = 'base',
  path = FILE,
): Promise<string> {
  await git(['checkout', '-q', '-B', branch, from]);
  await writeFile(join(repository, path), text);
  await git(['add', '-A']);
  await git(['commit', '-q', '--allow-empty', '-F', '-'], { input: message });
  return git(['rev-parse', 'HEAD']);
}

beforeAll(async () => {
  folder = await temporaryFolder();
  repository = join(folder, 'linux');
  await mkdir(join(repository, 'drivers/lamp'), { recursive: true });
  await git(['init', '-q', '-b', 'base']);
  await writeFile(
    join(repository, 'Makefile'),
    'VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 0\nEXTRAVERSION =\n',
  );
  await writeFile(join(repository, 'Kbuild'), '');
  await writeFile(join(repository, FILE), LAMP);
  await git(['add', '-A']);
  await git(['commit', '-q', '-m', 'base']);
  upstream = await commit('main', limited('lamp_resume'), 'lamp: Keep the level below its limit\n');
  const named = `lamp: Keep the level below its limit\n\ncommit ${upstream} upstream.\n`;
  await commit('right', limited('lamp_resume'), named);
  await commit('wrong', limited('lamp_start'), named);
  await commit('unnamed', limited('lamp_resume'), 'lamp: Keep the level below its limit\n');
  await commit('empty', LAMP, 'lamp: Nothing\n');
  await git(['checkout', '-q', '-B', 'merge', 'right']);
  await git(['merge', '-q', '-s', 'ours', '--no-edit', 'empty']);
  await commit(
    'queue',
    LAMP.replace('no power after', 'no current after'),
    'lamp: Say what is missing\n\nlamp: no commit is named\n',
    'wrong',
  );
  for (const name of ['right', 'wrong', 'main'])
    await git(['format-patch', '-q', '-1', name, '-o', join(folder, name)]);
}, 60_000);

const plain = (text: string) =>
  text
    .replaceAll(folder, 'FOLDER')
    .replace(/\b[0-9a-f]{12,40}\b/g, 'ID')
    .replace(/ {2,}/g, '  ');
const kpw = async (...argv: string[]) => {
  const { status, said, noted } = await runVerb(backportCheck, argv);
  return plain(`${said}\n${noted}\nexit ${status}`);
};
const refused = async (...argv: string[]) => {
  try {
    return await kpw(...argv);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return plain(`${error.code} ${error.where}: ${error.title}\n${error.hint}`);
  }
};

test('a commit is compared with the commit that its message names', async () => {
  expect([await kpw(`${repository}@right`), await kpw(`${repository}@wrong`)]).toMatchInlineSnapshot(`
    [
      "right  lamp: Keep the level below its limit  1 same place
      same place  drivers/lamp/lamp.c:29 › lamp_resume() › if (level > lamp->max)

    exit 0",
      "wrong  lamp: Keep the level below its limit  1 moved
      moved  drivers/lamp/lamp.c:9 › lamp_start() › if (level > lamp->max)
      upstream  drivers/lamp/lamp.c:29 › lamp_resume() › if (level > lamp->max)
      belongs  drivers/lamp/lamp.c:29 › lamp_resume() › if (level > lamp->max) (100 % alike; here 86 %)

    exit 1",
    ]
  `);
});

test('mails find their files by the blobs that they name, and their original by its commit', async () => {
  expect(await kpw(join(folder, 'wrong'), '--upstream', repository)).toMatchInlineSnapshot(`
    "wrong  lamp: Keep the level below its limit  1 moved
      moved  drivers/lamp/lamp.c:9 › lamp_start() › if (level > lamp->max)
      upstream  drivers/lamp/lamp.c:29 › lamp_resume() › if (level > lamp->max)
      belongs  drivers/lamp/lamp.c:29 › lamp_resume() › if (level > lamp->max) (100 % alike; here 86 %)

    exit 1"
  `);
});

test('mails are compared on the trees that are named; one that has the backport is taken back first', async () => {
  const argv = [
    '--upstream',
    join(folder, 'main'),
    '--upstream-tree',
    `${repository}@base`,
    '--tree',
    `${repository}@wrong`,
  ];
  expect(await kpw(join(folder, 'wrong'), ...argv)).toMatchInlineSnapshot(`
    "wrong  lamp: Keep the level below its limit  1 moved
      moved  drivers/lamp/lamp.c:9 › lamp_start() › if (level > lamp->max)
      upstream  drivers/lamp/lamp.c:29 › lamp_resume() › if (level > lamp->max)
      belongs  drivers/lamp/lamp.c:29 › lamp_resume() › if (level > lamp->max) (100 % alike; here 86 %)

    exit 1"
  `);
});

test('a queue tells the doubtful patches first, and what is not compared', async () => {
  expect(await kpw('--queue', `${repository}@base..queue`)).toMatchInlineSnapshot(`
    "wrong  ID  lamp: Keep the level below its limit  1 moved
      moved  drivers/lamp/lamp.c:9 › lamp_start() › if (level > lamp->max)
      upstream  drivers/lamp/lamp.c:29 › lamp_resume() › if (level > lamp->max)
      belongs  drivers/lamp/lamp.c:29 › lamp_resume() › if (level > lamp->max) (100 % alike; here 86 %)
    not compared  ID  lamp: Say what is missing
      the message names no upstream commit
    2 patches: 1 wrong, 0 doubtful, 1 not compared, 0 right
    exit 1"
  `);
});

test('lines and data say the same', async () => {
  expect(await kpw(`${repository}@wrong`, '--lines')).toMatchInlineSnapshot(`
    "drivers/lamp/lamp.c:9: ERROR: moved: if (level > lamp->max); belongs to drivers/lamp/lamp.c:29 › lamp_resume() › if (level > lamp->max) (100 % alike; here 86 %)

    exit 1"
  `);
  const { said } = await runVerb(backportCheck, [`${repository}@wrong`, '--json']);
  const [one] = JSON.parse(said);
  expect(one).toMatchObject({
    state: 'wrong',
    verdicts: [{ verdict: 'moved', hunk: 1, by: 'tree-sitter-c', right: { scopes: ['lamp_resume()'] } }],
  });
});

describe('what is no backport, or no original', () => {
  test('swapped sides, a merge, an empty commit and a commit that nothing names are refused', async () => {
    expect([
      await refused(`${repository}@main`, '--upstream', `${repository}@right`),
      await refused(`${repository}@merge`, '--upstream', `${repository}@main`),
      await refused(`${repository}@empty`, '--upstream', `${repository}@main`),
      await refused(`${repository}@unnamed`),
      await refused(`${repository}@right`, '--queue', folder),
      await refused(`${repository}@nowhere`),
    ]).toMatchInlineSnapshot(`
      [
        "BAD_PARAMETER kpw backport check FOLDER/linux@main --upstream FOLDER/linux@right: the backport and the original seem to be swapped: only the original ("lamp: Keep the level below its limit") names an upstream commit
      Name the backport first, and the original behind --upstream.",
        "BAD_PARAMETER FOLDER/linux@ID: the commit is a merge, which is no patch
      Name a commit that changes files, of the branch that a merge brings perhaps, or a range: PATH@A..B.",
        "BAD_PARAMETER FOLDER/linux@ID: the commit is empty: it changes no file
      Name a commit that changes files, of the branch that a merge brings perhaps, or a range: PATH@A..B.",
        "NO_UPSTREAM FOLDER/linux@ID, "[PATCH] lamp: Keep the level below its limit": the message names no upstream commit
      Name the original: --upstream PATH@COMMIT, or its mail. Stable patches say "commit ID upstream." at the top.",
        "BAD_PARAMETER kpw backport check: a backport and --queue exclude each other
      Name one: kpw backport check FILE --upstream ORIGINAL, or --queue PATH@A..B",
        "UNKNOWN_NAME FOLDER/linux: the repository has no commit nowhere
      Fetch the branch that has it (git fetch --unshallow), or name a patch file.",
      ]
    `);
  });

  test('an unrelated original leaves everything out and adds everything', async () => {
    await commit('other', LAMP.replace('too hot', 'far too hot'), 'lamp: Say it louder\n');
    expect(await kpw(`${repository}@right`, '--upstream', `${repository}@other`)).toMatchInlineSnapshot(`
      "wrong  lamp: Keep the level below its limit  1 partly applied, 1 extra
        upstream's title is "lamp: Say it louder"
        partly applied  drivers/lamp/lamp.c:15 › lamp_start() › if (lamp->hot) › dev_warn(lamp->dev, "too hot\\n");
        belongs  drivers/lamp/lamp.c:15 › lamp_start() › if (lamp->hot) › dev_warn(lamp->dev, "too hot\\n"); (100 % alike)
        left out, though its place is there
        extra  drivers/lamp/lamp.c:29 › lamp_resume() › if (level > lamp->max)
        upstream’s patch does not have it

      exit 1"
    `);
  });

  test('a binary file is passed over and told; a patch of nothing else is refused', async () => {
    await commit(
      'picture',
      Buffer.from([0, 1, 2, 0, 255]),
      'lamp: A picture\n',
      'base',
      'drivers/lamp/lamp.png',
    );
    expect(await refused(`${repository}@picture`, '--upstream', `${repository}@main`)).toMatchInlineSnapshot(`
      "PATCH_BINARY FOLDER/linux@picture: the diff of drivers/lamp/lamp.png is binary, and no other file changes
      Hand in patches of text: kpw compares and applies nothing else."
    `);
  });

  test('a file that does not parse is told by its headings', async () => {
    const broken = (text: string) =>
      text.replace('static int lamp_start', '#define OPEN {\nBEGIN_LAMPS(a OPEN\n\nstatic int lamp_start');
    await commit('unparsed', broken(LAMP), 'base\n');
    await commit(
      'unparsed-wrong',
      broken(limited('lamp_start')),
      `x\n\ncommit ${upstream} upstream.\n`,
      'unparsed',
    );
    expect(await kpw(`${repository}@unparsed-wrong`)).toMatchInlineSnapshot(`
      "wrong  x  1 moved
        upstream's title is "lamp: Keep the level below its limit"
        moved  drivers/lamp/lamp.c:12 › lamp_start() › if (level > lamp->max)
        upstream  drivers/lamp/lamp.c:29 › lamp_resume() › if (level > lamp->max)
        belongs  drivers/lamp/lamp.c:32 › lamp_resume() › if (level > lamp->max) (100 % alike; here 86 %)

      exit 1"
    `);
  });

  test('a repository that was cut off, or lost an object, is told as that', async () => {
    const shallow = join(folder, 'shallow');
    await git(['clone', '-q', '--depth', '1', '--branch', 'right', `file://${repository}`, shallow], {
      cwd: folder,
    });
    const lost = join(folder, 'lost');
    await git(['clone', '-q', '--branch', 'right', `file://${repository}`, lost], { cwd: folder });
    const blob = await git(['rev-parse', `right:${FILE}`], { cwd: lost });
    for (const pack of (
      await execa('find', [join(lost, '.git/objects/pack'), '-name', '*.pack'])
    ).stdout.split('\n')) {
      const bytes = await readFile(pack);
      await rm(pack, { force: true });
      await execa('git', ['unpack-objects', '-q'], { cwd: lost, input: bytes });
    }
    await rm(join(lost, '.git/objects', blob.slice(0, 2), blob.slice(2)), { force: true });
    expect([await refused(`${shallow}@right`), await refused(`${lost}@right`)]).toMatchInlineSnapshot(`
      [
        "NO_UPSTREAM FOLDER/shallow@ID, "[PATCH] lamp: Keep the level below its limit": kpw does not find upstream commit ID
      FOLDER/shallow lacks it: fetch it there, or name the original itself: --upstream FILE.",
        "GIT_FAILED FOLDER/lost@ID: git cannot read the commit
      Objects of it may be missing: try git fsck there, or fetch the branch again.",
      ]
    `);
  });

  test('a mailbox that grows while it is read is read as far as it was', async () => {
    const box = join(folder, 'growing.mbox');
    const mails = (await git(['format-patch', '--stdout', '-1', 'wrong'])).concat('\n\n');
    await writeFile(box, mails);
    const [said] = await Promise.all([
      kpw(box, '--upstream', repository),
      (async () => {
        for (let more = 0; more < 20; more++) await appendFile(box, mails.slice(0, 300));
      })(),
    ]);
    expect(said).toContain('1 moved');
    expect(said).toContain('exit 1');
  });

  test('a patch of 5 MB is compared', async () => {
    const lines = Array.from(
      { length: 60_000 },
      (_, at) => `\tlamp_set(lamp, ${at}, "${'x'.repeat(40)}${at}");\n`,
    );
    const big = (texts: readonly string[]) => `void lamp_fill(struct lamp *lamp)\n{\n${texts.join('')}}\n`;
    await commit('big-base', big(lines), 'base\n', 'base', 'drivers/lamp/big.c');
    const changed = lines.map((line, at) => (at % 9 === 0 ? line.replace('lamp_set', 'lamp_put') : line));
    const id = await commit('big', big(changed), 'lamp: Much\n', 'big-base', 'drivers/lamp/big.c');
    await commit(
      'big-stable',
      big(changed),
      `lamp: Much\n\ncommit ${id} upstream.\n`,
      'big-base',
      'drivers/lamp/big.c',
    );
    expect((await kpw(`${repository}@big-stable`)).split('\n').at(-1)).toBe('exit 0');
  }, 120_000);
});
