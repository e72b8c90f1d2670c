// SPDX-License-Identifier: GPL-2.0-only
// What NIPA and b4 start, started as they do it: on a repository with a series at its end.
import { spawn } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { scratch } from '../src/kernel/testing/context.ts';
import { FAKE_KERNEL, writeFiles } from '../src/kernel/testing/fake-kernel.ts';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));
const NIPA = join(PROJECT, 'ci/nipa/tests/series/kpw_uapi');
const B4 = join(PROJECT, 'ci/b4/kpw-series.mjs');
const HEADER = 'include/uapi/linux/lamp.h';
const struct = (members: string) =>
  `/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */\n#ifndef _LAMP_H\n#define _LAMP_H\n#include <linux/types.h>\nstruct lamp {\n${members}};\n#endif\n`;

interface Repository {
  readonly folder: string;
  /** `kpw` of this checkout, with a cache of its own. */
  readonly kpw: string;
  git(...argv: string[]): Promise<string>;
}

/** A tree at the branch `base`, and on it one commit that changes its header. */
async function repository(members: string): Promise<Repository> {
  const folder = await scratch();
  const git = async (...argv: string[]) => {
    const author = ['-c', 'user.name=A', '-c', 'user.email=a@example.org', '-c', 'commit.gpgSign=false'];
    return (await execa('git', [...author, ...argv], { cwd: folder })).stdout;
  };
  const types =
    '#ifndef _T\n#define _T\ntypedef unsigned int __u32;\ntypedef unsigned long long __u64;\n#endif\n';
  await writeFiles(folder, {
    ...FAKE_KERNEL,
    'include/uapi/linux/types.h': types,
    [HEADER]: struct('\t__u32 on;\n\t__u32 colour;\n'),
  });
  await git('init', '-q', '-b', 'base');
  await git('add', '-A');
  await git('commit', '-qm', 'The tree');
  await git('switch', '-qc', 'series');
  await writeFile(join(folder, HEADER), struct(members));
  const message =
    'lamp: Change what a lamp is\n\nLamps have more colours than that, so widen what says which.\n\nSigned-off-by: A <a@example.org>';
  await git('commit', '-qam', message);
  const kpw = join(await scratch(), 'kpw');
  const cache = await scratch();
  await writeFile(
    kpw,
    `#!/bin/sh\nXDG_CACHE_HOME='${cache}' exec '${process.execPath}' '${PROJECT}/bin/kpw.mjs' "$@"\n`,
  );
  await chmod(kpw, 0o755);
  return { folder, kpw, git };
}

/** As core/test.py does it: the end of a pipe is handed on under its own number, and read when the test has ended. */
async function nipa({
  folder,
  kpw,
}: Repository): Promise<{ status: number | null; desc: string; results: string }> {
  const results = await scratch();
  const { run } = JSON.parse(await readFile(join(NIPA, 'info.json'), 'utf8')) as { run: [string] };
  const env = { ...process.env, KPW: kpw, DESC_FD: '3', RESULTS_DIR: results, BRANCH_BASE: 'base' };
  const child = spawn(join(NIPA, run[0]), { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe', 'pipe'] });
  let desc = '';
  child.stdio[3]?.on('data', (chunk: Buffer) => {
    desc += chunk.toString();
  });
  child.stderr?.resume();
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { status, desc, results };
}

const BREAK = '\t__u32 on;\n\t__u64 colour;\n';
const COMMENT = '\t__u32 on; /* or not */\n\t__u32 colour;\n';

test('NIPA: a break of the ABI fails, with one line that says so, and the findings are kept', async () => {
  const { status, desc, results } = await nipa(await repository(BREAK));
  expect(status).toBe(1);
  expect(desc).toMatch(/^[1-9]\d* errors?.*\n$/);
  expect((await readdir(results)).sort()).toEqual(['kpw.json', 'kpw.sarif']);
});

test('NIPA: a comment breaks nothing', async () => {
  const { status, desc } = await nipa(await repository(COMMENT));
  expect([0, 250]).toContain(status);
  expect(desc).toMatch(/^(nothing found|\d+ (warning|note)s?.*)\n$/);
});

test('NIPA: a base that is not there fails with what is wrong', async () => {
  const one = await repository(COMMENT);
  await one.git('branch', '-D', 'base');
  const { status, desc } = await nipa(one);
  expect(status).toBe(1);
  expect(desc).toMatch(/^[A-Z_]+: .*\n$/);
});

test('NIPA: no kpw on PATH is told', async () => {
  const { status, desc } = await nipa({ ...(await repository(COMMENT)), kpw: '/nowhere/kpw' });
  expect({ status, desc }).toMatchInlineSnapshot(`
    {
      "desc": "/nowhere/kpw does not start: spawnSync /nowhere/kpw ENOENT
    ",
      "status": 1,
    }
  `);
});

/** As _run_external_cmd of b4/review/checks.py does it: the cover letter comes in, an array is to come out. */
async function b4({ folder, kpw }: Repository, tracking: object | undefined): Promise<unknown> {
  const file = join(await scratch(), 'tracking.json');
  if (tracking) await writeFile(file, JSON.stringify(tracking));
  const env = { KPW: kpw, ...(tracking ? { B4_TRACKING_FILE: file } : {}) };
  const cover = 'From: A <a@example.org>\nSubject: [PATCH 0/1] lamp\n\nA cover letter.\n';
  const { stdout } = await execa(B4, [], { cwd: folder, env, input: cover, reject: false });
  return JSON.parse(stdout);
}

test('b4: the patches of the review branch are judged, less the commit of b4 itself', async () => {
  const one = await repository(BREAK);
  const first = (await one.git('rev-parse', 'HEAD')).trim();
  await one.git('switch', '-qc', 'b4/review/lamp-1');
  await mkdir(join(one.folder, 'x'));
  await one.git('commit', '-q', '--allow-empty', '-m', 'cover letter and tracking');
  const tracking = { series: { 'change-id': 'lamp-1', 'first-patch-commit': first } };
  expect(await b4(one, tracking)).toEqual([
    expect.objectContaining({ tool: 'kpw', status: 'fail', details: expect.stringContaining(HEADER) }),
  ]);
});

test('b4: a series that is not checked out has nothing to report', async () => {
  const one = await repository(COMMENT);
  expect(await b4(one, undefined)).toEqual([]);
  expect(await b4(one, { series: {} })).toEqual([]);
});
