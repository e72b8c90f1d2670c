// SPDX-License-Identifier: GPL-2.0-only
import { RACK_BOARD } from '../../lib/review/fixtures.ts';
import { posted } from '../../lib/review/posted.ts';
import { edited, type Sample } from '../../samples/sample.ts';

const SUNDIAL = 'static const struct clock_info sundial_info = {\n\t.name = "sundial",\n};\n';

export const bad: Sample[] = [
  posted('bridges of a platform are said to let nobody through', { 'arch/oak/rack.c': RACK_BOARD }, [
    {
      subject: 'oak: Mark the racks as isolated',
      body: 'The host bridges of oak know whose each interrupt is, and let no device raise\nthose of another.\n\nSay so.\n',
      files: {
        'arch/oak/rack.c': edited(RACK_BOARD, [
          '\track->width = 80;',
          '\track->width = 80;\n\track->flags |= RACK_FLAG_ISOLATED;',
        ]),
      },
    },
  ]),
  posted('all controllers of a kind are called trusted', { 'drivers/clock/sundial.c': SUNDIAL }, [
    {
      subject: 'clock/sundial: Trust it',
      body: 'The hardware never does DMA to memory of others.\n\nSet the flag.\n',
      files: {
        'drivers/clock/sundial.c': edited(SUNDIAL, ['"sundial",', '"sundial",\n\t.flags = CLOCK_TRUSTED,']),
      },
    },
  ]),
];
