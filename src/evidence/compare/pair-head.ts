// SPDX-License-Identifier: GPL-2.0-only
import type { ComparedPair } from './schema.ts';

/** Between the numbers of two patches. */
const SIGNS = { same: '=', changed: '!', 'only-a': '<', 'only-b': '>' } as const;

/** The line of git range-diff above what differs: `1 ! 2  lamp: Clamp | lamp: Refuse`. */
export function pairHead({
  relation,
  a,
  b,
}: Pick<ComparedPair['pairs'][number], 'relation' | 'a' | 'b'>): string {
  const subjects = [...new Set([a, b].flatMap((patch) => (patch ? [patch.subject || '(no subject)'] : [])))];
  return `${a?.number ?? '-'} ${SIGNS[relation]} ${b?.number ?? '-'}  ${subjects.join(' | ')}`;
}
