// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { subjectOf } from '../../../checks/samples/sample.ts';
import type { UapiSide } from '../../uapi/side/open.ts';
import { unjudgedNotes } from './unjudged.ts';

const PATH = 'drivers/lamp/lamp.c';
const LAMP = `static long lamp_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	return lamp_do(file, cmd, 1);
}

static void lamp_probe(struct lamp *lamp)
{
	lamp->hue = 1;
}
`;

const notesOf = (from: string, to: string, message = '') =>
  unjudgedNotes(
    subjectOf({ name: 'lamp', before: { [PATH]: LAMP }, after: { [PATH]: LAMP.replace(from, to) } }),
    { kind: 'kernel', touched: [PATH] } as unknown as UapiSide,
    [{ message }],
  );

test('a function that programs reach and of which no finding speaks is named', () => {
  expect(notesOf('cmd, 1', 'cmd, 2')).toEqual([
    'no rule speaks of what the patch changes in lamp_ioctl(), a function that programs reach',
  ]);
});

test('one of which a finding speaks, and one that no program reaches, are not', () => {
  expect(notesOf('cmd, 1', 'cmd, 2', 'lamp_ioctl() now answers -EPERM')).toEqual([]);
  expect(notesOf('hue = 1', 'hue = 2')).toEqual([]);
});
