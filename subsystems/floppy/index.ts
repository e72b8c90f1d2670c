// SPDX-License-Identifier: GPL-2.0-only
import type { Subsystem } from '../../src/subsystem.ts';

/** Floppy disks behind a PC's controller. */
export const floppy: Subsystem = {
  id: 'floppy',
  title: 'Floppy disks',
  files: { drivers: ['drivers/block/floppy.c'] },
  modules: {
    roots: ['floppy'],
    headers: { uapi: ['include/uapi/linux/fd.h'] },
    // FDRAWCMD, which Debian leaves off since v5.18 made it a switch: programs of the thread live by it.
    switches: ['BLK_DEV_FD_RAWCMD'],
  },
  // The module finds its drives by itself, as it is loaded.
  binding: { kind: 'none' },
  devices: ['isa-fdc'],
  machines: ['x86-floppy'],
  // The kernels for clouds have no floppy.ko.
  flavours: { x86_64: ['amd64'] },
  configs: { symbols: ['BLK_DEV_FD'] },
};
