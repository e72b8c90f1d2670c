// SPDX-License-Identifier: GPL-2.0-only
import { driver } from '../../samples/lamp-promise.ts';
import { edited, type Sample } from '../../samples/sample.ts';

const PATH = 'net/lamp/socket.c';
const SOCKET = `#include <linux/lamp.h>

static int lamp_setsockopt(struct socket *sock, int level, int name, sockptr_t arg, unsigned int len)
{
	switch (name) {
	case LAMP_DEPTH:
		return lamp_depth(sock, arg);
	}
	return -ENOPROTOOPT;
}
`;

const CALL = `#include <linux/lamp.h>

SYSCALL_DEFINE2(lamp_dim, int, fd, unsigned int, hue)
{
	if (hue > LAMP_HUES)
		return -ERANGE;
	if (lamp_busy(fd))
		return -EBUSY;
	return lamp_do_dim(fd, hue);
}
`;

export const bad: Sample[] = [
  {
    name: 'an option of a socket that nobody knows',
    before: { [PATH]: SOCKET },
    after: { [PATH]: edited(SOCKET, ['	return -ENOPROTOOPT;', '	return -EINVAL;']) },
  },
  {
    name: 'a system call',
    before: { 'kernel/lamp.c': CALL },
    after: { 'kernel/lamp.c': edited(CALL, ['-ERANGE', '-EINVAL']) },
  },
  { name: 'a lamp without power', ...driver(['		return -ENXIO;', '		return -EPERM;']) },
];
