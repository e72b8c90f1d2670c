// SPDX-License-Identifier: GPL-2.0-only

import { DRIVER_PATH } from '../../samples/lamp.ts';
import { driver, LAMP_DRIVER } from '../../samples/lamp-promise.ts';
import { changeOf, edited, type Sample } from '../../samples/sample.ts';
import { DRM_HEADER, DRM_ROWS } from './beh-command-dropped.bad.ts';
import { ARMS, asking } from './beh-default-changed.bad.ts';

const ARM = `		if (!capable(CAP_SYS_ADMIN))
			return -EPERM;
		lamp->dark = true;
		return 0;
`;

/** A dispatcher whose arm of LAMP_OFF has that code, before and after. @param above a function that only the new side has */
function handlerOf(before: string, after: string, above = '') {
  const [was, is] = [before, after].map((arm) =>
    edited(LAMP_DRIVER, ['		return lamp_ioctl_off(lamp, arg);\n', arm]),
  ) as [string, string];
  const header = driver().before;
  return {
    before: { ...header, [DRIVER_PATH]: was },
    after: { ...header, [DRIVER_PATH]: edited(is, ['long lamp_ioctl(', `${above}long lamp_ioctl(`]) },
  };
}

const OPENED = `static int lamp_open(struct lamp *lamp, fmode_t mode)
{
	if (!try_module_get(THIS_MODULE))
		return -EUNATCH;
	if ((mode & FMODE_WRITE) && lamp->sealed)
		return -EROFS;
	if (!(mode & FMODE_NDELAY)) {
		if (lamp->cold)
			return -EROFS;
	}
	lamp->open = true;
	return 0;
}
`;

const ROUTE = `static int lamp_ctl(struct sk_buff *skb, struct nlmsghdr *n, struct netlink_ext_ack *extack)
{
	struct net *net = sock_net(skb->sk);

	if (n->nlmsg_type != RTM_GETLAMP && !netlink_ns_capable(skb, net->user_ns, CAP_NET_ADMIN))
		return -EPERM;
	if (!lamp_of(net))
		return -ENOENT;
	lamp_note(net);
	return lamp_turn(net, n);
}

static int lamp_init(void)
{
	rtnl_register(PF_UNSPEC, RTM_NEWLAMP, lamp_ctl, NULL, 0);
	return 0;
}
`;

