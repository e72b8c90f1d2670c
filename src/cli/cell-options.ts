// SPDX-License-Identifier: GPL-2.0-only
import type { OptionSpec } from './command.ts';
import { CONFIG, KERNEL } from './kernel-choice.ts';
import { MACHINE, SET, TOPIC, TOPICS, TREE } from './options.ts';

/** What cells are made of, for every verb that runs those of one tree on one machine. */
export const CELL_OPTIONS: readonly OptionSpec[] = [TOPIC, TOPICS, TREE, MACHINE, KERNEL, CONFIG, SET];
