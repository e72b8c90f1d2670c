// SPDX-License-Identifier: GPL-2.0-only

import type { Rule } from '../rule.ts';
import { rule as callArguments } from '../tre-arguments/index.ts';
import { rule as docsUntouched } from '../tre-docs-untouched/index.ts';
import { rule as headerAdded } from '../tre-header-added/index.ts';
import { rule as headerRemoved } from '../tre-header-removed/index.ts';
import { rule as includeMissing } from '../tre-include-missing/index.ts';
import { rule as nameAbsent } from '../tre-name-absent/index.ts';
import { rule as notRead } from '../tre-not-read/index.ts';
import { rule as selftestUntouched } from '../tre-selftest-untouched/index.ts';
import { rule as staticElsewhere } from '../tre-static-elsewhere/index.ts';
import { rule as toolsStale } from '../tre-tools-stale/index.ts';

export const tre: readonly Rule[] = [
  headerRemoved,
  headerAdded,
  includeMissing,
  staticElsewhere,
  nameAbsent,
  callArguments,
  notRead,
  toolsStale,
  docsUntouched,
  selftestUntouched,
];
