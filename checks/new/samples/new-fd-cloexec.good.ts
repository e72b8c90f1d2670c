// SPDX-License-Identifier: GPL-2.0-only
import { along, lamp } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'one that they do not, and one that is up to userspace',
    ...along(
      lamp(),
      { 'drivers/misc/lamp.c': '' },
      {
        'drivers/misc/lamp.c': `int lamp_event_fd(struct lamp *lamp)
{
	return anon_inode_getfd("lamp", &lamp_fops, lamp, O_RDWR | O_CLOEXEC);
}
int lamp_user_fd(struct lamp *lamp)
{
	return anon_inode_getfd("lamp", &lamp_fops, lamp, lamp->open_flags);
}
`,
      },
    ),
  },
];
