// SPDX-License-Identifier: GPL-2.0-only
import type { Rule } from '../rule.ts';
import { rule as apiList } from '../series-api-list/index.ts';
import { rule as base } from '../series-base/index.ts';
import { rule as changeLog } from '../series-change-log/index.ts';
import { rule as cover } from '../series-cover/index.ts';
import { rule as numbers } from '../series-numbers/index.ts';
import { rule as size } from '../series-size/index.ts';

export const series: readonly Rule[] = [numbers, cover, changeLog, size, base, apiList];
