// SPDX-License-Identifier: GPL-2.0-only
import { dimming, SOUND_CHECK } from '../lib/lamp.ts';
import type { Sample } from '../lib/sample.ts';

const CHECK = '	if (dim.argsz < minsz)\n		return -EINVAL;\n\n';
const USE =
  '	if (dim.argsz < minsz)\n		return -EINVAL;\n\n	if (dim.flags & VFIO_LAMP_DIM_SLOWLY)\n		lamp_slow(lamp);\n\n';

export const bad: Sample[] = [
  { name: 'no check in a function of its own', ...dimming({ check: CHECK }) },
  { name: 'no check in a chain of ifs', ...dimming({ check: CHECK, shape: 'chain' }) },
  { name: 'a check behind the first use', ...dimming({ check: USE + SOUND_CHECK }) },
];
