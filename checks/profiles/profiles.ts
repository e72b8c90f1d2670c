// SPDX-License-Identifier: GPL-2.0-only
import { subsystems } from '../../subsystems/index.ts';
import type { Profile } from './profile.ts';
import { vfio } from './vfio.ts';

/** Those that subsystems name. */
export const PROFILES: readonly Profile[] = [vfio].filter(({ name }) =>
  subsystems.some(({ profile }) => profile === name),
);
