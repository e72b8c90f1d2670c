// SPDX-License-Identifier: GPL-2.0-only
// Real changes carried to another tree: right, wrong in silence, refused; docs/backport.md has the figures.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PROJECT } from '../src/cli/project.ts';
import { columns } from '../src/cli/table.ts';
import type { Context } from '../src/context.ts';
import { withFiles } from '../src/kernel/debian/with-files.ts';
import { openTree } from '../src/kernel/open.ts';
import { casesOf, type PortCase, random, shuffled, temporary } from './port-cases.ts';
import { carriedBy, type Outcome, PEERS, type Peer } from './port-peers.ts';

const SUBSYSTEMS = [
  'fs/ext4',
  'fs/btrfs',
  'net/ipv4',
  'net/core',
  'mm',
  'kernel/sched',
  'drivers/usb/core',
  'sound/core',
  'drivers/net/ethernet/intel/ice',
  'drivers/scsi',
  'drivers/md',
  'drivers/hid',
  'block',
  'arch/x86/kvm',
  'drivers/iommu',
  'security/selinux',
  'drivers/nvme/host',
];
const SERIES = ['5.10', '6.1', '6.12', '7.2'];

/** So many cases of each subsystem, by a seed. */
export async function portCases(
  context: Context,
  subsystems: readonly string[],
  each: number,
  seed: number,
  series = SERIES,
): Promise<PortCase[]> {
  const trees = await Promise.all(
    series.map(async (one) => withFiles(await openTree(`debian:${one}`, context), [...subsystems], context)),
  );
  const next = random(seed);
  const triples = series
    .flatMap((a) => series.flatMap((b) => series.map((c) => [a, b, c] as const)))
    .filter((one) => new Set(one).size === 3);
  const found: PortCase[] = [];
  await temporary(async (folder) => {
    for (const subsystem of subsystems) {
      const paths = (await trees[0]?.list(subsystem))?.filter((path) => /\.[ch]$/.test(path)) ?? [];
      const tries = shuffled(
        paths.flatMap((path) => triples.map((triple) => ({ path, triple }))),
        next,
      );
      const own: PortCase[] = [];
      const units = new Set<string>();
      for (const { path, triple } of tries) {
        if (own.length >= each) break;
        const texts = await Promise.all(triple.map((one) => trees[series.indexOf(one)]?.read(path)));
        if (texts.some((text) => text === undefined)) continue;
        const cases = await casesOf(path, [...triple], texts as [string, string, string], folder);
        // Few of one file, and each definition once.
        for (const one of shuffled(cases, next).slice(0, 2)) {
          const key = `${one.path} ${one.unit}`;
          if (units.has(key) || own.length >= each) continue;
          units.add(key);
          own.push(one);
        }
      }
      found.push(...own);
    }
  });
  return found;
}

type Judged = {
  readonly [P in Peer]: { readonly state: 'right' | 'wrong' | 'refused'; readonly outcome: Outcome };
};

async function judged(one: PortCase, folder: string): Promise<Judged> {
  const entries: [Peer, Judged[Peer]][] = [];
  for (const peer of PEERS) {
    const outcome = await carriedBy(peer, one, join(folder, 'work'));
    const state = 'refused' in outcome ? 'refused' : outcome.text === one.right ? 'right' : 'wrong';
    entries.push([peer, { state, outcome }]);
  }
  return Object.fromEntries(entries) as Judged;
}

export async function ports(argv: readonly string[], context: Context): Promise<number> {
  const option = (name: string, value: number) =>
    Number(argv[argv.indexOf(`--${name}`) + 1] ?? Number.NaN) || value;
  const [seed, each] = [
    argv.includes('--seed') ? option('seed', 1) : 1,
    argv.includes('--each') ? option('each', 20) : 20,
  ];
  const cases = await portCases(context, SUBSYSTEMS, each, seed);
  const results: { one: PortCase; result: Judged }[] = [];
  await temporary(async (folder) => {
    for (const one of cases) results.push({ one, result: await judged(one, folder) });
  });
  const out = join(PROJECT, 'out', 'ports');
  await mkdir(out, { recursive: true });
  await writeFile(join(out, `seed-${seed}.json`), JSON.stringify(results, null, 1));
  const rows = PEERS.map((peer) => [
    peer,
    ...(['right', 'wrong', 'refused'] as const).map((state) =>
      String(results.filter(({ result }) => result[peer].state === state).length),
    ),
  ]);
  process.stdout.write(
    `${cases.length} cases, ${new Set(cases.map(({ path }) => path)).size} files, seed ${seed}\n${columns(rows, ['', 'right', 'wrong in silence', 'refused'])}\n`,
  );
  for (const { one, result } of results)
    if (result['kpw port'].state === 'wrong') process.stdout.write(`wrong: ${one.id}\n`);
  return results.some(({ result }) => result['kpw port'].state === 'wrong') ? 1 : 0;
}
