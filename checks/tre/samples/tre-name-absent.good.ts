// SPDX-License-Identifier: GPL-2.0-only
import { calling, HEADER } from '../../samples/lamp-called.ts';
import type { Sample } from '../../samples/sample.ts';

const DIM = 'int lamp_dim(struct lamp *lamp, int watts);\n';
const BODY = '\tlamp_dim(lamp, 40);\n';

export const good: Sample[] = [
  calling('a function that the tree has', BODY, { header: DIM }),
  calling('one that the patch defines', BODY, {
    newer: DIM,
    above: 'static int lamp_dim(struct lamp *lamp, int watts)\n{\n\treturn watts;\n}\n\n',
  }),
  calling('one that the patch declares in a header', BODY, { newer: DIM, changes: { [HEADER]: DIM } }),
  calling('a macro by that name for another function', BODY, {
    newer: DIM,
    above: '#define lamp_dim lamp_made\n\n',
  }),
  calling(
    'a parameter of that name',
    '\tint (*lamp_dim)(struct lamp *, int) = NULL;\n\n\tlamp_dim(lamp, 40);\n',
    {
      newer: DIM,
    },
  ),
  calling('a member of that name', '\tlamp->lamp_dim(lamp, 40);\n', { newer: DIM }),
  calling(
    'what a macro may make by pasting names: no tree declares it in so many words',
    '\ttrace_lamp_dim(lamp);\n',
  ),
  calling('a function in a comment', '\t/* As lamp_dim(lamp) does. */\n\tlamp_made(lamp, 2);\n', {
    newer: DIM,
  }),
];
