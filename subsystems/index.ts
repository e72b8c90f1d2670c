// SPDX-License-Identifier: GPL-2.0-only
import type { Subsystem } from '../src/subsystem.ts';
import { vfio } from './vfio/index.ts';

/** Every subsystem at hand. A new one is a folder beside vfio and a line here; see docs/subsystems.md. */
export const subsystems: readonly Subsystem[] = [vfio];
