// SPDX-License-Identifier: GPL-2.0-only
import type { Observation } from '../../guest/ktap.ts';
import type { Mutant } from '../../mutate/kinds.ts';
import type { PreparedGroup } from '../prepare.ts';
import type { Benches } from './benches.ts';
import type { Control } from './control.ts';
import type { ProgramOrder } from './order.ts';
import type { MutationSubject } from './subjects.ts';

/** What all batches of one kernel share. */
export interface Laboratory {
  readonly benches: Benches;
  readonly group: PreparedGroup;
  /** By design. */
  readonly orders: ReadonlyMap<string, ProgramOrder>;
  /** By design: what its programs saw of the sound one. */
  readonly answers: ReadonlyMap<string, readonly Observation[]>;
  /** By design: the code of each mutant that was made, and of the sound design as ''. */
  readonly codes: Map<string, Map<string, string>>;
  readonly control: Control;
  /** Folder for boots, which are not kept. */
  readonly folder: string;
}

/** A mutant to be run, and what it is a mutant of. */
export interface MutantTrial {
  readonly subject: MutationSubject;
  readonly mutant: Mutant;
}
