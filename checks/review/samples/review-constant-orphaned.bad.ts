// SPDX-License-Identifier: GPL-2.0-only

import { posted } from '../../lib/review/posted.ts';
import { KETTLE_UAPI, LAMP_UAPI } from '../../lib/review/uapi-words.ts';
import { REASON, type Sample } from '../../samples/sample.ts';

const ANNOUNCES = 'static void lamp_info(struct lamp_info *info)\n{\n\tinfo->id = LAMP_INFO_CAP_DIMS;\n}\n';
const NOTIFIES =
  'static void kettle_boil(struct sk_buff *skb)\n{\n\tnla_put_flag(skb, KETTLE_ATTR_SINGS);\n}\n';

export const bad: Sample[] = [
  posted(
    'a capability that nobody announces any more',
    { 'drivers/vfio/lamp.c': ANNOUNCES },
    [
      {
        subject: 'vfio/lamp: Describe the lamp otherwise',
        body: REASON,
        files: {
          'drivers/vfio/lamp.c': 'static void lamp_info(struct lamp_info *info)\n{\n\tinfo->id = 0;\n}\n',
        },
      },
    ],
    { rest: { 'include/uapi/linux/vfio.h': LAMP_UAPI } },
  ),
  posted(
    'an attribute of netlink that nobody sends',
    { 'drivers/net/kettle.c': NOTIFIES },
    [
      {
        subject: 'net: kettle: Boil in silence',
        body: REASON,
        files: { 'drivers/net/kettle.c': 'static void kettle_boil(struct sk_buff *skb)\n{\n}\n' },
      },
    ],
    { rest: { 'include/uapi/linux/kettle.h': KETTLE_UAPI } },
  ),
];
