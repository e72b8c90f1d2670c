// SPDX-License-Identifier: GPL-2.0-only
// Speed as ratios to a peer or to a limit in the same run; docs/benchmarks.md says how to read it.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { Cache, defaultCacheRoot } from '../src/cache.ts';
import { PROJECT } from '../src/cli/project.ts';
import { columns } from '../src/cli/table.ts';
import type { Context } from '../src/context.ts';
import { openTree } from '../src/kernel/open.ts';
import type { Tree } from '../src/kernel/tree.ts';
import { baseline, withPrerequisite, withVariant } from '../src/series/compose.ts';
import { type Choice, compose, mail } from '../src/series/generate.ts';
import { parameters } from '../src/series/parameters.ts';
import { Snapshot, snapshot } from '../src/series/sources.ts';
import { msixMmap } from '../templates/msix-mmap/index.ts';
import { guestFigures } from './guests.ts';
import { mutantFigures } from './mutants.ts';
import { peersPage } from './peers.ts';
import { ports } from './ports.ts';
import { type Figure, uapiFigures } from './uapi.ts';
import { virtmeFigures } from './virtme.ts';
import { watchFigures } from './watch.ts';

const SERIES = ['5.10', '6.1', '6.12', '7.2'];
const ROUNDS = 5;

/** Everything; `mutants`: those of one design alone; `guests`: from an edited template to results alone; `watch`: the same in a guest that is up; `uapi`: the UAPI checker alone; `peers`: its mutations before other tools, docs/uapi-peers.md; `ports`: patches carried to other trees, docs/backport.md. */
export async function bench(argv: readonly string[]): Promise<number> {
  if (argv[0] === 'peers') {
    await peersPage(argv.slice(1));
    return 0;
  }
  const context: Context = {
    cache: new Cache(defaultCacheRoot()),
    signal: new AbortController().signal,
    report: ({ task, state, text }) => {
      if (state === 'failed') process.stderr.write(`${task}: ${text}\n`);
    },
  };
  if (argv[0] === 'ports') return ports(argv.slice(1), context);
  const work = await mkdtemp(join(tmpdir(), 'kpw-bench-'));
  try {
    const only = argv[0];
    const wants = (name: string) =>
      only === name || !['uapi', 'guests', 'mutants', 'watch'].includes(only ?? '');
    const figures = wants('uapi') ? await uapiFigures(context, join(work, 'uapi')) : [];
    if (wants('all')) {
      const trees = await Promise.all(SERIES.map((series) => openTree(`debian:${series}`, context)));
      figures.unshift(...(await againstSpatch(trees, work)), ...(await generation(trees, context, work)));
    }
    if (wants('mutants')) figures.unshift(...(await mutantFigures(context, join(work, 'mutation'))));
    if (wants('watch')) figures.unshift(...(await watchFigures(context)));
    if (wants('guests'))
      figures.unshift(
        ...(await guestFigures(context, join(work, 'runs'))),
        ...(await virtmeFigures(context, work)),
      );
    await mkdir(join(PROJECT, 'out'), { recursive: true });
    await writeFile(join(PROJECT, 'out', 'bench.json'), `${JSON.stringify(figures, null, 2)}\n`);
    process.stdout.write(argv.includes('--json') ? `${JSON.stringify(figures, null, 2)}\n` : table(figures));
    return 0;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** The same edit of the driver's .c file, by spatch and in process, the file parsed anew each time. */
async function againstSpatch(trees: readonly Tree[], work: string): Promise<Figure[]> {
  const figures: Figure[] = [];
  const optIn = msixMmap.variants[0] as Choice['variant'];
  for (const tree of trees) {
    const { origin, texts } = await snapshot(tree, msixMmap.reads);
    const { driver } = msixMmap.layout(new Snapshot(origin, texts));
    const file = join(work, 'driver.c');
    await writeFile(file, texts.get(driver) ?? '', 'latin1');
    const rules = join(PROJECT, 'bench', 'opt-in-ioctl.cocci');
    const peer = await median(() =>
      execa('spatch', ['--very-quiet', '--sp-file', rules, file, '-o', `${file}.out`]),
    );
    let nonce = 0;
    const ours = await median(() => {
      nonce++;
      const fresh = new Map([...texts, [driver, `${texts.get(driver)}/* ${nonce} */\n`]]);
      const base = withPrerequisite(msixMmap, baseline(msixMmap, new Snapshot(origin, fresh)));
      withVariant(msixMmap, base, optIn, parameters(optIn, []));
    });
    figures.push({
      name: `opt-in on ${tree.spec}, in process, the driver parsed anew`,
      seconds: ours,
      against: `spatch ${peer.toFixed(2)} s, aim 8 ×`,
      ratio: peer / ours,
      met: peer / ours >= 8,
    });
  }
  return figures;
}

async function generation(trees: readonly Tree[], context: Context, work: string): Promise<Figure[]> {
  const choices = msixMmap.variants.map((variant) => ({ variant, parameters: parameters(variant, []) }));
  const composed = await median(async () => {
    for (const tree of trees) await compose(msixMmap, tree, choices);
  });
  const mailed = await median(async () => {
    const designs = await Promise.all(trees.map((tree) => compose(msixMmap, tree, choices)));
    await Promise.all(designs.map((one) => mail(one, join(PROJECT, 'templates'), context)));
  });
  const kpw = join(PROJECT, 'bin', 'kpw.mjs');
  const process_ = await median(() => execa('node', [kpw, 'generate', '--out', join(work, 'series')]));
  const limit = (name: string, seconds: number) => ({
    name,
    seconds,
    against: 'limit 3 s',
    ratio: 3 / seconds,
    met: seconds < 3,
  });
  return [
    limit('all variants on four trees, edits, in process, warm', composed),
    limit('the same with mails by git', mailed),
    limit('kpw generate, a process of its own', process_),
  ];
}

async function median(work: () => unknown): Promise<number> {
  const times: number[] = [];
  await work();
  for (let round = 0; round < ROUNDS; round++) {
    const since = performance.now();
    await work();
    times.push((performance.now() - since) / 1000);
  }
  return times.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] as number;
}

function table(figures: readonly Figure[]): string {
  const rows = figures.map(({ name, seconds, unit, against, ratio, met }) => [
    name,
    unit ? `${seconds.toFixed(0)} ${unit}` : `${seconds.toFixed(3)} s`,
    against,
    `${ratio.toFixed(2)} ×`,
    met === undefined ? '' : met ? 'met' : 'missed',
  ]);
  return `${columns(rows, ['what', 'median', 'against', 'ratio', 'aim'])}\n`;
}
