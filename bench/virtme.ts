// SPDX-License-Identifier: GPL-2.0-only
// The same cells by virtme-ng, which boots a kernel once for each: docs/benchmarks.md.
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ExecaError, execa } from 'execa';
import { PROJECT } from '../src/cli/project.ts';
import type { Context } from '../src/context.ts';
import { isBuilt } from '../src/evidence/kernels.ts';
import { prepareWhole } from '../src/evidence/prepare.ts';
import { runDesigns } from '../src/evidence/run.ts';
import { command } from '../src/guest/command.ts';
import { guestFiles } from '../src/guest/files.ts';
import type { GuestFile } from '../src/guest/initramfs.ts';
import { fitted, type Machine } from '../src/guest/machine.ts';
import { findMachine } from '../src/guest/machines.ts';
import { qemuVersion } from '../src/guest/qemu.ts';
import { openTree } from '../src/kernel/open.ts';
import { compose } from '../src/series/generate.ts';
import { parameters } from '../src/series/parameters.ts';
import { msixMmap } from '../templates/msix-mmap/index.ts';
import type { Figure } from './uapi.ts';

const SPEC = 'debian:6.1';
/** Debian's kernels have no 9p, which virtme-ng brings the host's files by; nor may its root be ours. */
const CHOICE = { way: 'source', configs: ['virtme'] } as const;
/** Those that share a kernel. */
const VARIANTS = ['opt-in-ioctl', 'region-flag', 'new-capability', 'unconditional-removal'];
const SECONDS = 300;

export async function virtmeFigures(context: Context, work: string): Promise<Figure[]> {
  const none = (name: string): Figure[] => [{ name, seconds: 0, against: '–', ratio: 0, met: undefined }];
  if (!(await hasVirtme())) return none('virtme-ng: not installed');
  const tree = await openTree(SPEC, context);
  const found = await findMachine('x86-intel');
  const machine = besideVirtme(fitted(found, await qemuVersion(found, context)).machine);
  if (!(await isBuilt(tree, machine, CHOICE, context)))
    return none('virtme-ng: first kpw build --kernel source --config virtme');
  const variants = msixMmap.variants.filter(({ id }) => VARIANTS.includes(id));
  const choices = variants.map((variant) => ({ variant, parameters: parameters(variant, []) }));
  const designs = await compose(msixMmap, tree, choices);
  const request = { designs, machine, kernel: CHOICE, out: join(work, 'runs'), project: PROJECT };
  const [{ guest, kernel }] = await prepareWhole(request, context);

  const since = performance.now();
  for (const { name } of guest.cells) {
    const root = join(work, 'virtme', name);
    for (const file of guestFiles(guest, machine, { cells: [name] })) await lay(file, root);
    await cellByVirtme(root, kernel.image, machine);
  }
  const theirs = (performance.now() - since) / 1000;

  const figures: Figure[] = [];
  for (const jobs of [1, undefined]) {
    const { evidence } = await runDesigns({ ...request, ...(jobs ? { jobs } : {}) }, context);
    const bad = evidence.cells.find(({ verdict }) => verdict !== 'PASS');
    if (bad) throw new Error(`the benchmark's run failed: ${bad.name}`);
    const { seconds = 0 } = evidence.stages.find(({ name }) => name === 'guest') ?? {};
    figures.push({
      name: `${guest.cells.length} cells of ${SPEC} from source, ${jobs ? 'one guest' : 'a guest a core'}`,
      seconds,
      against: `virtme-ng, a boot each: ${theirs.toFixed(1)} s`,
      ratio: theirs / seconds,
      met: undefined,
    });
  }
  return figures;
}

async function hasVirtme(): Promise<boolean> {
  try {
    await execa('vng', ['--version']);
    return true;
  } catch (error) {
    if (error instanceof ExecaError && error.code === 'ENOENT') return false;
    throw error;
  }
}

/** Without what a test asks the host for, which nobody would answer; virtme-ng's own devices have the first slots. */
function besideVirtme(machine: Machine): Machine {
  const devices = machine.devices
    .filter(({ port }) => !port)
    .map((device) => ({
      ...device,
      ...(device.address === undefined ? {} : { address: device.address.replace(/^0/, '1') }),
    }));
  return { ...machine, devices };
}

/** One file of what would be an initramfs, in a folder that becomes a guest's root. */
async function lay({ path, mode = 0o644, content }: GuestFile, root: string): Promise<void> {
  const to = join(root, path);
  await mkdir(dirname(to), { recursive: true });
  if (typeof content === 'object' && 'link' in content) return symlink(content.link, to);
  const bytes = typeof content === 'object' && 'source' in content ? await readFile(content.source) : content;
  await writeFile(to, bytes, { mode });
}

/** Our init is the first process of a namespace there, and does what it does in a guest of its own. */
async function cellByVirtme(root: string, kernel: string, machine: Machine): Promise<void> {
  for (const folder of ['dev', 'proc', 'sys', 'tmp', 'run'])
    await mkdir(join(root, folder), { recursive: true });
  const results = join(root, 'results.log');
  const argv = command(machine, {
    accelerator: 'tcg',
    kernel,
    initrd: '',
    serial: { console: '/dev/null', results },
  });
  // Both the IOMMU, which comes first, and the devices at their addresses.
  const devices = argv.flatMap((word, at) =>
    ['-device', '-drive'].includes(word) ? [word, argv[at + 1] ?? ''] : [],
  );
  // It looks for its standard streams below /proc/self/fd, where a pipe of Node's cannot be opened.
  await execa(
    'sh',
    [
      ...['-c', 'log=$1; shift; exec "$@" >"$log" 2>&1', 'sh', join(root, 'virtme.log'), 'vng'],
      ...['--run', kernel, '--disable-kvm', '--disable-microvm', '--force-9p', '--rw', '--user', 'root'],
      ...['--cpus', '1', '--memory', '512M', '--append', machine.kernelArguments.join(' ')],
      `--qemu-opts=${[...devices, '-serial', `file:${results}`].join(' ')}`,
      ...['--exec', `unshare --pid --fork chroot ${root} /init`],
    ],
    { timeout: SECONDS * 1000, stdin: 'ignore', reject: false },
  );
  const said = await readFile(results, 'utf8').catch(() => '');
  if (!/^KPW cell \S+ end\r?$/m.test(said) || /^not ok /m.test(said))
    throw new Error(`virtme-ng has not run the cell in ${root}, see its virtme.log`);
}
