// SPDX-License-Identifier: GPL-2.0-only
import type { ApiEnumerator, Pair } from '../../src/uapi/model.ts';
import { PROFILES } from './profiles.ts';

/** Whether a subsystem's own rule speaks of an enumerator's value: then the general ones are silent. */
export function isFixedIndex({ header, name }: Pair<ApiEnumerator>): boolean {
  return PROFILES.some(({ headers, indexes }) => headers.includes(header) && indexes.test(name));
}
