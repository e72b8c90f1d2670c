// SPDX-License-Identifier: GPL-2.0-only
import type { Subsystem } from '../src/subsystem.ts';
import { floppy } from './floppy/index.ts';
import { vfio } from './vfio/index.ts';

/** Every subsystem at hand. A new one is a folder beside these and a line here; see docs/subsystems.md. */
export const subsystems: readonly Subsystem[] = [vfio, floppy];
