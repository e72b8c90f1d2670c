// SPDX-License-Identifier: GPL-2.0-only
// A repository of a small kernel with a driver, and branches that change it.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';

const LAMP = `#include <linux/module.h>
#include "lamp.h"

static int lamp_level(struct lamp *lamp)
{
	return lamp->level;
}

int lamp_set(struct lamp *lamp, int level)
{
	if (level > LAMP_MOST)
		return -EINVAL;
	lamp->level = level;
	return lamp_level(lamp);
}
`;

/** Files of the base, by path. */
export const LAMP_TREE: Readonly<Record<string, string>> = {
  Makefile: 'VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 0\n',
  Kbuild: '',
  'drivers/Makefile': 'obj-y += lamp/\nobj-y += core.o\n',
  'drivers/core.c': '#include <linux/lamp-core.h>\nint core_start(void)\n{\n\treturn 0;\n}\n',
  'drivers/lamp/Makefile':
    'obj-$(CONFIG_LAMP) += lamp.o\nlamp-y := main.o\nobj-$(CONFIG_LAMP_OLD) += old.o\nobj-$(CONFIG_LAMP_BUS) += bus.o\n',
  'drivers/lamp/Kconfig':
    'config LAMP\n\ttristate "Lamps"\n\nconfig LAMP_BUS\n\tbool "Their bus"\n\nconfig LAMP_OLD\n\ttristate "Old lamps"\n',
  'drivers/lamp/main.c': LAMP,
  'drivers/lamp/lamp.h': '#define LAMP_MOST 255\nstruct lamp {\n\tint level;\n};\n',
  'drivers/lamp/old.c': '#include "lamp.h"\nint old_level(void)\n{\n\treturn 1;\n}\n',
  'drivers/lamp/bus.c': 'int bus_scan(void)\n{\n\treturn 0;\n}\n',
  'include/linux/lamp-core.h': 'int core_start(void);\n',
  'include/linux/module.h': '',
  'include/uapi/linux/types.h': '#ifndef _T\n#define _T\n#endif\n',
  'arch/riscv/lamp.c': 'int riscv_lamp(void)\n{\n\treturn 0;\n}\n',
  'Documentation/lamp.rst': 'Lamps\n=====\n',
};

export async function git(folder: string, ...argv: string[]): Promise<string> {
  const who = [
    '-c',
    'user.name=Ada Lamp',
    '-c',
    'user.email=ada.lamp@kernel.org',
    '-c',
    'commit.gpgsign=false',
  ];
  const { stdout } = await execa('git', [...who, ...argv], { cwd: folder });
  return stdout;
}

async function put(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

/** The base, tagged `base`, on the branch `main`. */
export async function lampRepository(folder: string): Promise<void> {
  await put(folder, LAMP_TREE);
  await git(folder, 'init', '-q', '--initial-branch=main', '.');
  await git(folder, 'add', '-A');
  await git(folder, 'commit', '-qm', 'Base');
  await git(folder, 'tag', 'base');
}

/** A branch from a revision with a commit for each step, of whole files. */
export async function branch(
  folder: string,
  name: string,
  from: string,
  ...steps: readonly { readonly subject: string; readonly files: Readonly<Record<string, string>> }[]
): Promise<void> {
  await git(folder, 'checkout', '-q', '-b', name, from);
  for (const { subject, files } of steps) {
    await put(folder, files);
    await git(folder, 'add', '-A');
    await git(
      folder,
      'commit',
      '-qm',
      `${subject}\n\nIt is better so.\n\nSigned-off-by: Ada Lamp <ada.lamp@kernel.org>`,
    );
  }
}

/** The driver with one text in place of another. */
export function lampWith(from: string, to: string): string {
  return LAMP.replace(from, to);
}
