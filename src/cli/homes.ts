// SPDX-License-Identifier: GPL-2.0-only
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { findSettings, type OwnSettings } from '../own/settings.ts';
import { BadParameter } from '../series/errors.ts';
import { list, type OptionValues } from './command.ts';

/** Folders of the user's, in which topics, machines and rules are looked for. */
export interface Homes {
  readonly homes: readonly string[];
  readonly settings?: OwnSettings;
}

/**
 * Those of --topics, else those that the nearest kpw.config.json names.
 *
 * @throws BadParameter for a folder that is none; SettingsMalformed
 */
export async function homesOf(options: OptionValues, from = process.cwd()): Promise<Homes> {
  const settings = await findSettings(from);
  const named = list(options, 'topics').map((one) => resolve(from, one));
  const lost = named.find((one) => !existsSync(one));
  if (lost !== undefined)
    throw new BadParameter({
      title: 'there is no such folder',
      where: `--topics ${lost}`,
      hint: 'Name a folder that holds topics, or a topic itself; kpw new topic begins one.',
    });
  return { homes: named.length > 0 ? named : (settings?.folders ?? []), ...(settings ? { settings } : {}) };
}
