// SPDX-License-Identifier: GPL-2.0-only

/**
 * What members are called that keep space for later, as the alternatives of an expression: `__reserved_2`, `pad0`,
 * `unused`. A word more makes it a name with a meaning: `spare_disks` of linux/raid/md_u.h, `paddr`.
 */
export const RESERVE_WORDS = 'reserved|rsvd|rsv|resv|resvd|pad|padding|padx|unused|spare|mbz|filler';

const RESERVE = new RegExp(`^_*(?:${RESERVE_WORDS})_*\\d*_*$`);

/** Whether a member is called as one that keeps space. */
export function keepsSpace(name: string): boolean {
  return RESERVE.test(name);
}
