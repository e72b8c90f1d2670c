// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../../context.ts';
import type { GuestProgram } from '../../guest/files.ts';
import type { Machine } from '../../guest/machine.ts';
import type { Tree } from '../../kernel/tree.ts';
import type { Cell } from '../cells.ts';

/** What `subsystems/<id>/suites/<suite>.ts` exports by default. */
export type SuiteMaker = (request: SuiteRequest, context: Context) => Promise<MadeSuite>;

export interface SuiteRequest {
  /** Of the run. */
  readonly tree: Tree;
  readonly machine: Machine;
  /** `kernel-tests/<suite>` */
  readonly folder: string;
}

/** One suite, built for a run. */
export interface MadeSuite {
  /** What it was made from, for people. */
  readonly source: string;
  /** Roles of devices that each program is run with, as far as the machine has them. */
  readonly roles: readonly string[];
  readonly programs: readonly GuestProgram[];
  /** What the guest's CPU must have for them beside what the machine gives it, by QEMU's names: `sse4.2`. */
  readonly cpu?: readonly string[];
  /** Configs that a kernel from source must have for them, names of kernel-tests/configs. */
  readonly configs?: readonly string[];
  /** Programs that a design brings itself. */
  of?(cell: Cell): Promise<readonly GuestProgram[]>;
}
