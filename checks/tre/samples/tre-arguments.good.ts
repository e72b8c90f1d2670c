// SPDX-License-Identifier: GPL-2.0-only
import { calling, HEADER } from '../../samples/lamp-called.ts';
import type { Sample } from '../../samples/sample.ts';

const DIM = 'int lamp_dim(struct lamp *lamp, int watts);\n';

export const good: Sample[] = [
  calling('as many as the prototype has, whatever stands in them', '\tlamp_dim(lamp, max(40, f(1, 2)));\n', {
    header: DIM,
  }),
  calling('a function with any number of them', '\tlamp_say(lamp, "%d, %d", 1, 2);\n', {
    header: 'void lamp_say(struct lamp *lamp, const char *format, ...);\n',
  }),
  calling('a macro with any number of them', '\tlamp_say("%d, %d", 1, 2);\n', {
    header: '#define lamp_say(format, args...) printk(format, ##args)\n',
  }),
  calling('another prototype where the option is off', '\tlamp_dim(lamp, 40);\n', {
    header: `#ifdef CONFIG_LAMP\n${DIM}#else\n#define lamp_dim(lamp, watts) (0)\n#endif\n`,
  }),
  calling('two prototypes, of which an architecture has either', '\tlamp_dim(lamp, 40, true);\n', {
    header: `#ifdef CONFIG_64BIT\n${DIM.replace('watts', 'watts, bool slowly')}#else\n${DIM}#endif\n`,
  }),
  calling('a macro that stands for several arguments', '\tlamp_dim(LAMP_AND_WATTS(lamp));\n', {
    header: DIM,
  }),
  calling('a function of the file that calls', '\tlamp_dim(lamp);\n', {
    header: DIM,
    above: 'static int lamp_dim(struct lamp *lamp)\n{\n\treturn 0;\n}\n\n',
  }),
  calling('a macro by that name for another function', '\tlamp_dim(lamp);\n', {
    header: `#define lamp_dim lamp_made\n`,
  }),
  calling('a prototype that the patch changes with its call', '\tlamp_dim(lamp, 40, true);\n', {
    header: DIM,
    changes: { [HEADER]: DIM.replace('int watts', 'int watts, bool slowly') },
  }),
  calling('a call of another structure’s member', '\tlamp->lamp_dim(lamp);\n', { header: DIM }),
];
