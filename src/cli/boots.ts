// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises';
import { type Known, parseKnown } from '../evidence/known.ts';
import type { RunRequest } from '../evidence/prepare.ts';
import { unreadable } from '../host-fault.ts';
import { BadParameter } from '../series/errors.ts';
import { flag, type OptionSpec, type OptionValues, text } from './command.ts';
import { countOf } from './count.ts';

const MOST = 100;

/** How often cells boot, and which of their failures are known, for every verb that boots cells. */
export const BOOT_OPTIONS: readonly OptionSpec[] = [
  {
    flags: '--repeat <n>',
    help: 'boot every cell this many times; a test that fails in some boots and passes in others is flaky',
  },
  {
    flags: '--known <file>',
    help: 'file of known failures, one a line: "fail PROGRAM/TEST # reason until 2027-01-31"; flake and splat have the same form',
  },
];

/**
 * What the options of run, test and matrix say of how cells boot.
 *
 * @throws BadParameter
 */
export async function bootsOf(
  options: OptionValues,
): Promise<Pick<RunRequest, 'repeat' | 'known' | 'coverage' | 'quick' | 'again'>> {
  const hint = `Say how often, from 1 to ${MOST}: --repeat 5.`;
  const repeat = countOf(options, 'repeat', { what: 'boots', most: MOST, hint });
  const file = text(options, 'known');
  return {
    coverage: flag(options, 'coverage'),
    quick: flag(options, 'quick'),
    again: flag(options, 'again'),
    ...(repeat === undefined ? {} : { repeat }),
    ...(file === undefined ? {} : { known: await knownOf(file) }),
  };
}

async function knownOf(file: string): Promise<Known[]> {
  const content = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new BadParameter(
      {
        title: unreadable(error, 'the file of known failures', file),
        where: `--known ${file}`,
        hint: 'Name a file with lines of the form: fail PROGRAM/TEST # reason until 2027-01-31',
      },
      { cause: error },
    );
  });
  return parseKnown(content, file);
}
