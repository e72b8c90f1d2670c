// SPDX-License-Identifier: GPL-2.0-only
import { ARCHITECTURE, type ArchitectureNames, type MachineArchitecture } from '../architecture.ts';

/** What a kernel is built for. */
export interface BuildTarget extends ArchitectureNames {
  /** As `uname -m` says it in a guest. */
  readonly machine: MachineArchitecture;
}

export function targetOf(machine: MachineArchitecture): BuildTarget {
  return { machine, ...ARCHITECTURE[machine] };
}
