// SPDX-License-Identifier: GPL-2.0-only
import { lamp } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';
import { declared, LAMP_PATH, lampHeader } from '../../samples/small.ts';

function torches(...values: readonly string[]): Record<string, string> {
  const text = (value: string) =>
    `/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */\n#define TORCH_HUES\t${value}\n`;
  return Object.fromEntries(values.map((value) => [`include/uapi/linux/torch_${value}.h`, text(value)]));
}

export const bad: Sample[] = [
  { name: 'a text that is no integer', ...lamp(['"lamp"', 'lamp_name()']) },
  {
    name: 'the size of what no header at hand defines',
    ...declared('#define LAMP_ROOM\t8\n', '#define LAMP_ROOM\tsizeof(struct lamp_room)\n'),
  },
  {
    name: 'a name that two headers define',
    before: { [LAMP_PATH]: lampHeader('#define LAMP_HUES\t8\n'), ...torches('8', '9') },
    after: { [LAMP_PATH]: lampHeader('#define LAMP_HUES\tTORCH_HUES\n'), ...torches('8', '9') },
  },
];
