// SPDX-License-Identifier: GPL-2.0-only
import type { Profile } from './profile.ts';
import { vfio } from './vfio.ts';

export const PROFILES: readonly Profile[] = [vfio];
