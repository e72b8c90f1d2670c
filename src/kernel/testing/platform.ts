// SPDX-License-Identifier: GPL-2.0-only
import type { Platform } from '../build/find-kernel.ts';

/** What the machine x86-intel asks for. */
export const PC: Platform = { architecture: 'x86_64', flavours: ['cloud-amd64'] };