export const good: Sample[] = [
  {
    name: 'a refusal that a caller can opt out of',
    ...driver(
      ['	if (hue == LAMP_HUE_NONE)', '	if (!lamp->any_hue && hue == LAMP_HUE_NONE)'],
      ['	lamp->dark = true;', '	lamp->any_hue = hue == LAMP_HUE_ANY;\n	lamp->dark = true;'],
      ['	lamp->dark = false;', '	lamp->any_hue = false;\n	lamp->dark = false;'],
    ),
  },
  {
    name: 'a refusal in the arm of a new command',
    ...driver([
      '	default:\n		return -ENOTTY;',
      `	case VFIO_DEVICE_LAMP_GLOW:
		if (!lamp->powered)
			return -ENXIO;
		return lamp_glow(lamp, arg);
	default:
		return -ENOTTY;`,
    ]),
  },
  {
    name: 'the same in a chain of ifs',
    ...driver([
      '	switch (cmd) {',
      `	if (cmd == VFIO_DEVICE_LAMP_GLOW) {
		if (lamp->bar >= LAMP_BARS ||
		    !lamp->powered[lamp->bar])
			return -ENXIO;
		return lamp_glow(lamp, arg);
	}
	switch (cmd) {`,
    ]),
  },
  {
    name: 'a refusal that moves to a function of its own',
    ...driver(
      [
        '	if (hue == LAMP_HUE_NONE)\n		return -EINVAL;\n',
        '	if (!lamp_takes(hue))\n		return -EINVAL;\n',
      ],
      [
        'static int lamp_ioctl_off(',
        'static bool lamp_takes(u32 colour)\n{\n	return colour != LAMP_HUE_NONE;\n}\n\nstatic int lamp_ioctl_off(',
      ],
    ),
  },
  {
    name: 'a command whose arm moves to a function of its own, with the refusal',
    ...handlerOf(
      ARM,
      '		return lamp_reset(lamp);\n',
      `static int lamp_reset(struct lamp *lamp)
{
	if (!capable(CAP_SYS_ADMIN))
		return -EPERM;
	lamp->dark = true;
	return 0;
}

`,
    ),
  },
  {
    name: 'the condition turned round',
    ...handlerOf(
      ARM,
      `		if (capable(CAP_SYS_ADMIN)) {
			lamp->dark = true;
			return 0;
		}
		return -EPERM;
`,
    ),
  },
  {
    name: 'the mode of the file, turned round, and in a choice',
    ...handlerOf(
      `		if (!(lamp->f_mode & FMODE_WRITE))
			return -EBADF;
		if (!(lamp->f_mode & FMODE_READ))
			return -EACCES;
		return lamp_ioctl_off(lamp, arg);
`,
      `		if (lamp->f_mode & FMODE_WRITE)
			return lamp->f_mode & FMODE_READ ? lamp_ioctl_off(lamp, arg) : -EACCES;
		return -EBADF;
`,
    ),
  },
  {
    name: 'the error in a variable',
    ...handlerOf(
      ARM,
      `		err = -EPERM;
		if (!capable(CAP_SYS_ADMIN))
			break;
		lamp->dark = true;
		return 0;
`,
    ),
  },
  {
    name: 'a refusal in a helper that no dispatcher calls',
    ...changeOf(DRIVER_PATH, ARMS, [
      '	lamp->heat = 0;',
      '	if (!lamp->ready)\n		return -ENODATA;\n	lamp->heat = 0;',
    ]),
  },
  {
    name: 'a capability that is asked for a new command too',
    ...changeOf(DRIVER_PATH, ARMS, [
      '	case LAMP_DIM:\n',
      '	case LAMP_COOL:\n		if (!capable(CAP_SYS_ADMIN))\n			return -EPERM;\n		return lamp_cool(lamp);\n	case LAMP_DIM:\n',
    ]),
  },
  {
    name: 'flags of an open file under other names',
    ...changeOf(
      DRIVER_PATH,
      OPENED,
      ['FMODE_WRITE', 'LAMP_OPEN_WRITE'],
      ['FMODE_NDELAY', 'LAMP_OPEN_NDELAY'],
    ),
  },
  {
    name: 'a module that goes',
    ...changeOf(DRIVER_PATH, OPENED, ['	if (!try_module_get(THIS_MODULE))\n		return -EUNATCH;\n', '']),
  },
  asking(
    'a capability that a helper asks',
    [
      '	if (!capable(CAP_NET_ADMIN))\n		return -EPERM;\n	return lamp_do',
      '	if (!lamp_allowed())\n		return -EPERM;\n	return lamp_do',
    ],
    [
      'static bool lamp_may',
      'static bool lamp_allowed(void)\n{\n	return capable(CAP_NET_ADMIN);\n}\n\nstatic bool lamp_may',
    ],
  ),
  asking('a capability in a variable', [
    '	if (!capable(CAP_NET_ADMIN))\n',
    '	bool may = capable(CAP_NET_ADMIN);\n\n	if (!may)\n',
  ]),
  {
    name: 'a state by a function',
    ...handlerOf(
      '		if (runtime->state == LAMP_OPEN)\n			return -EBADFD;\n		return lamp_off(lamp);\n',
      '		if (lamp_get_state(substream) == LAMP_OPEN)\n			return -EBADFD;\n		return lamp_off(lamp);\n',
    ),
  },
  {
    name: 'whether there is a file, by another function',
    ...handlerOf(
      '		if (!fd_file(f))\n			return -EBADFD;\n		return lamp_off(lamp);\n',
      '		if (fd_empty(f))\n			return -EBADFD;\n		return lamp_off(lamp);\n',
    ),
  },
  {
    name: 'whether a text is a number, by another function',
    ...handlerOf(
      '		if (sscanf(copied, "%d", &hue) != 1)\n			return -EINVAL;\n		return lamp_off(lamp);\n',
      '		if (kstrtoint(text, 10, &hue))\n			return -EINVAL;\n		return lamp_off(lamp);\n',
    ),
  },
  {
    name: 'a name that is compared as a whole',
    ...handlerOf(
      '		if (strncmp(name, "..", length) == 0)\n			return -EINVAL;\n		return lamp_off(lamp);\n',
      '		if (strcmp(name, "..") == 0)\n			return -EINVAL;\n		return lamp_off(lamp);\n',
    ),
  },
  {
    name: 'a step that fails, in a variable of another name',
    ...handlerOf(
      '		err = lamp_off(lamp);\n		if (err)\n			return -EINVAL;\n		return 0;\n',
      '		reason = lamp_off(lamp);\n		if (reason)\n			return -EINVAL;\n		return 0;\n',
    ),
  },
  {
    name: 'a row that lets render nodes through as well',
    before: { ...DRM_HEADER, 'drivers/lamp/lamp.c': DRM_ROWS },
    after: {
      ...DRM_HEADER,
      'drivers/lamp/lamp.c': edited(DRM_ROWS, ['lamp_off, 0', 'lamp_off,\n			  DRM_RENDER_ALLOW']),
    },
  },
  {
    name: 'a refusal of who sets a flag that is new',
    ...handlerOf(
      '		return lamp_off(lamp);\n',
      `	{
		bool mirrored = arg & LAMP_MIRRORED;

		if (mirrored && lamp->alone)
			return -EINVAL;
		return lamp_off(lamp);
	}
`,
    ),
  },
  {
    name: 'a refusal that a macro tells of',
    ...handlerOf(
      '		if (lamp->alone)\n			return -EINVAL;\n		return lamp_off(lamp);\n',
      '		if (LAMP_IOCTL_DBG(lamp, lamp->alone))\n			return -EINVAL;\n		return lamp_off(lamp);\n',
    ),
  },
  {
    name: 'an error that a macro tells of',
    ...handlerOf(
      '		if (lamp->alone) {\n			LAMP_ERROR(lamp, "alone\\n");\n			return -EINVAL;\n		}\n		return lamp_off(lamp);\n',
      '		if (lamp->alone)\n			return LAMP_ERROR(EINVAL, lamp, "alone\\n");\n		return lamp_off(lamp);\n',
    ),
  },
  {
    name: 'an assignment that leaves the condition',
    ...handlerOf(
      '		if ((bulb = lamp_find(lamp)) == NULL)\n			return -ENXIO;\n		return lamp_off(lamp);\n',
      '		bulb = lamp_find(lamp);\n		if (!bulb)\n			return -ENXIO;\n		return lamp_off(lamp);\n',
    ),
  },
  {
    name: 'the same of what is behind both',
    ...handlerOf(
      '		if (!lamp_socket_is_lit(socket))\n			return -ENXIO;\n		return lamp_off(lamp);\n',
      '		if (!bulb_is_lit(bulb))\n			return -ENXIO;\n		return lamp_off(lamp);\n',
    ),
  },
  {
    name: 'a variable in place of what it is set to',
    ...handlerOf(
      '		if ((ops->hue(lamp) & ~3) != 0)\n			return -ENXIO;\n		return lamp_off(lamp);\n',
      '		old = ops->hue(lamp);\n		if ((old & ~3) != 0)\n			return -ENXIO;\n		return lamp_off(lamp);\n',
    ),
  },
  asking("a subsystem's own function around the question", [
    'if (!capable(CAP_SYS_RAWIO))',
    'if (!lamp_capable(lamp, CAP_SYS_RAWIO))',
  ]),
  asking('a capability that marks what is passed on', [
    '	if (lamp->empty)',
    '	if (!capable(CAP_FSETID))\n		lamp->flags |= LAMP_KILL;\n	if (lamp->empty)',
  ]),
  {
    name: 'a capability that rtnetlink asks for before',
    before: { 'net/lamp/api.c': ROUTE },
    after: {
      'net/lamp/api.c': edited(ROUTE, [
        '	if (n->nlmsg_type != RTM_GETLAMP && !netlink_ns_capable(skb, net->user_ns, CAP_NET_ADMIN))\n		return -EPERM;\n',
        '',
      ]),
    },
  },
  asking('a question that is logged', [
    'if (!capable(CAP_SYS_RAWIO))',
    'if (!capable_noaudit(CAP_SYS_RAWIO))',
  ]),
  {
    name: 'two capabilities in one question',
    ...handlerOf(
      '		if (!capable(CAP_SYS_RAWIO) && !capable(CAP_SYS_ADMIN))\n			return -EPERM;\n		return lamp_off(lamp);\n',
      '		if (!capable_any(CAP_SYS_RAWIO, CAP_SYS_ADMIN))\n			return -EPERM;\n		return lamp_off(lamp);\n',
    ),
  },
  {
    name: 'a capability that lets others through as well',
    ...handlerOf(
      '		if (!uid_eq(lamp->owner, current_uid()))\n			return -EPERM;\n		return lamp_off(lamp);\n',
      '		if (!uid_eq(lamp->owner, current_uid()) &&\n		    !capable(CAP_SYS_NICE))\n			return -EPERM;\n		return lamp_off(lamp);\n',
    ),
  },
];
