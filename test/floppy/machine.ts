// SPDX-License-Identifier: GPL-2.0-only
import { pc } from '../../kernel-tests/parts/pc.ts';
import { MachineShape } from '../../src/guest/machine.ts';

/** A PC with a floppy disk controller, and one drive without a disk: nothing of it is on PCI. */
export const x86Floppy = MachineShape.parse({
  id: 'x86-floppy',
  title: 'x86-64 PC with a floppy drive',
  ...pc(),
  devices: [
    { role: 'fdc', device: 'isa-fdc' },
    { role: 'drive', device: 'floppy,bus=fdc.0,unit=0,drive-type=144' },
  ],
  kernel: { prebuilt: ['cloud-amd64'] },
});
