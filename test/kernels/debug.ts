// SPDX-License-Identifier: GPL-2.0-only
// Does a kernel that watches itself see what tests cannot? Designs that are wrong only where memory runs out, on the
// kernel of `--config debug`, and designs that race, on that of `--config kcsan` with two CPUs.
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepareWhole } from '../../src/evidence/prepare.ts';
import { runCells } from '../../src/guest/cells.ts';
import { findMachine } from '../../src/guest/machines.ts';
import { compose } from '../../src/series/generate.ts';
import { optInIoctl } from '../../templates/msix-mmap/variants/opt-in-ioctl.ts';
import { brokenTopic, brokenVariant, cellOf, type Mistake } from '../broken-variant.ts';
import { debian, testContext } from '../support.ts';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const OPT_IN = 'WRITE_ONCE(vdev->msix_mmap, true);';
const TWO = 'void *one = kmalloc(64, GFP_KERNEL), *two = kmalloc(64, GFP_KERNEL);';

/** A mistake, and what is to be told of it: a line of the decoded report, or of the failed test. */
type Told = Mistake & { told: readonly RegExp[] };

/** What else is wrong with a design, the ordinary kernels' tests find: only `program` runs. */
interface Watch {
  readonly config: string;
  readonly series: '6.1' | '7.2';
  readonly machine: string;
  readonly program: string;
  readonly mistakes: readonly Told[];
}

const OUT_OF_MEMORY: readonly Told[] = [
  {
    name: 'opt-in: leaks where the second allocation fails',
    of: optInIoctl,
    instead: [
      OPT_IN,
      `{\n\t\t${TWO}\n\n\t\tif (!one || !two)\n\t\t\treturn -ENOMEM;\n\t\tkfree(one);\n\t\tkfree(two);\n\t}\n\t${OPT_IN}`,
    ],
    told: [/^SPLAT kmemleak: \d+ new suspected memory leaks/, /[( ]drivers\/vfio\/pci\/vfio_pci_core\.c:\d+/],
  },
  {
    name: 'opt-in: does not look at what kmalloc gives',
    of: optInIoctl,
    instead: [
      OPT_IN,
      `{\n\t\tu32 *copy = kmalloc(sizeof(*copy), GFP_KERNEL);\n\n\t\t*copy = hdr.flags;\n\t\tkfree(copy);\n\t}\n\t${OPT_IN}`,
    ],
    told: [/^SPLAT general protection fault/, /[( ]drivers\/vfio\/pci\/vfio_pci_core\.c:\d+/],
  },
  {
    name: 'opt-in: opts in before it knows that it can',
    of: optInIoctl,
    instead: [
      OPT_IN,
      `${OPT_IN}\n\t{\n\t\tvoid *room = kmalloc(64, GFP_KERNEL);\n\n\t\tif (!room)\n\t\t\treturn -ENOMEM;\n\t\tkfree(room);\n\t}`,
    ],
    told: [/^TESTS_FAILED 1 of \d+ tests failed/, /optin: \d+:failed:another_region/],
  },
  {
    name: 'opt-in: reads what it has freed',
    of: optInIoctl,
    instead: [
      OPT_IN,
      `{\n\t\tu32 *copy = kmemdup(&hdr.flags, 4, GFP_KERNEL);\n\n\t\tkfree(copy);\n\t\tif (copy && READ_ONCE(*copy) == 0xffff)\n\t\t\treturn -EIO;\n\t}\n\t${OPT_IN}`,
    ],
    told: [/^SPLAT BUG: KASAN: (slab-)?use-after-free/, /[( ]drivers\/vfio\/pci\/vfio_pci_core\.c:\d+/],
  },
];

const RACES: readonly Told[] = [
  {
    name: 'opt-in: writes what others read without a mark',
    of: optInIoctl,
    instead: [OPT_IN, 'vdev->msix_mmap = true;'],
    told: [/^SPLAT BUG: KCSAN: data-race in .*\[vfio_pci_core\]/],
  },
  {
    name: 'opt-in: goes back for a moment',
    of: optInIoctl,
    instead: [OPT_IN, `vdev->msix_mmap = false;\n\tbarrier();\n\t${OPT_IN}`],
    told: [/^SPLAT BUG: KCSAN: data-race in .*\[vfio_pci_core\]/],
  },
];

const WATCHES: readonly Watch[] = [
  { config: 'debug', series: '6.1', machine: 'x86-intel', program: '_fault_test', mistakes: OUT_OF_MEMORY },
  { config: 'kcsan', series: '7.2', machine: 'x86-intel-smp', program: '_lifetime_test', mistakes: RACES },
];

export const WATCHED: readonly string[] = WATCHES.map(({ config }) => config);

/** Builds what is missing, and runs them all; one line a design. @returns how many were not told as they should be */
export async function debugKernels(configs: readonly string[]): Promise<number> {
  const chosen = WATCHES.filter(({ config }) => configs.length === 0 || configs.includes(config));
  let failed = 0;
  for (const watch of chosen) failed += await debugKernel(watch);
  return failed;
}

async function debugKernel({ series, ...watch }: Watch): Promise<number> {
  const context = testContext();
  const tree = await debian(series);
  const machine = await findMachine(watch.machine);
  const variants = watch.mistakes.map((mistake) => ({ variant: brokenVariant(mistake), parameters: {} }));
  const designs = await compose(brokenTopic, tree, [...variants, { variant: optInIoctl, parameters: {} }]);
  const folder = join(tmpdir(), `kpw-debug-kernel-${process.pid}`);
  const kernel = { way: 'source', configs: [watch.config] } as const;
  try {
    const request = { designs, machine, kernel, out: folder, project: PROJECT };
    const groups = await prepareWhole(request, context);
    const output = join(folder, 'guest');
    const tests = groups[0].guest.tests.filter(({ name }) => name.endsWith(watch.program));
    const guest = { ...groups[0].guest, tests };
    const { cells } = await runCells(guest, machine, groups[0].kernel, { output }, context);
    let failed = 0;
    for (const { cell, verdict, failure } of cells) {
      const told = failure ? [`${failure.code} ${failure.title}`, failure.detail ?? ''].join('\n') : '';
      const mistake = watch.mistakes.find((one) => cellOf(one) === cell);
      const right = mistake
        ? verdict === 'FAIL' && mistake.told.every((line) => new RegExp(line, 'm').test(told))
        : verdict === 'PASS';
      if (!right) failed++;
      const words = [failure ? `${failure.code} ${failure.title}` : '', right ? '' : told];
      process.stdout.write(`${[watch.config, series, cell, verdict, ...words.filter(Boolean)].join('\t')}\n`);
    }
    return failed;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
