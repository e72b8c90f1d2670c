// SPDX-License-Identifier: GPL-2.0-only
import { posted } from '../../lib/review/posted.ts';
import { KETTLE_UAPI, LAMP_UAPI } from '../../lib/review/uapi-words.ts';
import { edited, REASON, type Sample } from '../../samples/sample.ts';

const ANNOUNCES = 'static void lamp_info(struct lamp_info *info)\n{\n\tinfo->id = LAMP_INFO_CAP_DIMS;\n}\n';
const SILENT = 'static void lamp_info(struct lamp_info *info)\n{\n\tinfo->id = 0;\n}\n';
const NOTIFIES =
  'static void kettle_boil(struct sk_buff *skb)\n{\n\tnla_put_flag(skb, KETTLE_ATTR_SINGS);\n}\n';
const QUIET = 'static void kettle_boil(struct sk_buff *skb)\n{\n}\n';

export const good: Sample[] = [
  posted(
    'another driver announces it',
    { 'drivers/vfio/lamp.c': ANNOUNCES },
    [
      {
        subject: 'vfio/lamp: Describe the lamp otherwise',
        body: REASON,
        files: { 'drivers/vfio/lamp.c': SILENT },
      },
    ],
    {
      rest: {
        'include/uapi/linux/vfio.h': LAMP_UAPI,
        'drivers/vfio/torch.c':
          'static void torch_info(struct lamp_info *info)\n{\n\tinfo->id = LAMP_INFO_CAP_DIMS;\n}\n',
      },
    },
  ),
  posted(
    'the header says so',
    { 'drivers/vfio/lamp.c': ANNOUNCES, 'include/uapi/linux/vfio.h': LAMP_UAPI },
    [
      {
        subject: 'vfio/lamp: Describe the lamp otherwise',
        body: REASON,
        files: {
          'drivers/vfio/lamp.c': SILENT,
          'include/uapi/linux/vfio.h': edited(LAMP_UAPI, [' */', ' * No lamp announces it any more.\n */']),
        },
      },
    ],
    { rest: {} },
  ),
  posted(
    'the message says so',
    { 'drivers/net/kettle.c': NOTIFIES },
    [
      {
        subject: 'net: kettle: Boil in silence',
        body: 'Nobody listens to KETTLE_ATTR_SINGS.  Stop sending it; its number stays taken.\n',
        files: { 'drivers/net/kettle.c': QUIET },
      },
    ],
    { rest: { 'include/uapi/linux/kettle.h': KETTLE_UAPI } },
  ),
];
