// SPDX-License-Identifier: GPL-2.0-only
import { pc } from '../../../kernel-tests/parts/pc.ts';
import type { MachineFile } from '../../../src/guest/machine.ts';

/** Bytes of a 3.5" disk of high density: 80 tracks of 18 sectors on two sides. */
const HD = 1_474_560;

export default {
  id: 'x86-floppy',
  title: 'x86-64 PC with a floppy drive, whose disk is changed from outside',
  ...pc(),
  devices: [
    { role: 'fdc', device: 'isa-fdc' },
    // No disk is in it until a test asks for one.
    { role: 'drive', device: 'floppy,bus=fdc.0,unit=0,drive-type=144', asks: ['media'] },
  ],
  media: { first: { bytes: HD }, second: { bytes: HD } },
  // The third serial port: the first has the console, the second the results.
  answers: { tty: '/dev/ttyS2', device: 'isa-serial,chardev=answers' },
  kernel: { prebuilt: ['cloud-amd64'] },
} satisfies MachineFile;
