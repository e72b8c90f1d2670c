// SPDX-License-Identifier: GPL-2.0-only
import type { Rule } from '../rule.ts';
import { rule as apiList } from './series-api-list.ts';
import { rule as base } from './series-base.ts';
import { rule as changeLog } from './series-change-log.ts';
import { rule as cover } from './series-cover.ts';
import { rule as numbers } from './series-numbers.ts';
import { rule as size } from './series-size.ts';

export const series: readonly Rule[] = [numbers, cover, changeLog, size, base, apiList];
