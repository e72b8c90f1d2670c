// SPDX-License-Identifier: GPL-2.0-only

import type { Rule } from '../rule.ts';
import { rule as added } from './mac-added.ts';
import { rule as functionChanged } from './mac-function-changed.ts';
import { rule as notInIf } from './mac-not-in-if.ts';
import { rule as removed } from './mac-removed.ts';
import { rule as renamed } from './mac-renamed.ts';
import { rule as undetermined } from './mac-undetermined.ts';
import { rule as unusable } from './mac-unusable.ts';
import { rule as valueChanged } from './mac-value-changed.ts';

export const mac: readonly Rule[] = [
  added,
  functionChanged,
  notInIf,
  removed,
  renamed,
  undetermined,
  unusable,
  valueChanged,
];
