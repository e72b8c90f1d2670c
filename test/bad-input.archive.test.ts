// SPDX-License-Identifier: GPL-2.0-only
// The program as a person meets it who mistypes, points it at the wrong thing, or lacks something.
import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from './support.ts';

const KPW = fileURLToPath(new URL('../bin/kpw.mjs', import.meta.url));

async function kpw(args: readonly string[], env: Record<string, string> = {}) {
  const { exitCode, stdout, stderr } = await execa(process.execPath, [KPW, ...args], {
    reject: false,
    env: { FORCE_COLOR: '', ...env },
  });
  return { exitCode, stdout, stderr };
}

describe('names that nothing has', () => {
  test.each([
    ['a variant', ['generate', 'regionflag'], 'UNKNOWN_NAME', 'Did you mean region-flag?'],
    ['a topic', ['show', '--topic', 'msi-mmap'], 'UNKNOWN_NAME', 'Did you mean msix-mmap?'],
    ['a tree', ['layout', '--tree', 'debian:6.l'], 'UNKNOWN_NAME', 'debian:6.1'],
    ['a machine', ['run', '--machine', 'x86-intl'], 'UNKNOWN_NAME', 'Did you mean x86-intel?'],
    ['a rule', ['check', '--disable', 'lay-member-move'], 'UNKNOWN_NAME', 'lay-member-moved'],
    ['a parameter', ['show', '--topic', 'nothing'], 'UNKNOWN_NAME', 'Topics: msix-mmap'],
    ['a setting', ['generate', '--set', 'colour=red'], 'BAD_PARAMETER', 'opt-in-ioctl: as-posted'],
    ['a run', ['report', 'yesterday'], 'UNKNOWN_NAME', 'no run "yesterday"'],
  ])('%s is refused with exit status 2, and the nearest names are offered', async (_, args, code, hint) => {
    const { exitCode, stderr } = await kpw(args);
    expect(stderr).toContain(`error [${code}]`);
    expect(stderr).toContain(hint);
    expect(exitCode).toBe(2);
  });

  test('a verb and an option that are mistyped are refused with exit status 2', async () => {
    expect(await kpw(['generat'])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('Did you mean generate?'),
    });
    expect(await kpw(['generate', '--tre'])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('--tree'),
    });
  });
});

describe('trees that will not do', () => {
  test('a folder that is no kernel tree is refused', async () => {
    const folder = await temporaryFolder();
    const { exitCode, stderr } = await kpw(['layout', '--tree', folder]);
    expect(stderr).toContain('error [TREE_UNSUITABLE]');
    expect(exitCode).toBe(4);
  });

  test('a kernel tree without vfio is refused by what was looked for', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'Makefile'), 'VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 0\nEXTRAVERSION =\n');
    await writeFile(join(folder, 'Kbuild'), '');
    await mkdir(join(folder, 'drivers'));
    const { exitCode, stderr } = await kpw(['layout', '--tree', folder]);
    expect(stderr).toContain('error [TREE_UNSUITABLE] nothing in this tree looks like the mmap handler');
    expect(exitCode).toBe(4);
  });

  test('a number that is taken is refused, with its owner and a free one', async () => {
    const { exitCode, stderr } = await kpw([
      'generate',
      'opt-in-ioctl',
      '--tree',
      'debian:6.1',
      '--set',
      'number=14',
      '--stdout',
    ]);
    expect(stderr).toContain(
      'error [ALLOCATION_TAKEN] VFIO_BASE + 14 for VFIO_DEVICE_PCI_ALLOW_MSIX_MMAP is taken by VFIO_DEVICE_QUERY_GFX_PLANE',
    );
    expect(stderr).toContain('it would take 18');
    expect(exitCode).toBe(4);
  });
});

