// SPDX-License-Identifier: GPL-2.0-only
// Mutants a minute on one core, and where the time goes; docs/benchmarks.md.
import { join } from 'node:path';
import { PROJECT } from '../src/cli/project.ts';
import type { Context } from '../src/context.ts';
import { runMutation } from '../src/evidence/mutation/run.ts';
import { findMachine } from '../src/guest/machines.ts';
import { openTree } from '../src/kernel/open.ts';
import { compose } from '../src/series/generate.ts';
import { parameters } from '../src/series/parameters.ts';
import { msixMmap } from '../templates/msix-mmap/index.ts';
import type { Figure } from './uapi.ts';

const [SPEC, MACHINE, DESIGN] = ['debian:6.12', 'x86-intel', 'opt-in-ioctl'] as const;
/** Mutants a minute that it should reach, with one job. */
const AIM = 12;

/** All mutants of one design, none of them kept from before. */
export async function mutantFigures(context: Context, work: string): Promise<Figure[]> {
  const tree = await openTree(SPEC, context);
  const machine = await findMachine(MACHINE);
  const variants = msixMmap.variants.filter(({ id }) => id === DESIGN);
  const choices = variants.map((variant) => ({
    variant,
    parameters: parameters(variant, []),
    selftest: false,
  }));
  const designs = await compose(msixMmap, tree, choices);
  const wanted = (name: string) => name === DESIGN;
  const request = { designs, machine, out: join(work, 'mutants'), project: PROJECT, jobs: 1, wanted };
  // What kernels, programs and sound designs take is no part of it.
  await runMutation({ ...request, only: ['none'] }, context);
  const { tried, seconds, mutations } = await runMutation({ ...request, fresh: true }, context);
  const results = mutations.flatMap(({ results }) => results);
  const count = (...states: string[]) => results.filter(({ state }) => states.includes(state)).length;
  const pace = (tried / seconds) * 60;
  return [
    {
      name: `${tried} mutants of ${DESIGN}, ${SPEC} on ${MACHINE}, one job: ${pace.toFixed(1)} a minute`,
      seconds,
      against: `aim ${AIM} a minute`,
      ratio: pace / AIM,
      met: pace >= AIM,
    },
    {
      name: `    of them ${count('killed')} killed, ${count('survived')} survive, ${count('no-compile', 'same-code')} are none; each`,
      seconds: seconds / Math.max(1, tried),
      against: '–',
      ratio: 1,
      met: undefined,
    },
  ];
}
