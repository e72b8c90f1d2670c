// SPDX-License-Identifier: GPL-2.0-only
import { edited, type Sample } from '../../samples/sample.ts';
import { copied, LATENCY } from './hnd-copy-changed.bad.ts';

const PATH = 'drivers/lamp/lamp.c';
const HINT = `static long lamp_hint(struct lamp *lamp, struct lamp_hint __user *arg)
{
	if (lamp->dark)
		return -EAGAIN;
	__put_user(lamp->hue,
		   &arg->hue);
	return 0;
}
`;

export const good: Sample[] = [
  copied('another name of the type', ['get_user(hue, arg)', 'get_user(hue, (__u32 __user *)arg)']),
  copied('the size of the type', ['&info, sizeof(info)', '&info, sizeof(struct lamp_info)']),
  copied('one more copy', [
    '	if (put_user(lamp->hue, (u32 __user *)arg))',
    '	if (put_user(lamp->watts, (u16 __user *)(arg + 4)))\n		return -EFAULT;\n	if (put_user(lamp->hue, (u32 __user *)arg))',
  ]),
  copied('an answer in a variable', [
    '	if (get_user(hue, arg))\n		return -EFAULT;\n',
    '	int ret =\n		get_user(hue, arg);\n	if (ret)\n		return ret;\n',
  ]),
  {
    name: 'a copy that nobody looked at before, with access_ok() in it',
    before: { [PATH]: HINT },
    after: {
      [PATH]: edited(HINT, [
        '	__put_user(lamp->hue,\n		   &arg->hue);',
        '		put_user(lamp->hue, &arg->hue);',
      ]),
    },
  },
  {
    name: 'the same two forms in another order',
    before: { [PATH]: LATENCY },
    after: {
      [PATH]: edited(
        LATENCY,
        ['	if (count == sizeof(s32)) {\n', '	if (count == sizeof( s32 )) {\n'],
        ['	s32 value;\n', '	s32 value = 0;\n'],
      ),
    },
  },
  copied('an answer that decides what the next one is', [
    '	if (copy_to_user(arg, &info, sizeof(info)))\n		return -EFAULT;\n	return 0;\n',
    '	int ret = 0;\n\n	ret = copy_to_user(arg, &info, sizeof(info));\n	ret = ret ? -EFAULT : 0;\n	return ret;\n',
  ]),
];
