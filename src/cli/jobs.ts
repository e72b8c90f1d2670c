// SPDX-License-Identifier: GPL-2.0-only
import { availableParallelism } from 'node:os';
import { BadParameter } from '../series/errors.ts';
import { type OptionSpec, type OptionValues, text } from './command.ts';

/** How many of something go on at a time. */
export function jobs(what: string): OptionSpec {
  return { flags: '--jobs <n>', help: `${what} at a time; one for each core where it is not said` };
}

/** @throws BadParameter when it is no number from 1 */
export function jobsOf(options: OptionValues): number {
  const value = text(options, 'jobs');
  if (value === undefined) return availableParallelism();
  if (/^[1-9]\d{0,2}$/.test(value)) return Number(value);
  throw new BadParameter({
    title: `${JSON.stringify(value)} is no number of jobs at a time`,
    where: '--jobs',
    hint: 'Give a number from 1.',
  });
}
