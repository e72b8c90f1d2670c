// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { subjectOf } from '../../samples/sample.ts';
import { unclearedIn } from './uncleared.ts';

const PATH = 'drivers/lamp/lamp.c';
const CLEAR = '\tmemset(&out, 0, sizeof(out));\n';
const SETS = '\tout.hue = lamp->hue;\n';
const driver = (body: string) => `struct lamp_compat {
	u32	hue;
	u64	lumen;
};

static int lamp_put(struct lamp *lamp, void __user *arg)
{
	struct lamp_compat out;

${body}	if (copy_to_user(arg, &out, sizeof(out)))
		return -EFAULT;
	return 0;
}
`;

const uncleared = (before: string, after: string) => {
  const subject = subjectOf({
    name: 'a lamp',
    before: { [PATH]: driver(before) },
    after: { [PATH]: driver(after) },
  });
  return unclearedIn(subject.before, subject.after).map(
    ({ after: { name }, tag, unset }) => `${name} ${tag} ${unset?.join()}`,
  );
};

test('a struct of a driver that is no longer cleared is told, with the members that nobody sets', () => {
  expect(uncleared(CLEAR + SETS, SETS)).toEqual(['lamp_put lamp_compat lumen']);
  expect(uncleared(`${CLEAR}${SETS}\tout.lumen = 3;\n`, `${SETS}\tout.lumen = 3;\n`)).toEqual([
    'lamp_put lamp_compat ',
  ]);
});

test('one that is cleared otherwise, filled by another function, or was never cleared, is not', () => {
  expect(uncleared(CLEAR + SETS, `\tmemset(&out, 0, sizeof(struct lamp_compat));\n${SETS}`)).toEqual([]);
  expect(uncleared(CLEAR + SETS, '\tlamp_fill(lamp, &out);\n')).toEqual([]);
  expect(uncleared(SETS, '\tout.hue = 0;\n')).toEqual([]);
});
