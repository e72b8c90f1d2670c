// SPDX-License-Identifier: GPL-2.0-only
// From an edited template to the results of all variants, warm; docs/benchmarks.md.

import type { Edit } from '../src/c/edit.ts';
import { PROJECT } from '../src/cli/project.ts';
import type { Context } from '../src/context.ts';
import { defaultChoice, isBuilt } from '../src/evidence/kernels.ts';
import { runDesigns } from '../src/evidence/run.ts';
import type { Evidence } from '../src/evidence/schema.ts';
import { findMachine } from '../src/guest/machines.ts';
import { openTree } from '../src/kernel/open.ts';
import { type Choice, compose, type Designs } from '../src/series/generate.ts';
import { parameters } from '../src/series/parameters.ts';
import { msixMmap } from '../templates/msix-mmap/index.ts';
import type { Figure } from './uapi.ts';

/** Seconds that it may take, warm. */
const GUESTS = [
  { id: 'x86-intel', spec: 'debian:6.1', limit: 15 },
  { id: 'arm64-64k', spec: 'debian:6.12', limit: 10 },
  { id: 'ppc64-64k', spec: 'debian:7.2', limit: 25 },
] as const;

type Variant = Choice['variant'];

/** Which variants were edited a moment ago, of those that are all run. */
const EDITS: readonly { what: string; edited(id: string): boolean; limited: boolean }[] = [
  { what: 'one template edited', edited: (id) => id === 'region-flag', limited: true },
  // What all of them call: nothing that was compiled before is of use.
  { what: 'all templates edited', edited: () => true, limited: false },
];

export async function guestFigures(context: Context, out: string): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const { id, spec, limit } of GUESTS) {
    const tree = await openTree(spec, context);
    const machine = await findMachine(id);
    if (!(await isBuilt(tree, machine, defaultChoice(machine), context))) {
      const name = `${id}: no kernel in the cache`;
      figures.push({ name, seconds: 0, against: `limit ${limit} s`, ratio: 0, met: undefined });
      continue;
    }
    const measured = async (designs: Designs) =>
      passed((await runDesigns({ designs, machine, out, project: PROJECT }, context)).evidence);
    const fresh = (edited: (id: string) => boolean) =>
      compose(
        msixMmap,
        tree,
        msixMmap.variants.map((variant) => ({
          parameters: parameters(variant, []),
          variant: edited(variant.id) ? withNonce(variant) : variant,
        })),
      );
    // Warm is what a second run finds.
    await measured(await fresh(() => false));
    for (const { what, edited, limited } of EDITS) {
      const evidence = await measured(await fresh(edited));
      figures.push({
        name: `${what} to results of all variants, ${spec} on ${id}`,
        seconds: evidence.seconds,
        against: limited ? `limit ${limit} s` : '–',
        ratio: limit / evidence.seconds,
        met: limited ? evidence.seconds < limit : undefined,
      });
      for (const { name, seconds } of evidence.stages)
        figures.push({
          name: `    ${name}`,
          seconds,
          against: 'of the whole, others beside it',
          ratio: seconds / evidence.seconds,
          met: undefined,
        });
    }
  }
  return figures;
}

function passed(evidence: Evidence): Evidence {
  const failed = evidence.cells.filter(({ verdict }) => verdict !== 'PASS' && verdict !== 'SKIP');
  if (failed.length === 0) return evidence;
  throw new Error(`the benchmark's run failed: ${failed.map(({ name }) => name).join(', ')}`);
}

/**
 * The variant with a comment in its C that was never there before, so that no cache knows its modules.
 *
 * @param statement in place of the comment
 */
export function withNonce(variant: Variant, statement?: string): Variant {
  if (variant.posted) return variant;
  const nonce = Date.now();
  return {
    ...variant,
    patches: (...args: Parameters<typeof variant.patches>) =>
      variant.patches(...args).map((template) => ({
        ...template,
        edits: (layout: (typeof args)[0], sources) =>
          layout.open
            .resets(statement ?? `/* ${variant.id} ${nonce} */`)
            .reduce(beside, template.edits(layout, sources)),
      })),
  };
}

/** One edit more; where the place is taken the two are one. */
function beside(edits: readonly Edit[], added: Edit): Edit[] {
  const same = edits.find(({ path, start }) => path === added.path && start === added.start);
  if (!same) return [...edits, added];
  return edits.map((edit) => (edit === same ? { ...edit, text: edit.text + added.text } : edit));
}
