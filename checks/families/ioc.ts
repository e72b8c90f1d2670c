// SPDX-License-Identifier: GPL-2.0-only
import { rule as added } from '../ioc-added/index.ts';
import { rule as block } from '../ioc-block/index.ts';
import { rule as direction } from '../ioc-direction/index.ts';
import { rule as duplicate } from '../ioc-duplicate/index.ts';
import { rule as removed } from '../ioc-removed/index.ts';
import { rule as requestChanged } from '../ioc-request-changed/index.ts';
import { rule as structGrown } from '../ioc-struct-grown/index.ts';
import type { Rule } from '../rule.ts';

export const ioc: readonly Rule[] = [
  added,
  block,
  direction,
  duplicate,
  removed,
  requestChanged,
  structGrown,
];
