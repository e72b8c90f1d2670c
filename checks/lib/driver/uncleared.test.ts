// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { subjectOf } from '../../samples/sample.ts';
import { structLayouts } from './handled.ts';
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

const UAPI = 'include/uapi/linux/lamp.h';
const HEADER = `#include <linux/types.h>
struct lamp_state {
	__u8	kind;
	__u32	hue;
	char	name[8];
};
`;

const told = (before: string, after: string) => {
  const subject = subjectOf({
    name: 'a lamp',
    before: { [UAPI]: HEADER, [PATH]: before },
    after: { [UAPI]: HEADER, [PATH]: after },
  });
  if (!subject.uapi) throw new Error('no header');
  const layoutOf = structLayouts(subject.uapi.after, subject.after);
  return unclearedIn(subject.before, subject.after, layoutOf).map(
    ({ after: { name }, tag, out, unset, isWhole }) =>
      `${name} ${tag} by ${out.by.name}: ${unset.join()}${isWhole ? '' : '?'}`,
  );
};

const uncleared = (before: string, after: string) => told(driver(before), driver(after));

test('a struct of a driver that is no longer cleared is told, with the members that nobody sets', () => {
  expect(uncleared(CLEAR + SETS, SETS)).toEqual(['lamp_put lamp_compat by lamp_put: lumen']);
  expect(uncleared(`${CLEAR}${SETS}\tout.lumen = 3;\n`, `${SETS}\tout.lumen = 3;\n`)).toEqual([
    'lamp_put lamp_compat by lamp_put: ?',
  ]);
});

test('one that is cleared otherwise, filled by another function, or was never cleared, is not', () => {
  expect(uncleared(CLEAR + SETS, `\tmemset(&out, 0, sizeof(struct lamp_compat));\n${SETS}`)).toEqual([]);
  expect(uncleared(CLEAR + SETS, '\tlamp_fill(lamp, &out);\n')).toEqual([]);
  expect(uncleared(SETS, '\tout.hue = 0;\n')).toEqual([]);
});

const heap = (allocate: string, sets = '', size = 'sizeof(*st)') => `#include <linux/lamp.h>

static int lamp_get(struct lamp *lamp, void __user *arg)
{
	struct lamp_state *st = ${allocate};
	int ret = 0;

	if (!st)
		return -ENOMEM;
	st->kind = 1;
	st->hue = lamp->hue;
${sets}	if (copy_to_user(arg, st, ${size}))
		ret = -EFAULT;
	kfree(st);
	return ret;
}
`;
const ZEROED = 'kzalloc(sizeof(*st), GFP_KERNEL)';
const NAMED = '\tstrscpy_pad(st->name, lamp->name, sizeof(st->name));\n';

test('memory that is no longer allocated with zeros is told, with the holes of the struct', () => {
  expect(told(heap(ZEROED), heap('kmalloc(sizeof(*st), GFP_KERNEL)'))).toEqual([
    'lamp_get lamp_state by lamp_get: name,bytes 1 to 3',
  ]);
  expect(
    told(
      heap('kcalloc(n, sizeof(*st), GFP_KERNEL)', NAMED),
      heap('kmalloc_array(n, sizeof(*st), GFP_KERNEL)', NAMED),
    ),
  ).toEqual(['lamp_get lamp_state by lamp_get: bytes 1 to 3']);
  expect(
    told(
      heap('kvmalloc(size, GFP_KERNEL | __GFP_ZERO)', NAMED, 'size'),
      heap('kvmalloc(size, GFP_KERNEL)', NAMED, 'size'),
    ),
  ).toEqual(['lamp_get lamp_state by lamp_get: bytes 1 to 3?']);
});

test('the end of a name is not written by what writes a string', () => {
  const string = '\tstrscpy(st->name, lamp->name, sizeof(st->name));\n';
  expect(told(heap(ZEROED, string), heap('kmalloc(sizeof(*st), GFP_KERNEL)', string))).toEqual([
    'lamp_get lamp_state by lamp_get: name,bytes 1 to 3',
  ]);
});

test('memory that is cleared by another call, copied from elsewhere, or renamed, is not', () => {
  const uncleared = 'kmalloc(sizeof(*st), GFP_KERNEL)';
  expect(told(heap(ZEROED), heap('kvzalloc(sizeof(*st), GFP_KERNEL)'))).toEqual([]);
  expect(told(heap(ZEROED), heap(uncleared, '\tmemset(st, 0, sizeof(*st));\n'))).toEqual([]);
  expect(told(heap(ZEROED), heap(uncleared, '\t*st = lamp->state;\n'))).toEqual([]);
  expect(
    told(heap(ZEROED), heap(uncleared, '\tif (copy_from_user(st, arg, sizeof(*st)))\n\t\treturn -EFAULT;\n')),
  ).toEqual([]);
  expect(told(heap(ZEROED), heap('memdup_user(arg, sizeof(*st))'))).toEqual([]);
  expect(told(heap(ZEROED), heap(ZEROED).replace(/\bst\b/g, 'state'))).toEqual([]);
});

const filled = (clear: string, declared = 'struct lamp_state out') => `#include <linux/lamp.h>

static void lamp_fill(struct lamp *lamp, struct lamp_state *st)
{
${clear}	st->kind = 1;
	st->hue = lamp->hue;
${NAMED}}

static long lamp_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	${declared};

	lamp_fill(file->private_data, &out);
	return copy_to_user((void __user *)arg, &out, sizeof(out)) ? -EFAULT : 0;
}
`;

test('what a function fills for a caller that hands it out is told, unless the caller clears it', () => {
  const clear = '\tmemset(st, 0, sizeof(*st));\n';
  expect(told(filled(clear), filled(''))).toEqual(['lamp_fill lamp_state by lamp_ioctl: bytes 1 to 3']);
  expect(told(filled(clear), filled('', 'struct lamp_state out = {}'))).toEqual([]);
});
