// SPDX-License-Identifier: GPL-2.0-only
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { vfio } from '../../../subsystems/vfio/index.ts';
import { Cache, defaultCacheRoot } from '../../cache.ts';
import type { Context } from '../../context.ts';
import { type Kernel, prepareKernel } from '../../kernel/build.ts';
import { openTree } from '../../kernel/open.ts';
import { PC } from '../../kernel/testing/platform.ts';
import { findMachine } from '../machines.ts';
import { fittedMachine } from '../qemu-devices.ts';
import type { LiveBase, LiveGuest, Work, WorkDone } from './live-guest.ts';
import { GuestPool } from './pool.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const machine = await findMachine('x86-intel');
const busybox = ['/bin/busybox', '/usr/bin/busybox'].find((path) => existsSync(path));
const context: Context = {
  cache: new Cache(defaultCacheRoot()),
  signal: new AbortController().signal,
  report: () => undefined,
};
let folder: string;
let kernel: Kernel;
let base: LiveBase;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kpw-live-'));
  kernel = await prepareKernel(await openTree('debian:6.1', context), PC, vfio.modules, context);
  await execa('make', ['-C', join(root, 'kernel-tests/init'), `OUT=${folder}`]);
  const source = join(root, 'src/guest/test-data/misbehave.c');
  await execa('gcc', ['-Wall', '-O2', '-static', '-o', join(folder, 'misbehave'), source]);
  const guest = {
    init: join(folder, 'init'),
    base: kernel.base.map(({ path }) => path),
    ...{ cells: [], tests: [], binding: vfio.binding, programSeconds: 5 },
  };
  base = { guest, kernel, machine: (await fittedMachine(machine, context)).machine };
}, 600_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

async function poolOf(name: string, size: number): Promise<GuestPool> {
  const place = join(folder, name);
  await mkdir(place);
  return new GuestPool(base, size, place, context, ({ failure }) => failure);
}

function work(name: string): Work {
  const modules = kernel.shipped.map(({ path }) => path);
  return {
    cell: { name, modules, contract: `name ${name}\n` },
    programs: [{ name: 'misbehave', path: join(folder, 'misbehave') }],
  };
}

const said = ({ verdict, failure, healthy }: WorkDone) =>
  [verdict, failure?.title, healthy ? 'healthy' : 'hurt'].filter(Boolean).join(', ');

/** Runs cells one after another, each in a guest that is taken and given back. */
async function run(pool: GuestPool, names: readonly string[]): Promise<string[]> {
  const lines: string[] = [];
  const used: LiveGuest[] = [];
  for (const name of names) {
    const guest = await pool.take();
    if (!used.includes(guest)) used.push(guest);
    const done = await guest.run(work(name));
    lines.push(`${name} in guest ${used.indexOf(guest) + 1}: ${said(done)}`);
    await pool.give(guest, done.healthy);
  }
  return lines;
}

const qemus = async (name: string) =>
  (await execa('pgrep', ['-f', join(folder, name)], { reject: false })).stdout;

test('a guest runs one cell after another without a boot, and one that is hurt is replaced by another', async () => {
  const pool = await poolOf('one', 1);
  try {
    expect(await run(pool, ['first', 'fails', 'first', 'panics', 'last'])).toMatchInlineSnapshot(`
      [
        "first in guest 1: PASS, healthy",
        "fails in guest 1: FAIL, no end within 5 s, healthy",
        "first in guest 1: PASS, healthy",
        "panics in guest 1: FAIL, Kernel panic - not syncing: sysrq triggered crash, hurt",
        "last in guest 2: PASS, healthy",
      ]
    `);
    expect(pool.count).toEqual({ boots: 2, replaced: 1 });
  } finally {
    await pool.close();
  }
  expect(await qemus('one')).toBe('');
}, 300_000);

test('while a hurt guest is replaced, a spare goes on', async () => {
  const pool = await poolOf('spare', 2);
  try {
    const hurt = await pool.take();
    const spare = await pool.take();
    const heard: string[] = [];
    const [warned, passed] = await Promise.all([
      hurt.run(work('warns')),
      spare.run(work('first'), ({ name, verdict }) => heard.push(`${name} ${verdict}`)),
    ]);
    expect([said(warned), said(passed), heard]).toMatchInlineSnapshot(`
      [
        "FAIL, WARNING: CPU: 0 PID: 1 at kernel/x.c:1 f+0x1/0x2, hurt",
        "PASS, healthy",
        [
          "misbehave PASS",
        ],
      ]
    `);
    await Promise.all([pool.give(hurt, warned.healthy), pool.give(spare, passed.healthy)]);
    const next = await pool.take();
    expect(said(await next.run(work('last')))).toBe('PASS, healthy');
    await pool.give(next, true);
  } finally {
    await pool.close();
  }
  expect(await qemus('spare')).toBe('');
}, 300_000);

test.skipIf(busybox === undefined)(
  'a shell has the modules of its cell, and leaves the guest as it was',
  async () => {
    const pool = await poolOf('shell', 1);
    let shown = '';
    try {
      const guest = await pool.take();
      const healthy = await guest.shell(work('first'), busybox ?? '', (console) => {
        const hear = (data: Buffer) => {
          const asked = shown.includes(' # ');
          shown += data.toString('latin1');
          // Its prompt: what is typed before would be lost.
          if (!asked && shown.includes(' # '))
            console.write('echo "<$KPW_CELL $(grep -c ^vfio_pci /proc/modules)>"; exit\n');
        };
        console.on('data', hear);
        return () => console.off('data', hear);
      });
      expect(shown).toMatch(/<first [12]>/);
      expect([healthy, said(await guest.run(work('last')))]).toEqual([true, 'PASS, healthy']);
      await pool.give(guest, true);
      expect(pool.count).toEqual({ boots: 1, replaced: 0 });
    } finally {
      await pool.close();
    }
  },
  300_000,
);

test('a guest that dies while it waits is not handed out', async () => {
  const pool = await poolOf('dies', 1);
  try {
    const guest = await pool.take();
    await pool.give(guest, true);
    await execa('pkill', ['-KILL', '-f', `${join(folder, 'dies')}/guest-1/`]);
    await expect.poll(() => guest.hurt()).toBe('QEMU has ended');
    expect((await run(pool, ['last']))[0]).toBe('last in guest 1: PASS, healthy');
    expect(pool.count).toEqual({ boots: 2, replaced: 1 });
  } finally {
    await pool.close();
  }
}, 300_000);

test('who closes the pool while a guest boots leaves nothing behind', async () => {
  const pool = await poolOf('early', 2);
  const waiting = pool.take();
  waiting.catch(() => undefined);
  await pool.close();
  await expect(waiting).rejects.toThrow();
  expect([await qemus('early'), existsSync(join(folder, 'early'))]).toEqual(['', false]);
}, 300_000);
