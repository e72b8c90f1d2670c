// SPDX-License-Identifier: GPL-2.0-only
import { BadParameter } from '../series/errors.ts';
import { type OptionSpec, type OptionValues, text } from './command.ts';

export const SHARD: OptionSpec = {
  flags: '--shard <i/n>',
  help: 'only every nth run, from the ith on: 1/4 to 4/4 on four hosts are the whole; kpw merge joins them',
};

/**
 * Whether a run of a plan is of this shard, by its place.
 *
 * @throws BadParameter
 */
export function shardOf(options: OptionValues): (place: number) => boolean {
  const given = text(options, 'shard');
  if (given === undefined) return () => true;
  const [, part = '', of = ''] = /^([1-9]\d{0,4})\/([1-9]\d{0,4})$/.exec(given) ?? [];
  if (part === '' || Number(part) > Number(of))
    throw new BadParameter({
      title: `--shard needs a part like 1/4, not ${JSON.stringify(given)}`,
      where: '--shard',
      hint: 'Say which of how many, from 1 on: --shard 1/4.',
    });
  return (place) => place % Number(of) === Number(part) - 1;
}
