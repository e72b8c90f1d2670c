// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { Snapshot } from '../../../src/series/sources.ts';
import type { ApiType, Pair } from '../../../src/uapi/model.ts';
import type { Subject } from '../../rule.ts';
import { proveGrowth, reservedChecked } from './growth.ts';

function type(...names: string[]): ApiType {
  const members = names.map((name) => ({ name }));
  const on = new Map([['x86-64', { size: 0, align: 4, members }]]);
  return { name: 'struct lamp_dim', on } as unknown as ApiType;
}

const PAIR: Pair<ApiType> = {
  name: 'struct lamp_dim',
  header: 'linux/lamp.h',
  before: type('argsz', 'flags', 'percent'),
  after: type('argsz', 'flags', 'percent', 'fade'),
};

/** A handler with that body, as the driver before and after. */
function subject(body: string, rest = ''): Subject {
  const text = `
static int lamp_dim(struct lamp *lamp, struct lamp_dim __user *arg)
{
	struct lamp_dim dim;
	unsigned long minsz, xend = 0;

${body}
	return 0;
}
${rest}`;
  const sources = new Snapshot('made up', new Map([['drivers/lamp.c', text]]));
  return { before: sources, after: sources } as unknown as Subject;
}

const COPY = `	if (copy_from_user(&dim, arg, minsz))
		return -EFAULT;
	if (dim.argsz < minsz)
		return -EINVAL;
`;
const OLD = `	minsz = offsetofend(struct lamp_dim, percent);
${COPY}`;

const bodies: Readonly<Record<string, string>> = {
  'a minsz that ends with an old member': OLD,
  'a minsz that ends with the new member': `	minsz = offsetofend(struct lamp_dim, fade);
${COPY}`,
  'a minsz of the whole struct': `	minsz = sizeof(dim);
${COPY}`,
  'a second copy that a flag asks for': `${OLD}	if (dim.flags & LAMP_DIM_FADE)
		xend = offsetofend(struct lamp_dim, fade);
	if (xend) {
		if (dim.argsz < xend)
			return -EINVAL;
		if (copy_from_user((void *)&dim + minsz, (void __user *)arg + minsz, xend - minsz))
			return -EFAULT;
	}
	if (dim.flags & LAMP_DIM_FADE)
		lamp_fade(lamp, dim.fade);
`,
  'a second copy that nothing asks for': `${OLD}	xend = offsetofend(struct lamp_dim, fade);
	if (copy_from_user((void *)&dim + minsz, (void __user *)arg + minsz, xend - minsz))
		return -EFAULT;
`,
  'the new member without a guard': `${OLD}	lamp_fade(lamp, dim.fade);
`,
  'copy_struct_from_user()': `	minsz = offsetofend(struct lamp_dim, percent);
	if (get_user(size, &arg->argsz))
		return -EFAULT;
	if (size < minsz)
		return -EINVAL;
	ret = copy_struct_from_user(&dim, sizeof(dim), arg, size);
	lamp_fade(lamp, dim.fade);
`,
  'copy_struct_from_user() with a minsz of the new member': `	minsz = offsetofend(struct lamp_dim, fade);
	if (get_user(size, &arg->argsz))
		return -EFAULT;
	if (size < minsz)
		return -EINVAL;
	ret = copy_struct_from_user(&dim, sizeof(dim), arg, size);
`,
  'an answer of no more than argsz': `${OLD}	minsz = min_t(size_t, dim.argsz, sizeof(dim));
	dim.fade = lamp->fade;
	if (copy_to_user(arg, &dim, minsz))
		return -EFAULT;
`,
  'an answer of the whole struct': `${OLD}	dim.fade = lamp->fade;
	if (copy_to_user(arg, &dim, sizeof(dim)))
		return -EFAULT;
`,
  'an answer whose size grows where argsz allows': `${OLD}	capsz = offsetofend(struct lamp_dim, fade);
	if (dim.argsz >= capsz) {
		minsz = capsz;
		dim.fade = 0;
	}
	return copy_to_user(arg, &dim, minsz) ? -EFAULT : 0;
`,
  'a size that comes from elsewhere': `	if (copy_from_user(&dim, arg, lamp_size(lamp)))
		return -EFAULT;
`,
  'no copy at all': '	dim.percent = 0;\n',
};

