// SPDX-License-Identifier: GPL-2.0-only
import { flag, list, type OptionValues, text } from './command.ts';

const LISTS = ['topics', 'config', 'set'] as const;
const TEXTS = ['topic', 'kernel', 'repeat', 'known', 'accel', 'jobs'] as const;
const FLAGS = ['build', 'coverage', 'quick', 'again'] as const;

/** The command line of one run of a matrix, without --out: the options of the matrix, for one tree and machine. */
export function argvOf(
  names: readonly string[],
  options: OptionValues,
  tree: string,
  machine: string,
): readonly string[] {
  return [
    ...['kpw', 'matrix', ...names, '--tree', tree, '--machine', machine],
    ...TEXTS.flatMap((name) => {
      const given = text(options, name);
      return given === undefined ? [] : [`--${name}`, given];
    }),
    ...LISTS.flatMap((name) => {
      const given = list(options, name);
      return given.length === 0 ? [] : [`--${name}`, ...given];
    }),
    ...FLAGS.filter((name) => flag(options, name)).map((name) => `--${name}`),
    ...(options.selftest === false ? ['--no-selftest'] : []),
  ];
}
