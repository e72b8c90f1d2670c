// SPDX-License-Identifier: GPL-2.0-only

import type { Rule } from '../rule.ts';
import { rule as callArguments } from './tre-arguments.ts';
import { rule as declaredLate } from './tre-declared-late.ts';
import { rule as docsUntouched } from './tre-docs-untouched.ts';
import { rule as errorReached } from './tre-error-reached.ts';
import { rule as headerAdded } from './tre-header-added.ts';
import { rule as headerRemoved } from './tre-header-removed.ts';
import { rule as includeMissing } from './tre-include-missing.ts';
import { rule as nameAbsent } from './tre-name-absent.ts';
import { rule as notRead } from './tre-not-read.ts';
import { rule as selftestUntouched } from './tre-selftest-untouched.ts';
import { rule as staticElsewhere } from './tre-static-elsewhere.ts';
import { rule as toolsStale } from './tre-tools-stale.ts';

export const tre: readonly Rule[] = [
  headerRemoved,
  headerAdded,
  includeMissing,
  errorReached,
  declaredLate,
  staticElsewhere,
  nameAbsent,
  callArguments,
  notRead,
  toolsStale,
  docsUntouched,
  selftestUntouched,
];
