// SPDX-License-Identifier: GPL-2.0-only
import { rule as archLayout } from '../new-arch-layout/index.ts';
import { rule as bitField } from '../new-bit-field/index.ts';
import { rule as bool } from '../new-bool/index.ts';
import { rule as compat } from '../new-compat/index.ts';
import { rule as enumMember } from '../new-enum-member/index.ts';
import { rule as fdCloexec } from '../new-fd-cloexec/index.ts';
import { rule as hole } from '../new-hole/index.ts';
import { rule as kernelName } from '../new-kernel-name/index.ts';
import { rule as licence } from '../new-licence/index.ts';
import { rule as long } from '../new-long/index.ts';
import { rule as noGrowth } from '../new-no-growth/index.ts';
import { rule as oneElementArray } from '../new-one-element-array/index.ts';
import { rule as pointer } from '../new-pointer/index.ts';
import { rule as time } from '../new-time/index.ts';
import { rule as u64Alignment } from '../new-u64-alignment/index.ts';
import { rule as undiscoverable } from '../new-undiscoverable/index.ts';
import type { Rule } from '../rule.ts';

/** The family `new`, whose name is no name for a constant. */
export const added: readonly Rule[] = [
  archLayout,
  bitField,
  bool,
  compat,
  enumMember,
  fdCloexec,
  hole,
  kernelName,
  licence,
  long,
  noGrowth,
  oneElementArray,
  pointer,
  time,
  u64Alignment,
  undiscoverable,
];
