// SPDX-License-Identifier: GPL-2.0-only

import type { Rule } from '../rule.ts';
import { rule as argumentChanged } from './beh-argument-changed.ts';
import { rule as bypass } from './beh-bypass.ts';
import { rule as commandDropped } from './beh-command-dropped.ts';
import { rule as dataLost } from './beh-data-lost.ts';
import { rule as defaultChanged } from './beh-default-changed.ts';
import { rule as errnoChanged } from './beh-errno-changed.ts';
import { rule as fileChanged } from './beh-file-changed.ts';
import { rule as flagInconsistent } from './beh-flag-inconsistent.ts';
import { rule as ioctlUnhandled } from './beh-ioctl-unhandled.ts';
import { rule as memoryType } from './beh-memory-type.ts';
import { rule as nameUnused } from './beh-name-unused.ts';
import { rule as neverProduced } from './beh-never-produced.ts';
import { rule as policyChanged } from './beh-policy-changed.ts';
import { rule as rangeChanged } from './beh-range-changed.ts';
import { rule as stateNotReset } from './beh-state-not-reset.ts';

export const beh: readonly Rule[] = [
  argumentChanged,
  bypass,
  commandDropped,
  dataLost,
  policyChanged,
  defaultChanged,
  errnoChanged,
  fileChanged,
  flagInconsistent,
  ioctlUnhandled,
  memoryType,
  nameUnused,
  neverProduced,
  rangeChanged,
  stateNotReset,
];
