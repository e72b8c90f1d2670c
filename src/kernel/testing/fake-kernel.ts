// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The smallest that is taken for kernel source. */
export const FAKE_KERNEL: Readonly<Record<string, string>> = {
  Kbuild: '# top\n',
  MAINTAINERS: 'VFIO DRIVER\n',
  Makefile: 'VERSION = 9\nPATCHLEVEL = 9\nSUBLEVEL = 1\nEXTRAVERSION =\nNAME = Test\n',
  'arch/x86/include/uapi/asm/ioctl.h': '/* ioctl */\n',
  'arch/x86/kernel/entry.c': '/* not wanted */\n',
  'drivers/vfio/pci/vfio_pci.c': '/* caf\xe9 */\n',
  'drivers/net/dummy.c': '/* not wanted */\n',
  'include/uapi/linux/vfio.h': '#define VFIO_BASE 100\n',
  'scripts/checkpatch.pl': '#!/usr/bin/env perl\n',
};

export async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text, {
      encoding: 'latin1',
      mode: path.endsWith('.pl') ? 0o755 : 0o644,
    });
  }
}
