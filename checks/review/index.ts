// SPDX-License-Identifier: GPL-2.0-only

import type { Rule } from '../rule.ts';
import { rule as beforeHook } from './review-before-hook.ts';
import { rule as compatibility } from './review-compatibility.ts';
import { rule as constantOrphaned } from './review-constant-orphaned.ts';
import { rule as flagReaders } from './review-flag-readers.ts';
import { rule as liveDecision } from './review-live-decision.ts';
import { rule as noChange } from './review-no-change.ts';
import { rule as numberLater } from './review-number-later.ts';
import { rule as origin } from './review-origin.ts';
import { rule as platformClaim } from './review-platform-claim.ts';
import { rule as stateOnError } from './review-state-on-error.ts';
import { rule as stateOneWay } from './review-state-one-way.ts';
import { rule as stateUnlocked } from './review-state-unlocked.ts';
import { rule as twoInterfaces } from './review-two-interfaces.ts';
import { rule as undocumentedErrno } from './review-undocumented-errno.ts';

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
