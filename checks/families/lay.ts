// SPDX-License-Identifier: GPL-2.0-only
import { rule as argszGrowth } from '../lay-argsz-growth/index.ts';
import { rule as arrayLength } from '../lay-array-length/index.ts';
import { rule as enumSize } from '../lay-enum-size/index.ts';
import { rule as flexibleArray } from '../lay-flexible-array/index.ts';
import { rule as kind } from '../lay-kind/index.ts';
import { rule as memberAdded } from '../lay-member-added/index.ts';
import { rule as memberMoved } from '../lay-member-moved/index.ts';
import { rule as memberRemoved } from '../lay-member-removed/index.ts';
import { rule as memberRenamed } from '../lay-member-renamed/index.ts';
import { rule as memberResized } from '../lay-member-resized/index.ts';
import { rule as memberRetyped } from '../lay-member-retyped/index.ts';
import { rule as memberSign } from '../lay-member-sign/index.ts';
import { rule as packed } from '../lay-packed/index.ts';
import { rule as reservedUsed } from '../lay-reserved-used/index.ts';
import { rule as structGrown } from '../lay-struct-grown/index.ts';
import { rule as targetOnly } from '../lay-target-only/index.ts';
import { rule as typeAdded } from '../lay-type-added/index.ts';
import { rule as typeRemoved } from '../lay-type-removed/index.ts';
import { rule as undetermined } from '../lay-undetermined/index.ts';
import type { Rule } from '../rule.ts';

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
