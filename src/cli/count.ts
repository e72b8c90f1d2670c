// SPDX-License-Identifier: GPL-2.0-only
import { BadParameter } from '../series/errors.ts';
import { type OptionValues, text } from './command.ts';

/**
 * A number from 1 that an option gives; undefined where it is not given.
 *
 * @param what it is a number of, for the message: `jobs`
 * @throws BadParameter for anything else, and for more than `most`
 */
export function countOf(
  options: OptionValues,
  name: string,
  {
    what,
    most,
    hint,
    as = name,
  }: {
    readonly what: string;
    readonly most: number;
    readonly hint: string;
    /** The option as the user types it, if that differs from `name`. */
    readonly as?: string;
  },
): number | undefined {
  const given = text(options, name);
  if (given === undefined) return undefined;
  if (/^[1-9]\d*$/.test(given) && Number(given) <= most) return Number(given);
  throw new BadParameter({
    title: `${JSON.stringify(given)} is not a number of ${what}`,
    where: `--${as}`,
    hint,
  });
}
