// SPDX-License-Identifier: GPL-2.0-only
import { Failure } from '../../failure.ts';
import { chosenSeries } from '../../mail/chosen.ts';
import { NoPatch, PatchOutside } from '../../mail/failures.ts';
import { failureRecord } from '../build.ts';
import type { NamedDesign } from './design.ts';
import type { ComparedDesign } from './schema.ts';

/** Every design of a comparison is refused. */
class NoDesign extends Failure {
  readonly code = 'NO_DESIGN';
}

/** A design of which nothing can be read, and why. */
export interface RefusedDesign {
  readonly name: string;
  /** As it stands on the command line or in the question's file. */
  readonly source: string;
  readonly failure: Failure;
}

/** A design as it was read, or as it was not. */
export type GivenDesign = NamedDesign | RefusedDesign;

/** The designs that can be compared, and the others, both in the order in which they were named. */
export interface Readable {
  readonly read: readonly NamedDesign[];
  readonly refused: readonly RefusedDesign[];
}

/**
 * Tells designs with patches from those without any, and from those that name a path out of the tree.
 *
 * @throws NoDesign where none is left; with one design alone, what is wrong with it
 */
export function readable(designs: readonly GivenDesign[]): Readable {
  const read: NamedDesign[] = [];
  const refused: RefusedDesign[] = [];
  for (const design of designs) {
    const failure = 'failure' in design ? design.failure : wrongWith(design);
    if (failure) refused.push({ name: design.name, source: design.source, failure });
    else if (!('failure' in design)) read.push(design);
  }
  const [only] = refused;
  if (read.length === 0 && only) throw refused.length === 1 ? only.failure : noDesign(refused);
  return { read, refused };
}

function wrongWith({ messages, where }: NamedDesign): Failure | undefined {
  try {
    const { patches } = chosenSeries(messages, where).series;
    return patches.flatMap(({ damage }) => damage?.failure ?? []).find((one) => one instanceof PatchOutside);
  } catch (error) {
    if (error instanceof NoPatch) return error;
    throw error;
  }
}

function noDesign(refused: readonly RefusedDesign[]): NoDesign {
  return new NoDesign({
    title: `none of the ${refused.length} designs can be compared`,
    where: refused.map(({ name, source }) => `${name}=${source}`).join(', '),
    detail: refused.map(({ name, failure }) => `${name}: ${failure.message} [${failure.code}]`).join('\n'),
    hint: 'Name mails with patches, or commits as PATH@A..B.',
  });
}

/** The column of a design of which nothing was read. */
export function refusedColumn({ name, source, failure }: RefusedDesign): ComparedDesign {
  return {
    ...{ name, source, subjects: [], notes: [], patches: 0, applied: 0, rejected: [], files: [] },
    ...{ insertions: 0, deletions: 0, failure: failureRecord(failure) },
  };
}