describe('a host that lacks something', () => {
  /** A PATH with the usual programs but one. */
  async function without(missing: string): Promise<string> {
    const folder = await temporaryFolder();
    for (const program of await readdir('/usr/bin'))
      if (!program.startsWith(missing)) await symlink(`/usr/bin/${program}`, join(folder, program));
    return folder;
  }

  test.each([
    ['QEMU', 'qemu', ['test', 'region-flag', '--out', '/tmp/kpw-test-no-qemu'], 'qemu-system-x86'],
    ['git', 'git', ['generate', 'region-flag', '--tree', 'debian:6.1', '--stdout'], 'git'],
  ])('without %s, one message names the package, exit status 3', async (_, missing, args, hint) => {
    const { exitCode, stderr } = await kpw(args, { PATH: await without(missing) });
    expect(stderr).toContain('error [HOST_LACKS]');
    expect(stderr).toContain(hint);
    expect(exitCode).toBe(3);
  });
});

describe('how it is told', () => {
  test('with --json a failure is data on standard output, with the same exit status', async () => {
    const { exitCode, stdout } = await kpw(['generate', 'regionflag', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      error: { code: 'UNKNOWN_NAME', hint: 'Did you mean region-flag?' },
    });
    expect(exitCode).toBe(2);
  });

  test('in a pipe there is no control character', async () => {
    const { stdout, stderr } = await kpw(['check', 'region-flag', '--tree', 'debian:6.1', '--no-checkpatch']);
    expect(`${stdout}${stderr}`).not.toMatch(/[\u0000-\u0008\u000b-\u001f]/);
  });

  test('evidence that is damaged is told as such', async () => {
    const out = await temporaryFolder();
    await mkdir(join(out, 'a-run'));
    await writeFile(join(out, 'a-run', 'evidence.json'), '{"schema": 1, "run": ');
    const { exitCode, stderr } = await kpw(['report', 'a-run', '--out', out]);
    expect(stderr).toContain('error [EVIDENCE_UNREADABLE]');
    expect(exitCode).toBe(2);
  });

  test('an output folder that is a file is refused, and the file is kept', async () => {
    const file = join(await temporaryFolder(), 'file');
    await writeFile(file, 'mine');
    const { exitCode, stderr } = await kpw([
      'generate',
      'region-flag',
      '--tree',
      'debian:6.1',
      '--out',
      file,
    ]);
    expect(stderr).not.toContain('INTERNAL');
    expect(stderr).toContain(file);
    expect(exitCode).toBe(3);
  });
});

test('two runs that write the same series at once leave whole series', async () => {
  const out = await temporaryFolder();
  const both = await Promise.all([1, 2].map(() => kpw(['generate', '--tree', 'debian:6.1', '--out', out])));
  expect(both.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
  expect(await kpw(['generate', '--tree', 'debian:6.1', '--out', out, '--check'])).toMatchObject({
    exitCode: 0,
  });
});

test.each([
  'SIGHUP',
  'SIGINT',
  'SIGTERM',
] as const)('%s in a guest run ends it, and leaves no QEMU and no half run', async (signal) => {
  const out = await temporaryFolder();
  const child = execa(process.execPath, [KPW, 'run', 'region-flag', '--again', '--out', out], {
    reject: false,
    detached: true,
  });
  const group = child.pid ?? 0;
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  let over = false;
  void child.then(() => {
    over = true;
  });
  while (!over && !(await execa('pgrep', ['-g', String(group), 'qemu'], { reject: false })).stdout)
    await new Promise((resolve) => setTimeout(resolve, 100));
  expect(over, `the run ended before its guest was up: ${said}`).toBe(false);
  process.kill(signal === 'SIGINT' ? -group : group, signal);
  const { exitCode } = await child;
  expect(exitCode, said).toBe({ SIGHUP: 129, SIGINT: 130, SIGTERM: 143 }[signal]);
  expect((await execa('pgrep', ['-g', String(group)], { reject: false })).stdout).toBe('');
  expect((await execa('ls', [out])).stdout).toBe('');
});
