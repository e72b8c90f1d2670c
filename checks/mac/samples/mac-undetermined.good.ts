// SPDX-License-Identifier: GPL-2.0-only
import { lamp } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';
import { declared, LAMP_PATH, lampHeader } from '../../samples/small.ts';

const TORCH_PATH = 'include/uapi/linux/torch.h';
const TORCH = '/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */\n#define TORCH_HUES\t8\n';

export const good: Sample[] = [
  { name: 'another blank', ...lamp(['LAMP_NAME\t"lamp"', 'LAMP_NAME "lamp"']) },
  {
    name: 'the same string in two parts',
    ...lamp(['#define LAMP_NAME\t"lamp"', '#define LAMP_STEM "la"\n#define LAMP_NAME\tLAMP_STEM "mp"']),
  },
  {
    name: 'a mask by its number, and by a macro of the kernel',
    ...declared('#define LAMP_BYTE\t(0xffUL << 8)\n', '#define LAMP_BYTE\tGENMASK(15, 8)\n'),
  },
  {
    name: 'a number by the name that another header gives it, which the program includes',
    before: { [LAMP_PATH]: lampHeader('#define LAMP_HUES\t8\n'), [TORCH_PATH]: TORCH },
    after: { [LAMP_PATH]: lampHeader('#define LAMP_HUES\tTORCH_HUES\n'), [TORCH_PATH]: TORCH },
  },
];
