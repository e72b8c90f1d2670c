// SPDX-License-Identifier: GPL-2.0-only
import { availableParallelism } from 'node:os';
import type { OptionSpec, OptionValues } from './command.ts';
import { countOf } from './count.ts';

/** How many of something go on at a time. */
export function jobs(what: string): OptionSpec {
  return { flags: '--jobs <n>', help: `${what} at a time; by default one for each core` };
}

/** @throws BadParameter when it is no number from 1 */
export function jobsOf(options: OptionValues): number {
  const asked = { what: 'jobs', most: 999, hint: 'Give a number from 1.' };
  return countOf(options, 'jobs', asked) ?? availableParallelism();
}
