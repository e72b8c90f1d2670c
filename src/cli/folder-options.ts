// SPDX-License-Identifier: GPL-2.0-only
import { statSync } from 'node:fs';
import { BadParameter } from '../series/errors.ts';
import type { Command, OptionValues } from './command.ts';

/**
 * Refuses an empty name of a folder, which a variable that is not set makes: it would be the folder that one stands in.
 *
 * @throws BadParameter
 */
export function requireFolders({ options: specs }: Pick<Command, 'options'>, values: OptionValues): void {
  for (const { flags } of specs) {
    const [, name = ''] = /^--([\w-]+) <(?:folder|file)>$/.exec(flags) ?? [];
    if (values[name] !== '') continue;
    throw new BadParameter({
      title: `--${name} is empty`,
      where: `--${name} ""`,
      hint: 'Is a variable of the script empty? Name a folder, or leave the option out.',
    });
  }
}

/**
 * Refuses a file where a folder is to be read. One that is not there is another matter.
 *
 * @throws BadParameter
 */
export function requireFolder(path: string, option: string): void {
  const there = statSync(path, { throwIfNoEntry: false });
  if (!there || there.isDirectory()) return;
  throw new BadParameter({
    title: `${option} needs a folder, and this is a file`,
    where: path,
    hint: 'Name the folder that the runs are kept in.',
  });
}
