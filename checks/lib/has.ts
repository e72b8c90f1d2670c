// SPDX-License-Identifier: GPL-2.0-only
import type { Api } from '../../src/uapi/model.ts';

/** Whether a side has a header on any target; asking for the header itself would evaluate it. */
export function has({ headers, targets }: Api, name: string): boolean {
  return targets.some((target) => headers.get(name, target) !== undefined);
}