test('the three idioms prove growth, what covers the new member breaks it, and the rest is told', () => {
  const verdicts = Object.entries(bodies).map(([words, body]) => {
    const { verdict, why } = proveGrowth(subject(body), PAIR);
    return `${words}: ${verdict}: ${why}`;
  });
  expect(verdicts).toMatchInlineSnapshot(`
    [
      "a minsz that ends with an old member: proven: lamp_dim() asks for no more than what ends with percent",
      "a minsz that ends with the new member: break: lamp_dim() copies what was added whatever argsz says, so it reads behind an old binary's struct",
      "a minsz of the whole struct: break: lamp_dim() copies what was added whatever argsz says, so it reads behind an old binary's struct",
      "a second copy that a flag asks for: proven: lamp_dim() asks for no more than what ends with percent; lamp_dim() copies what was added only where a flag or argsz asks for it",
      "a second copy that nothing asks for: break: lamp_dim() copies what was added whatever argsz says, so it reads behind an old binary's struct",
      "the new member without a guard: break: lamp_dim() reads fade without asking argsz or a flag, and an old binary does not pass it",
      "copy_struct_from_user(): proven: lamp_dim() copies by copy_struct_from_user(), which fills with zeros what an old binary does not pass",
      "copy_struct_from_user() with a minsz of the new member: break: lamp_dim() refuses an argsz that does not cover what was added, so an old binary gets -EINVAL",
      "an answer of no more than argsz: proven: lamp_dim() asks for no more than what ends with percent",
      "an answer of the whole struct: break: lamp_dim() answers with all of struct lamp_dim whatever argsz says, so it writes behind an old binary's struct",
      "an answer whose size grows where argsz allows: proven: lamp_dim() asks for no more than what ends with percent",
      "a size that comes from elsewhere: undetermined: lamp_dim() copies by a size that could not be followed: lamp_size(lamp)",
      "no copy at all: undetermined: no handler among the drivers at hand copies struct lamp_dim from userspace",
    ]
  `);
});

test('a table of ioctls names the last member that userspace must pass', () => {
  const row = (last: string) =>
    `static const struct op lamp_ioctl_ops[] = {\n	IOCTL_OP(LAMP_DIM, lamp_dim_op, struct lamp_dim, ${last}),\n};\n`;
  const verdict = (last: string) => proveGrowth(subject('', row(last)), PAIR);
  expect([verdict('percent'), verdict('fade')]).toMatchInlineSnapshot(`
    [
      {
        "places": [
          {
            "file": "drivers/lamp.c",
            "line": 11,
            "text": "LAMP_DIM: struct lamp_dim, percent",
          },
        ],
        "verdict": "proven",
        "why": "LAMP_DIM takes a struct that ends with percent, and copy_struct_from_user() fills the rest with zeros",
      },
      {
        "places": [
          {
            "file": "drivers/lamp.c",
            "line": 11,
            "text": "LAMP_DIM: struct lamp_dim, fade",
          },
        ],
        "verdict": "break",
        "why": "lamp_ioctl_ops makes the new member fade the least that LAMP_DIM takes, so an old binary gets -EINVAL",
      },
    ]
  `);
});

test('reserved space is checked only where every handler refuses it', () => {
  const checked = (body: string) => reservedChecked(subject(body), PAIR, 'resv');
  expect([
    checked(`${OLD}	if (dim.resv)\n		return -EINVAL;\n`),
    checked(`${OLD}	if (dim.flags & ~LAMP_ALL || dim.resv != 0)\n		return -EOPNOTSUPP;\n`),
    checked(`${OLD}	if (memchr_inv(dim.resv, 0, sizeof(dim.resv)))\n		return -EINVAL;\n`),
    checked(OLD),
    checked('	dim.percent = 0;\n'),
  ]).toEqual(['checked', 'checked', 'checked', 'unchecked', 'unknown']);
});
