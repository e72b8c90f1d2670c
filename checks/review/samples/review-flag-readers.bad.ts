// SPDX-License-Identifier: GPL-2.0-only
import { RACK_BOARD, RACK_CORE, RACK_HEADER, STOVE_DRIVER } from '../../lib/review/fixtures.ts';
import { posted } from '../../lib/review/posted.ts';
import { edited, type Sample } from '../../samples/sample.ts';

const CLOCK_HEADER = '#define CLOCK_CAP_EXACT\t(1U << 3)\n\nbool clock_is_exact(struct wall_clock *clock);\n';
const CLOCK =
  'bool clock_is_exact(struct wall_clock *clock)\n{\n\treturn clock->caps & CLOCK_CAP_EXACT;\n}\n';
const TRADE =
  'static int trade_open(struct trade *trade)\n{\n\tif (!clock_is_exact(trade->clock))\n\t\treturn -EACCES;\n\n\treturn 0;\n}\n';
const SUNDIAL = 'static const struct clock_info sundial_info = {\n\t.name = "sundial",\n};\n';

export const bad: Sample[] = [
  posted(
    'a board says that its rack is fireproof, and the stoves ask nobody else',
    { 'arch/oak/rack.c': RACK_BOARD },
    [
      {
        subject: 'oak: Mark the racks as fireproof',
        body: 'Books may stand in racks that are fireproof.  Those of oak are, so say it.\n',
        files: {
          'arch/oak/rack.c': edited(RACK_BOARD, [
            '\track->width = 80;',
            '\track->width = 80;\n\track->flags |= RACK_FLAG_FIREPROOF;',
          ]),
        },
      },
    ],
    {
      rest: {
        'include/linux/rack.h': RACK_HEADER,
        'lib/rack/rack.c': RACK_CORE,
        'drivers/stove/attach.c': STOVE_DRIVER,
      },
    },
  ),
  posted(
    'an initialiser gives a clock a capability that trading relies on',
    { 'drivers/clock/sundial.c': SUNDIAL },
    [
      {
        subject: 'clock/sundial: Claim to be exact',
        body: 'The alarm refuses clocks that are not exact.  Let the sundial wake people.\n',
        files: {
          'drivers/clock/sundial.c': edited(SUNDIAL, [
            '"sundial",',
            '"sundial",\n\t.caps = CLOCK_CAP_EXACT,',
          ]),
        },
      },
    ],
    {
      rest: {
        'include/linux/wall_clock.h': CLOCK_HEADER,
        'kernel/clock/exact.c': CLOCK,
        'net/trade/open.c': TRADE,
      },
    },
  ),
];
