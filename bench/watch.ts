// SPDX-License-Identifier: GPL-2.0-only
// From an edit to that design's results in a guest that is up; docs/benchmarks.md.
import { join } from 'node:path';
import { PROJECT } from '../src/cli/project.ts';
import { templateModules } from '../src/cli/template-modules.ts';
import type { Context, Progress } from '../src/context.ts';
import { Loop } from '../src/evidence/live/loop.ts';
import type { Round } from '../src/evidence/live/round.ts';
import { findMachine } from '../src/guest/machines.ts';
import { openTree } from '../src/kernel/open.ts';
import { packagedTopic } from '../src/own/packaged.ts';
import { parameters } from '../src/series/parameters.ts';
import { msixMmap } from '../templates/msix-mmap/index.ts';
import { withNonce } from './guests.ts';
import type { Figure } from './uapi.ts';

const [SPEC, MACHINE, DESIGN] = ['debian:6.1', 'x86-intel', 'region-flag'] as const;
/** Seconds from a change to results. */
const AIM = 6;
const ROUNDS = 5;

/** One design with a statement in its C that was never there before, again and again. */
export async function watchFigures(context: Context): Promise<Figure[]> {
  const tree = await openTree(SPEC, context);
  const machine = await findMachine(MACHINE);
  let edited = false;
  const building = new Watch();
  const loop = await Loop.open(
    {
      ...{ machine, choice: { way: 'prebuilt' as const }, project: PROJECT, guests: 2 },
      ...{ quick: true, checks: true, changed: () => undefined },
      async load() {
        const file = join(PROJECT, 'templates', msixMmap.id, 'index.ts');
        const topic = await packagedTopic(msixMmap.id, file, templateModules());
        const variant = topic.variants.find(({ id }) => id === DESIGN);
        if (!variant) throw new Error(`no variant ${DESIGN}`);
        // A comment alone would give the same modules, which nobody runs again.
        const now = edited ? withNonce(variant, `pr_info_once("${Date.now()}\\n");`) : variant;
        const choice = { variant: now, parameters: parameters(variant, []), selftest: false };
        return { topic, tree, wanted: [{ name: DESIGN, choice }] };
      },
    },
    { ...context, report: (progress) => building.hear(progress) },
  );
  try {
    passed(await loop.round(['start']));
    edited = true;
    const first = passed(await loop.round(['edit']));
    const rounds: number[] = [];
    for (let at = 0; at < ROUNDS; at++) {
      building.spent = at === 0 ? 0 : building.spent;
      rounds.push(passed(await loop.round(['edit'])));
    }
    const middle = median(rounds);
    const figure = (name: string, seconds: number): Figure => ({
      ...{ name, seconds, against: `aim ${AIM} s`, ratio: AIM / seconds, met: seconds <= AIM },
    });
    const compiling = building.spent / ROUNDS;
    return [
      figure(`an edit of ${DESIGN} to its results, ${SPEC} on ${MACHINE}, quick programs`, middle),
      {
        ...{ name: '    of it compiling and linking', seconds: compiling, against: 'of the whole' },
        ...{ ratio: compiling / middle, met: undefined },
      },
      figure('    the first edit, which compiles all that its header is part of', first),
    ];
  } finally {
    await loop.close();
  }
}

/** How long builds of the design took. */
class Watch {
  /** Seconds. */
  spent = 0;
  private since = 0;

  hear({ task, state }: Progress): void {
    if (task !== `build ${DESIGN}`) return;
    if (state === 'start') this.since = performance.now();
    else if (state === 'done') this.spent += (performance.now() - this.since) / 1000;
  }
}

/** Seconds to the results of a round in which the design ran, and passed. */
function passed({ designs, resultsSeconds }: Round): number {
  const design = designs.find(({ name }) => name === DESIGN);
  if (design?.ran && design.verdict === 'PASS') return resultsSeconds;
  throw new Error(`the benchmark's design did not pass: ${JSON.stringify(design)}`);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
