// SPDX-License-Identifier: GPL-2.0-only
import { calling, HEADER } from '../../samples/lamp-called.ts';
import type { Sample } from '../../samples/sample.ts';

const DIM = 'int lamp_dim(struct lamp *lamp, int watts);\n';

export const bad: Sample[] = [
  calling('an argument more than the prototype has', '\tlamp_dim(lamp, 40, true);\n', { header: DIM }),
  calling('an argument less, over two lines', '\tlamp_dim(\n\t\tlamp_other(lamp));\n', { header: DIM }),
  calling('a macro with parameters', '\tLAMP_FIELD(lamp, 1, 2);\n', {
    header: '#define LAMP_FIELD(lamp, at) ((lamp)->fields[at])\n',
  }),
  calling('a prototype that the patch itself changes', '\tlamp_dim(lamp, 40);\n', {
    header: DIM,
    changes: { [HEADER]: DIM.replace('int watts', 'int watts, bool slowly') },
  }),
];
