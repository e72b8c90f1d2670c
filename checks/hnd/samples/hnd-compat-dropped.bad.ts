// SPDX-License-Identifier: GPL-2.0-only
import { edited, type Sample } from '../../samples/sample.ts';

const PATH = 'drivers/lamp/lamp.c';
const BRANCH = `	if (in_compat_syscall()) {
		if (get_user(at, (compat_uptr_t __user *)lamps + i))
			return -EFAULT;
		*lamp = compat_ptr(at);
		return 0;
	}
`;
const LAMP = `static int lamp_next(void __user **lamp, void __user * __user *lamps, int i)
{
	compat_uptr_t at;

${BRANCH}	return get_user(*lamp, lamps + i);
}
`;

export const narrow = (name: string, ...edits: [from: string, to: string][]): Sample => ({
  name,
  before: { [PATH]: LAMP },
  after: { [PATH]: edited(LAMP, ...edits) },
});

export const WITHOUT: [from: string, to: string] = [BRANCH, ''];

export const bad: Sample[] = [narrow('pointers that are read as those of 64 bits', WITHOUT)];
