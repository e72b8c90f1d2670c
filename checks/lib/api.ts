// SPDX-License-Identifier: GPL-2.0-only
import { apiOf } from '../../src/uapi/api.ts';
import { compare } from '../../src/uapi/compare.ts';
import type { Comparison, HeaderSet } from '../../src/uapi/model.ts';
import { TARGETS } from '../../src/uapi/targets.ts';

/** What the engine says of two sides. */
export function comparisonOf(before: HeaderSet, after: HeaderSet): Comparison {
  return compare(apiOf(before, TARGETS), apiOf(after, TARGETS));
}
