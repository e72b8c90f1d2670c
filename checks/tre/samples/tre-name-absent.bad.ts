// SPDX-License-Identifier: GPL-2.0-only
import { calling } from '../../samples/lamp-called.ts';
import type { Sample } from '../../samples/sample.ts';

const NEWER =
  'int lamp_dim(struct lamp *lamp, int watts);\n#define lamp_for_each(lamp, one) \\\n\tfor (;;)\n';

export const bad: Sample[] = [
  calling('a function of a newer kernel', '\tlamp_dim(lamp, 40);\n', { newer: NEWER }),
  calling('a macro of a newer kernel', '\tlamp_for_each(lamp, one)\n\t\treturn 1;\n', { newer: NEWER }),
];
