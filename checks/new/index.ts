// SPDX-License-Identifier: GPL-2.0-only

import type { Rule } from '../rule.ts';
import { rule as archLayout } from './new-arch-layout.ts';
import { rule as bitField } from './new-bit-field.ts';
import { rule as bool } from './new-bool.ts';
import { rule as compat } from './new-compat.ts';
import { rule as enumMember } from './new-enum-member.ts';
import { rule as fdCloexec } from './new-fd-cloexec.ts';
import { rule as hole } from './new-hole.ts';
import { rule as kernelName } from './new-kernel-name.ts';
import { rule as licence } from './new-licence.ts';
import { rule as long } from './new-long.ts';
import { rule as noGrowth } from './new-no-growth.ts';
import { rule as oneElementArray } from './new-one-element-array.ts';
import { rule as pointer } from './new-pointer.ts';
import { rule as time } from './new-time.ts';
import { rule as u64Alignment } from './new-u64-alignment.ts';
import { rule as undiscoverable } from './new-undiscoverable.ts';

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
