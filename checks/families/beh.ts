// SPDX-License-Identifier: GPL-2.0-only
import { rule as argumentChanged } from '../beh-argument-changed/index.ts';
import { rule as bypass } from '../beh-bypass/index.ts';
import { rule as commandDropped } from '../beh-command-dropped/index.ts';
import { rule as defaultChanged } from '../beh-default-changed/index.ts';
import { rule as errnoChanged } from '../beh-errno-changed/index.ts';
import { rule as flagInconsistent } from '../beh-flag-inconsistent/index.ts';
import { rule as ioctlUnhandled } from '../beh-ioctl-unhandled/index.ts';
import { rule as memoryType } from '../beh-memory-type/index.ts';
import { rule as nameUnused } from '../beh-name-unused/index.ts';
import { rule as neverProduced } from '../beh-never-produced/index.ts';
import { rule as policyChanged } from '../beh-policy-changed/index.ts';
import { rule as rangeChanged } from '../beh-range-changed/index.ts';
import { rule as stateNotReset } from '../beh-state-not-reset/index.ts';
import type { Rule } from '../rule.ts';

export const beh: readonly Rule[] = [
  argumentChanged,
  bypass,
  commandDropped,
  policyChanged,
  defaultChanged,
  errnoChanged,
  flagInconsistent,
  ioctlUnhandled,
  memoryType,
  nameUnused,
  neverProduced,
  rangeChanged,
  stateNotReset,
];
