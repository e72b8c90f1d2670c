// SPDX-License-Identifier: GPL-2.0-only

import type { Rule } from '../rule.ts';
import { rule as added } from './ioc-added.ts';
import { rule as block } from './ioc-block.ts';
import { rule as direction } from './ioc-direction.ts';
import { rule as duplicate } from './ioc-duplicate.ts';
import { rule as removed } from './ioc-removed.ts';
import { rule as requestChanged } from './ioc-request-changed.ts';
import { rule as structGrown } from './ioc-struct-grown.ts';

export const ioc: readonly Rule[] = [
  added,
  block,
  direction,
  duplicate,
  removed,
  requestChanged,
  structGrown,
];
