// SPDX-License-Identifier: GPL-2.0-only
import type { AnyTopic } from '../src/series/topic.ts';
import { floppyNdelay } from './floppy-ndelay/index.ts';
import { msixMmap } from './msix-mmap/index.ts';

/** Every topic at hand. A new one is a folder beside these and a line here; see docs/topics.md. */
export const topics: readonly AnyTopic[] = [msixMmap, floppyNdelay];
