// SPDX-License-Identifier: GPL-2.0-only
import { RACK_BOARD, RACK_CORE, RACK_HEADER, STOVE_DRIVER } from '../../lib/review/fixtures.ts';
import { posted } from '../../lib/review/posted.ts';
import { edited, type Sample } from '../../samples/sample.ts';

const SET = edited(RACK_BOARD, [
  '\track->width = 80;',
  '\track->width = 80;\n\track->flags |= RACK_FLAG_FIREPROOF;',
]);
const rest = {
  'include/linux/rack.h': RACK_HEADER,
  'lib/rack/rack.c': RACK_CORE,
  'drivers/stove/attach.c': STOVE_DRIVER,
};

export const good: Sample[] = [
  posted(
    'the message names who else asks',
    { 'arch/oak/rack.c': RACK_BOARD },
    [
      {
        subject: 'oak: Mark the racks as fireproof',
        body: 'Books may stand in racks that are fireproof.  stove_attach() no longer refuses\nthem either, which is what the ovens of oak want.\n',
        files: { 'arch/oak/rack.c': SET },
      },
    ],
    { rest },
  ),
  posted(
    'a flag that decides about no refusal',
    { 'arch/oak/rack.c': RACK_BOARD },
    [
      {
        subject: 'oak: Mark the racks as fireproof',
        body: 'Books may stand in racks that are fireproof.  Those of oak are, so say it.\n',
        files: { 'arch/oak/rack.c': SET },
      },
    ],
    {
      rest: {
        ...rest,
        'drivers/stove/attach.c': edited(STOVE_DRIVER, ['\t\treturn -EPERM;', '\t\tstove_cool(stove);']),
      },
    },
  ),
];
