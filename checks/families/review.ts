// SPDX-License-Identifier: GPL-2.0-only
import { rule as beforeHook } from '../review-before-hook/index.ts';
import { rule as compatibility } from '../review-compatibility/index.ts';
import { rule as constantOrphaned } from '../review-constant-orphaned/index.ts';
import { rule as flagReaders } from '../review-flag-readers/index.ts';
import { rule as liveDecision } from '../review-live-decision/index.ts';
import { rule as noChange } from '../review-no-change/index.ts';
import { rule as numberLater } from '../review-number-later/index.ts';
import { rule as origin } from '../review-origin/index.ts';
import { rule as platformClaim } from '../review-platform-claim/index.ts';
import { rule as stateOnError } from '../review-state-on-error/index.ts';
import { rule as stateOneWay } from '../review-state-one-way/index.ts';
import { rule as stateUnlocked } from '../review-state-unlocked/index.ts';
import { rule as twoInterfaces } from '../review-two-interfaces/index.ts';
import { rule as undocumentedErrno } from '../review-undocumented-errno/index.ts';
import type { Rule } from '../rule.ts';

export const review: readonly Rule[] = [
  compatibility,
  platformClaim,
  origin,
  flagReaders,
  stateOnError,
  stateOneWay,
  stateUnlocked,
  liveDecision,
  twoInterfaces,
  beforeHook,
  constantOrphaned,
  undocumentedErrno,
  numberLater,
  noChange,
];
