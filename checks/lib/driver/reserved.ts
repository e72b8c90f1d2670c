// SPDX-License-Identifier: GPL-2.0-only
import type { ApiType, Pair } from '../../../src/uapi/model.ts';
import type { Subject } from '../../rule.ts';
import { type Access, accessesOf } from './access.ts';
import { callsIn } from './code.ts';
import { tableRows } from './dispatch.ts';

/**
 * Whether the drivers before the change refuse anything but 0 in a reserved member, or unknown bits in flags. Where
 * one handler does and another does not it is unchecked: some old binary got away with garbage.
 */
export function reservedChecked(
  { before }: Subject,
  { name }: Pair<ApiType>,
  member: string,
): 'checked' | 'unchecked' | 'unknown' {
  const tag = name.replace(/^(struct|union) /, '');
  const rows = tableRows(before).filter((row) => row.tag === tag);
  const accesses = accessesOf(before, tag);
  const handlers = accesses.filter(({ copies }) => copies.length > 0);
  const judged = handlers.map((access) => requiresZero(access, member));
  for (const row of rows) {
    const own = accesses.filter((access) => access.function === row.function);
    if (own.length > 0) judged.push(own.some((access) => requiresZero(access, member)));
  }
  if (judged.length === 0) return 'unknown';
  return judged.every((one) => one) ? 'checked' : 'unchecked';
}

/** Whether a function refuses a value of a member that means nothing. */
export function requiresZero(access: Access, member: string): boolean {
  const refuses = nonzeroOf(access, member);
  return access.refusals.some(({ terms }) => terms.some(refuses)) || scans(access, member);
}

/** Whether one operand of a condition holds for what is not 0. */
function nonzeroOf({ local }: Access, member: string): (term: string) => boolean {
  const name = `${local.name}(\\.|->)${member}(\\[\\w+\\])?`;
  const bad = new RegExp(
    `^\\(*${name}( ?(!=|>) ?.*| ?& ?\\(*~.*| ?& ?\\w*INVALID\\w*)?\\)*$|~\\(?[\\w| ]*\\)? ?& ?${name}`,
  );
  // `a.reserved || a.reserved2`, `a.reserved[0] | a.reserved[1]`
  const several = new RegExp(`^\\(*(.*\\| ?)?${name}( ?\\|.*)?\\)*$`);
  return (term) => term.includes(member) && (bad.test(term) || several.test(term));
}

/** `memchr_inv(arg.reserved, 0, size)`, `mem_is_zero(…)`. */
function scans({ whole, local }: Access, member: string): boolean {
  return callsIn(whole).some(
    ({ name, arguments: passed }) =>
      /^(memchr_inv|mem_is_zero|check_zeroed_user)$/.test(name) &&
      new RegExp(`^&?${local.name}(\\.|->)${member}\\b`).test(passed[0] ?? ''),
  );
}
