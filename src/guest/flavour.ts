// SPDX-License-Identifier: GPL-2.0-only
import { ARCHITECTURE, type MachineArchitecture } from '../kernel/architecture.ts';
import { nearest } from '../nearest.ts';

/** What is wrong with the name of a flavour of Debian's kernels; undefined where Debian has it. */
export function wrongFlavour(architecture: MachineArchitecture, name: string): string | undefined {
  const { flavours } = ARCHITECTURE[architecture];
  if (flavours.includes(name)) return undefined;
  const near = nearest(name, flavours);
  const advice = near.length > 0 ? `did you mean ${near.join(' or ')}?` : `it has ${flavours.join(', ')}`;
  return `Debian has no kernel for ${architecture} of the flavour ${name}: ${advice}`;
}
