// SPDX-License-Identifier: GPL-2.0-only
import { rule as added } from '../mac-added/index.ts';
import { rule as functionChanged } from '../mac-function-changed/index.ts';
import { rule as removed } from '../mac-removed/index.ts';
import { rule as renamed } from '../mac-renamed/index.ts';
import { rule as undetermined } from '../mac-undetermined/index.ts';
import { rule as unusable } from '../mac-unusable/index.ts';
import { rule as valueChanged } from '../mac-value-changed/index.ts';
import type { Rule } from '../rule.ts';

export const mac: readonly Rule[] = [
  added,
  functionChanged,
  removed,
  renamed,
  undetermined,
  unusable,
  valueChanged,
];
