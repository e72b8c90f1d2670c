// SPDX-License-Identifier: GPL-2.0-only
import { RACK_BOARD } from '../../lib/review/fixtures.ts';
import { posted } from '../../lib/review/posted.ts';
import { edited, type Sample } from '../../samples/sample.ts';

const FILES = {
  'arch/oak/rack.c': edited(RACK_BOARD, [
    '\track->width = 80;',
    '\track->width = 80;\n\track->flags |= RACK_FLAG_ISOLATED;',
  ]),
};
const SUNDIAL = 'static const struct clock_info sundial_info = {\n\t.name = "sundial",\n};\n';

export const good: Sample[] = [
  posted('with the section of the specification', { 'arch/oak/rack.c': RACK_BOARD }, [
    {
      subject: 'oak: Mark the racks as isolated',
      body: 'The host bridges of oak let no device raise interrupts of another (Oak Bridge\nSpecification 2.1, section 7.3).\n\nSay so.\n',
      files: FILES,
    },
  ]),
  posted('a fact about hardware that nothing is declared by', { 'drivers/clock/sundial.c': SUNDIAL }, [
    {
      subject: 'clock/sundial: Skip the interrupt',
      body: 'The hardware never raises an interrupt at night.\n\nDo not wait for one.\n',
      files: { 'drivers/clock/sundial.c': edited(SUNDIAL, ['"sundial",', '"sundial",\n\t.polled = true,']) },
    },
  ]),
];
