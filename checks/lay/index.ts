// SPDX-License-Identifier: GPL-2.0-only

import type { Rule } from '../rule.ts';
import { rule as argszGrowth } from './lay-argsz-growth.ts';
import { rule as arrayLength } from './lay-array-length.ts';
import { rule as enumSize } from './lay-enum-size.ts';
import { rule as flexibleArray } from './lay-flexible-array.ts';
import { rule as kind } from './lay-kind.ts';
import { rule as memberAdded } from './lay-member-added.ts';
import { rule as memberMoved } from './lay-member-moved.ts';
import { rule as memberRemoved } from './lay-member-removed.ts';
import { rule as memberRenamed } from './lay-member-renamed.ts';
import { rule as memberResized } from './lay-member-resized.ts';
import { rule as memberRetyped } from './lay-member-retyped.ts';
import { rule as memberSign } from './lay-member-sign.ts';
import { rule as packed } from './lay-packed.ts';
import { rule as reservedUsed } from './lay-reserved-used.ts';
import { rule as structGrown } from './lay-struct-grown.ts';
import { rule as targetOnly } from './lay-target-only.ts';
import { rule as typeAdded } from './lay-type-added.ts';
import { rule as typeRemoved } from './lay-type-removed.ts';
import { rule as undetermined } from './lay-undetermined.ts';

export const lay: readonly Rule[] = [
  memberMoved,
  memberResized,
  memberRetyped,
  memberSign,
  memberRemoved,
  memberRenamed,
  memberAdded,
  structGrown,
  argszGrowth,
  reservedUsed,
  targetOnly,
  typeRemoved,
  typeAdded,
  packed,
  flexibleArray,
  arrayLength,
  enumSize,
  kind,
  undetermined,
];
