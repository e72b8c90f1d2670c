// SPDX-License-Identifier: GPL-2.0-only
import { posted } from '../lib/review/posted.ts';
import { REASON, type Sample } from './sample.ts';

export const HEADER = 'include/linux/lamp.h';
const FILE = 'drivers/lamp/glow.c';

const glow = (body: string, above = '') =>
  `#include <linux/lamp.h>\n\n${above}int lamp_glow(struct lamp *lamp)\n{\n${body}\treturn 0;\n}\n`;

/** A patch that adds lines to the body of a function, and what stands in other files of the tree, and of a newer one. */
export function calling(
  name: string,
  body: string,
  {
    header = '',
    newer = '',
    above = '',
    changes = {},
  }: {
    readonly header?: string;
    readonly newer?: string;
    /** New lines above the function. */
    readonly above?: string;
    /** Other files as the patch leaves them. */
    readonly changes?: Readonly<Record<string, string>>;
  } = {},
): Sample {
  const before = {
    [FILE]: glow(''),
    ...Object.fromEntries(Object.keys(changes).map((path) => [path, header])),
  };
  const files = { [FILE]: glow(body, above), ...changes };
  return posted(name, before, [{ subject: 'lamp: Glow', body: REASON, files }], {
    rest: {
      [HEADER]: header,
      'drivers/lamp/other.c': 'int lamp_other(struct lamp *lamp)\n{\n\treturn lamp_made(lamp, 1);\n}\n',
    },
    ...(newer ? { newer: { [HEADER]: newer } } : {}),
  });
}
