// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { Snapshot } from '../../../src/series/sources.ts';
import { handedOn } from './handed-on.ts';

/** The line that hands the flags of `struct lamp_info` on, in a driver of that body. */
function lineOf(body: string, more = ''): string | undefined {
  const text = `${more}static int lamp_set(struct lamp *lamp, struct lamp_info *args)\n{\n${body}\treturn 0;\n}\n`;
  const sources = new Snapshot('made', new Map([['drivers/char/lamp.c', text]]));
  return handedOn(sources, 'struct lamp_info', 'flags', (mask) => mask.includes('LAMP_ALL'))?.text;
}

test.each([
  ['an argument', '\tlamp_core_set(lamp, args->flags);\n', 'lamp_core_set(lamp, args->flags);'],
  ['an argument of an operation', '\tlamp->ops->set(args->flags, 1);\n', 'lamp->ops->set(args->flags, 1);'],
  ['a member of another struct', '\tlamp->mode = args->flags;\n', 'lamp->mode = args->flags;'],
  ['an index of a table', '\treturn modes[args->flags];\n', 'return modes[args->flags];'],
  ['what another struct says', '\targs->flags = lamp->mode;\n', 'args->flags = lamp->mode;'],
  ['what a function says', '\targs->flags |= lamp_mode(lamp);\n', 'args->flags |= lamp_mode(lamp);'],
  [
    'what a mask with the name lets pass',
    '\tif (args->flags & ~LAMP_ALL)\n\t\treturn -EINVAL;\n\tlamp_core_set(lamp, args->flags);\n',
    'lamp_core_set(lamp, args->flags);',
  ],
])('%s is handed on', (_, body, line) => {
  expect(lineOf(body)).toBe(line);
});

test.each([
  ['a flag that is asked for', '\tif (args->flags & LAMP_DIM)\n\t\tlamp->dim = 1;\n'],
  ['a value that is only looked at', '\tpr_debug("%x", args->flags);\n'],
  ['a value that is cleared', '\targs->flags = 0;\n'],
  ['a flag that is set', '\targs->flags |= LAMP_DIM;\n'],
  ['a comparison', '\tif (lamp->mode == args->flags)\n\t\treturn 1;\n'],
  [
    'what a mask without the name refuses',
    '\tif (args->flags & ~(LAMP_DIM | LAMP_LIT))\n\t\treturn -EINVAL;\n\tlamp_core_set(lamp, args->flags);\n',
  ],
  [
    'flags that have to be zero',
    '\tif (args->flags)\n\t\treturn -EINVAL;\n\tlamp_core_set(lamp, args->flags);\n',
  ],
])('%s is not', (_, body) => {
  expect(lineOf(body)).toBeUndefined();
});

test('a value is followed through functions at hand', () => {
  const local = (body: string) => `static void lamp_local(struct lamp *lamp, u32 mode)\n{\n${body}}\n\n`;
  const call = '\tlamp_local(lamp, args->flags);\n';
  expect(lineOf(call, local('\tif (mode & LAMP_DIM)\n\t\tlamp->dim = 1;\n'))).toBeUndefined();
  expect(lineOf(call, local('\tlamp_core_set(lamp, mode);\n'))).toBe('lamp_core_set(lamp, mode);');
  expect(lineOf(call, local('\tlamp_local(lamp, mode);\n'))).toBeUndefined();
});
