// SPDX-License-Identifier: GPL-2.0-only
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { OWN_GROUP, WATCHER } from './children.ts';
import { runProgram } from './kernel/run.ts';
import { scratch } from './kernel/testing/context.ts';
import { startOf } from './owner.ts';

/** A program, what it has started, and what that has started, as make, make and the compiler. */
const FAMILY = `echo $$ >>pids; sh -c 'echo $$ >>pids; sleep 600 & echo $! >>pids; wait' & wait`;

async function pids(folder: string): Promise<number[]> {
  const text = await readFile(join(folder, 'pids'), 'utf8').catch(() => '');
  return text.split('\n').filter(Boolean).map(Number);
}

/** Of those, which go on; a zombie has ended. */
async function alive(folder: string): Promise<number[]> {
  const states = await Promise.all(
    (await pids(folder)).map(async (pid) => {
      const stat = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '');
      return stat === '' || /\) [ZX] /.test(stat) ? [] : [pid];
    }),
  );
  return states.flat();
}

async function until(what: () => Promise<boolean>): Promise<void> {
  while (!(await what())) await sleep(20);
}

/** Runs the family in another kpw, which is killed once `meanwhile` has come to its end. */
async function killedInWork(meanwhile: (kpw: number) => Promise<void>): Promise<string> {
  const folder = await scratch();
  const script = `const { runProgram } = await import(${JSON.stringify(new URL('./kernel/run.ts', import.meta.url).href)});
    const cwd = ${JSON.stringify(folder)};
    const ran = runProgram('sh', ['-c', ${JSON.stringify(FAMILY)}], { signal: new AbortController().signal }, { cwd });
    process.stdout.write('begun');
    await ran;`;
  const kpw = execa('node', ['--import', 'tsx', '--input-type=module', '-e', script], { reject: false });
  await new Promise((resolve) => kpw.stdout.once('data', resolve));
  await until(async () => (await pids(folder)).length === 3);
  expect(await alive(folder)).toHaveLength(3);
  await meanwhile(kpw.pid ?? 0);
  kpw.kill('SIGKILL');
  await kpw;
  await until(async () => (await alive(folder)).length === 0);
  return folder;
}

/** The shell that watches over what a kpw has started. */
async function watcherOf(kpw: number): Promise<number | undefined> {
  const { stdout } = await execa('pgrep', ['-P', String(kpw), '-f', 'while read -r what group'], {
    reject: false,
  });
  return stdout === '' ? undefined : Number(stdout.split('\n')[0]);
}

test('what a program has started ends when kpw is killed', async () => {
  expect(await pids(await killedInWork(async () => undefined))).toHaveLength(3);
});

test('a watcher that is killed has a successor, which knows what runs', async () => {
  await killedInWork(async (kpw) => {
    const first = await watcherOf(kpw);
    if (first === undefined) throw new Error('nobody watches');
    process.kill(first, 'SIGKILL');
    await until(async () => ![undefined, first].includes(await watcherOf(kpw)));
  });
});

test('what a program has started ends when the work is aborted', async () => {
  const cwd = await scratch();
  const abort = new AbortController();
  const ran = runProgram('sh', ['-c', FAMILY], { signal: abort.signal }, { cwd });
  ran.catch(() => undefined);
  await until(async () => (await pids(cwd)).length === 3);
  abort.abort('SIGINT');
  await expect(ran).rejects.toBe('SIGINT');
  await until(async () => (await alive(cwd)).length === 0);
});

const context = { signal: new AbortController().signal };

test('a group whose number is another one by now is left alone', async () => {
  const sleeper = execa('sleep', ['600'], { ...OWN_GROUP, reject: false });
  const pid = String(sleeper.pid);
  const end = (start: string) =>
    execa('sh', ['-c', WATCHER], { input: `+ ${pid}:${start}\n`, reject: false });
  await end('1');
  expect(startOf(pid)).toBeDefined();
  // One that has ended is not on the list any more.
  await execa('sh', ['-c', WATCHER], {
    reject: false,
    input: `+ 1:1\n+ ${pid}:${startOf(pid)}\n+ 2:2\n- ${pid}:${startOf(pid)}\n`,
  });
  expect(startOf(pid)).toBeDefined();
  await end(startOf(pid) ?? '');
  expect((await sleeper).signal).toBe('SIGKILL');
});

test('a program that is killed from outside is no program that failed', async () => {
  await expect(runProgram('sh', ['-c', 'kill -9 $$'], context)).rejects.toMatchObject({
    code: 'HOST_FAULT',
    title: 'sh was killed from outside (SIGKILL)',
  });
});

test('a folder that is gone is not taken for a program that is missing', async () => {
  const cwd = await scratch();
  await rm(cwd, { recursive: true });
  await expect(runProgram('sh', ['-c', 'true'], context, { cwd })).rejects.toMatchObject({
    code: 'HOST_FAULT',
    where: cwd,
  });
  await expect(runProgram('kpw-no-such-program', [], context)).rejects.toMatchObject({ code: 'HOST_LACKS' });
});
