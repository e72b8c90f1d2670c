// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto';
import { tokenise } from '../../c/token.ts';
import type { Mutant } from '../../mutate/kinds.ts';
import { mutants, type PatchedFile } from '../../mutate/mutants.ts';
import type { Composition } from '../../series/compose.ts';
import type { Designs } from '../../series/generate.ts';
import type { MachineTraits } from '../../series/topic.ts';
import { type Cell, cellsOf } from '../cells.ts';

/** A design whose own patches are mutated, with what stands below them. */
export interface MutationSubject {
  readonly cell: Cell;
  /** What its patches are made on: the tree, or the tree with the prerequisite. */
  readonly below: Composition;
  readonly files: readonly PatchedFile[];
  /** Hash of the kernel's files among them, without comments. */
  readonly patches: string;
}

/** The prerequisite, where the tree needs one, and the designs, as far as they are asked for by name. */
export function mutationSubjects(
  designs: Designs,
  traits: MachineTraits,
  wanted: (name: string) => boolean,
): MutationSubject[] {
  return (
    cellsOf(designs, traits)
      // A mutant is of a design's patches; how its modules are loaded is no part of them.
      .filter(({ role, name, design }) => role !== 'baseline' && name === design && wanted(name))
      .map((cell) => {
        const below = cell.role === 'prerequisite' ? designs.baseline : designs.prerequisite;
        const files = changedFiles(cell.composition, below);
        return { cell, below, files, patches: codeHash(files) };
      })
  );
}

/** The files that the patches of a design change; a selftest among them is no part of the design. */
function changedFiles({ edited, patches }: Composition, below: Composition): PatchedFile[] {
  const tests = new Set(patches.filter(({ selftest }) => selftest).flatMap(({ after }) => [...after.keys()]));
  return [...edited.texts].flatMap(([path, after]) => {
    const before = below.edited.texts.get(path) ?? '';
    return before === after || tests.has(path) ? [] : [{ path, before, after }];
  });
}

/** A comment makes no other kernel, and what is built for userspace is no part of one. */
export function codeHash(files: readonly PatchedFile[]): string {
  const hash = createHash('sha256');
  for (const { path, before, after } of files)
    if (!path.startsWith('tools/'))
      for (const text of [path, codeOf(path, before), codeOf(path, after)]) hash.update(text).update('\0');
  return hash.digest('hex').slice(0, 20);
}

function codeOf(path: string, text: string): string {
  if (!/\.[ch]$/.test(path)) return text;
  return tokenise(text)
    .map((token) => token.text)
    .join('\n');
}

/** The mutants of a subject. */
export function mutantsOf({ files }: MutationSubject): Mutant[] {
  return mutants(files);
}
