// SPDX-License-Identifier: GPL-2.0-only
import type { Kernel } from '../../kernel/build.ts';
import type { EquivalenceMark } from '../../mutate/marks.ts';
import type { Designs } from '../../series/generate.ts';
import { departures } from '../../series/parameters.ts';
import type { MachineTraits } from '../../series/topic.ts';
import type { Cell } from '../cells.ts';
import type { CellEvidence } from '../schema.ts';
import { holding, mutationFile, readMutation } from './kept.ts';
import type { Mutation } from './schema.ts';
import { scoreOf } from './score.ts';
import { mutationSubjects } from './subjects.ts';

/** A cell as it is run now, to which kept results have to belong. */
export interface MutatedCell {
  readonly out: string;
  readonly designs: Designs;
  readonly machine: { readonly id: string; readonly traits: MachineTraits };
  readonly kernel: Kernel;
  /** Hash of each test program, by its name. */
  readonly programs: Readonly<Record<string, string>>;
  readonly marks: readonly EquivalenceMark[];
}

/**
 * What kpw mutate has kept of a cell, where it is of these patches, this kernel and these programs, all of it; undefined
 * otherwise.
 */
export async function mutationOf(
  { name, parameters }: Cell,
  { out, designs, machine, kernel, programs, marks }: MutatedCell,
): Promise<CellEvidence['mutation']> {
  const variant = designs.variants.find(({ variant }) => variant.id === name)?.variant;
  const settings = variant ? departures(variant, parameters) : {};
  const place = { tree: designs.tree.label, machine: machine.id, design: name, parameters: settings };
  const kept = await readMutation(mutationFile(out, place));
  if (!kept) return undefined;
  const [subject] = mutationSubjects(designs, machine.traits, (one) => one === name);
  if (!subject) return undefined;
  const { release, version, way } = kernel;
  const now: Mutation = {
    ...kept,
    patches: subject.patches,
    kernel: { release, version, way },
    programs: { ...programs },
  };
  const held = holding(kept, now);
  const counts = kept.results.filter(({ state }) => state === 'killed' || state === 'survived');
  if (counts.length === 0 || !counts.every(({ id }) => held.has(id))) return undefined;
  const { killed, byRule, equivalent, survivors, notRun } = scoreOf(kept, marks);
  return { killed, byRule, equivalent: equivalent.length, survived: survivors.length, notRun };
}
