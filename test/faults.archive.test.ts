// SPDX-License-Identifier: GPL-2.0-only
// Faults of the host around a guest, in a cache of the test's own: no design is blamed, and the run is what it would be.
import { chmod, mkdir, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { beforeAll, expect, test } from 'vitest';
import { defaultCacheRoot } from '../src/cache.ts';
import { temporaryFolder } from './support.ts';

const KPW = fileURLToPath(new URL('../bin/kpw.mjs', import.meta.url));
const PASSED = 'PASS  baseline\nPASS  prerequisite\nPASS  region-flag';

let home: string;
let env: Record<string, string>;

beforeAll(async () => {
  home = await temporaryFolder();
  await mkdir(join(home, 'kpw'));
  const kept = ['apt', 'debs', 'trees', 'builds', 'modules', 'programs', 'host'];
  for (const name of await readdir(defaultCacheRoot()).catch(() => []))
    if (kept.includes(name))
      await execa('cp', ['-a', '--reflink=auto', join(defaultCacheRoot(), name), join(home, 'kpw')]);
  env = { XDG_CACHE_HOME: home, FORCE_COLOR: '' };
});

async function run(out: string, more: Record<string, string> = {}) {
  const tree = ['--tree', 'debian:6.1'];
  const arguments_ = [KPW, 'test', 'region-flag', ...tree, '--again', '--quick', '--jobs', '1', '--out', out];
  const { exitCode, stdout, stderr } = await execa('node', arguments_, {
    ...{ reject: false, env: { ...env, ...more } },
  });
  const verdicts = stdout.replace(/\nconsoles.*/s, '').replace(/ {2}\d+ pass.*/gm, '');
  return { exitCode, verdicts: verdicts.replace(/ +$/gm, ''), stderr };
}

/** The folder of the one kernel in the cache. */
async function kernel(): Promise<string> {
  const [name = ''] = await readdir(join(home, 'kpw/kernels/2'));
  return join(home, 'kpw/kernels/2', name);
}

// What counts as damage, src/cache.test.ts has.
test('a kernel that is damaged in the cache is made again and named', async () => {
  const out = await temporaryFolder();
  expect((await run(out)).verdicts).toBe(PASSED);
  const image = join(await kernel(), 'kernel');
  const bytes = await readFile(image);
  await writeFile(image, bytes.fill(0, 2 ** 23, 2 ** 23 + 2 ** 20));
  const { verdicts, stderr, exitCode } = await run(out);
  expect(stderr).toContain('damaged: kernel has another content; made again');
  expect({ verdicts, exitCode }, stderr).toEqual({ verdicts: PASSED, exitCode: 0 });
});

test('a module that is cut in the cache is made again and named', async () => {
  const [set = ''] = await readdir(join(home, 'kpw/module-sets/1'));
  await truncate(join(home, 'kpw/module-sets/1', set, 'modules/vfio.ko'), 20_000);
  const { verdicts, stderr, exitCode } = await run(await temporaryFolder());
  expect(stderr).toContain('modules/vfio.ko has 20000 bytes');
  expect({ verdicts, exitCode }, stderr).toEqual({ verdicts: PASSED, exitCode: 0 });
});

/** Kills the QEMU whose command names a folder, as often as it comes up. */
async function killing(out: string, times: number, over: () => boolean): Promise<void> {
  for (let killed = 0; killed < times && !over(); await sleep(100)) {
    const running = await execa('pgrep', ['-f', `qemu-system.*${out}.*initramfs`], { reject: false });
    for (const pid of running.stdout.split('\n').filter(Boolean)) {
      await sleep(1_000);
      process.kill(Number(pid), 'SIGKILL');
      killed++;
    }
  }
}

test.each([
  [1, 0, PASSED],
  [2, 3, 'MISS  baseline\nMISS  prerequisite\nMISS  region-flag'],
])('QEMU that is killed %i times from outside', async (times, status, wanted) => {
  const out = await temporaryFolder();
  let over = false;
  const ran = run(out).finally(() => {
    over = true;
  });
  await killing(out, times, () => over);
  const { verdicts, stderr, exitCode } = await ran;
  expect({ verdicts, exitCode }, stderr).toEqual({ verdicts: wanted, exitCode: status });
  if (status !== 0) expect(stderr.match(/QEMU_KILLED/g)).toHaveLength(1);
});

/** A PATH whose QEMU was built without a device. */
async function lacking(device: string): Promise<string> {
  const folder = await temporaryFolder();
  const { stdout: real } = await execa('which', ['qemu-system-x86_64']);
  const stub = `#!/bin/sh
case "$*" in
'-device help') ${real} -device help | grep -v '"${device}"'; exit 0 ;;
*${device}*) echo "qemu: -device ${device}: '${device}' is not a valid device model name" >&2; exit 1 ;;
esac
exec ${real} "$@"
`;
  await writeFile(join(folder, 'qemu-system-x86_64'), stub);
  await chmod(join(folder, 'qemu-system-x86_64'), 0o755);
  return `${folder}:${process.env.PATH}`;
}

test('a device that QEMU lacks is left out, and kpw machines says so', async () => {
  const PATH = await lacking('vmxnet3');
  const { verdicts, stderr } = await run(await temporaryFolder(), { PATH });
  expect(verdicts, stderr).toBe(PASSED);
  const { stdout } = await execa('node', [KPW, 'machines'], { env: { ...env, PATH } });
  expect(stdout).toMatch(/without vmxnet3: this QEMU [\d.]+ has no vmxnet3/);
});

test('without its IOMMU a machine is refused before anything is built', async () => {
  const PATH = await lacking('intel-iommu');
  const { stderr, exitCode } = await run(await temporaryFolder(), { PATH });
  expect(stderr).toMatch(
    /error \[HOST_LACKS\] this host's QEMU [\d.]+ lacks what the machine x86-intel needs: intel-iommu/,
  );
  expect(exitCode).toBe(3);
});

test.skipIf(process.getuid?.() !== 0)(
  'a disk that fills while the guest runs ends it, and leaves no folder',
  async () => {
    const out = await temporaryFolder();
    const script = `mount -t tmpfs -o size=48m tmpfs ${out} || exit 77
    (until ls ${out}/*/guest.partial*/boot-1/console.log >/dev/null 2>&1; do sleep 0.1; done
     dd if=/dev/zero of=${out}/fill bs=64k 2>/dev/null) &
    node ${KPW} test region-flag --tree debian:6.1 --again --quick --jobs 1 --out ${out}; status=$?
    ls -A ${out}; exit $status`;
    const { exitCode, stdout, stderr } = await execa('unshare', ['-m', 'sh', '-c', script], {
      reject: false,
      env,
    });
    // A container without the right to mount.
    if (exitCode === 77 || /unshare failed/.test(stderr)) return;
    expect(stderr).toContain(
      'error [OUTPUT_UNWRITABLE] the output cannot be written: the file system is full',
    );
    expect({ stdout, exitCode }).toEqual({ stdout: 'fill', exitCode: 3 });
  },
);
