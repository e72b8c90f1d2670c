// SPDX-License-Identifier: GPL-2.0-only
import { diffOf, letter, REASON, type Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'a parameter with its description, and one that moves',
    mails: {
      '0001.patch': letter('[PATCH] vfio/lamp: Let userspace dim the lamp', REASON, {
        diff: diffOf('drivers/vfio/lamp.c', [
          '-module_param_named(hue, lamp_hue, uint, 0444);',
          ' static bool dim;',
          '+module_param(dim, bool, 0444);',
          '+MODULE_PARM_DESC(dim, "Begin with the lamp dimmed");',
          '+module_param_named(hue, lamp_hue, uint, 0644);',
        ]),
      }),
    },
  },
];
