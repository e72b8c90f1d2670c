// SPDX-License-Identifier: GPL-2.0-only
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { defaultChoice, type KernelChoice } from '../evidence/kernels.ts';
import type { Machine } from '../guest/machine.ts';
import { unreadable } from '../host-fault.ts';
import { merged, parseFragment } from '../kernel/source.ts';
import { BadParameter } from '../series/errors.ts';
import { list, type OptionSpec, type OptionValues, text } from './command.ts';

export const KERNEL: OptionSpec = {
  flags: '--kernel <way>',
  help: "the distribution's kernel, or one built from the tree; by default the first that the machine can have",
  choices: ['prebuilt', 'source'],
};
export const CONFIG: OptionSpec = {
  flags: '--config <config...>',
  help: 'with --kernel source, beside what the machine needs: a name of kernel-tests/configs (debug), or a file of CONFIG_ lines',
};

/**
 * @throws BadParameter for configs without --kernel source; ConfigMalformed
 */
export async function kernelChoice(options: OptionValues, machine: Machine): Promise<KernelChoice> {
  const asked = text(options, 'kernel');
  const way = asked === 'source' || asked === 'prebuilt' ? asked : defaultChoice(machine).way;
  const given = list(options, 'config');
  if (way === 'prebuilt' && given.length > 0)
    throw new BadParameter({
      title: '--config needs --kernel source: kpw configures only a kernel that it builds',
      where: `--config ${given.join(' ')}`,
      hint: 'Add --kernel source.',
    });
  const files = given.filter((one) => one.includes('/') || existsSync(one));
  const symbols = await Promise.all(files.map(async (file) => parseFragment(await textOf(file), file)));
  return { way, configs: given.filter((one) => !files.includes(one)), symbols: merged(...symbols) };
}

async function textOf(file: string): Promise<string> {
  return readFile(file, 'latin1').catch((error: NodeJS.ErrnoException) => {
    throw new BadParameter({
      title: unreadable(error, 'the config', file),
      where: `--config ${file}`,
      hint: 'Name a file of CONFIG_ lines, or a config of kernel-tests/configs.',
    });
  });
}
