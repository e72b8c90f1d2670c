// SPDX-License-Identifier: GPL-2.0-only
import { type ApiType, isUnknown, type Pair, type TypeLayout } from '../../../src/uapi/model.ts';
import type { Subject } from '../../rule.ts';
import { type Access, accessesOf } from './access.ts';
import { callsIn } from './code.ts';
import { reach } from './coverage.ts';
import { tableRows } from './dispatch.ts';

/**
 * Names of the functions that hand new members of a struct to userspace; undefined where one may take them from there,
 * or none is known. A kernel that never reads what a program passes cannot mistake garbage for a value, so a member
 * that is only returned needs no check for zero in old kernels.
 */
export function returnedOnly({ after }: Subject, pair: Pair<ApiType>): readonly string[] | undefined {
  const [was, is] = [layoutOf(pair.before), layoutOf(pair.after)];
  if (!was || !is) return undefined;
  const tag = pair.name.replace(/^(struct|union) /, '');
  const old = new Set(was.members.map(({ name }) => name));
  const fresh = is.members.filter(({ name }) => name !== '' && !old.has(name));
  // A table copies all of the struct before it calls the function.
  const rows = new Set(tableRows(after).flatMap((row) => (row.tag === tag ? [row.function] : [])));
  const accesses = accessesOf(after, tag);
  const handlers = accesses.filter(({ copies, function: name }) => copies.length > 0 || rows.has(name));
  const from = Math.min(...fresh.map(({ offset }) => offset));
  const names = fresh.map(({ name }) => name);
  const safe = handlers.every(
    (access) =>
      !fetches(access, names) &&
      ((!rows.has(access.function) && endsBefore(access, is, from)) || answers(access, names)),
  );
  const functions = [...new Set(handlers.map((access) => access.function))];
  return safe && functions.length > 0 && fresh.length > 0 ? functions : undefined;
}

function layoutOf(type: ApiType | undefined): TypeLayout | undefined {
  return [...(type?.on.values() ?? [])].find((one): one is TypeLayout => !isUnknown(one));
}

/** Whether what is copied from userspace ends before a place. */
function endsBefore(access: Access, layout: TypeLayout, from: number): boolean {
  const copied = reach({ access, layout, row: undefined }, access.copies);
  return copied !== undefined && copied.most <= from;
}

/** Whether a function sets every one of the members, reads none, and hands the struct to nobody who might. */
function answers({ uses, local }: Access, names: readonly string[]): boolean {
  const own = (name: string) => uses.filter(({ member }) => member === name);
  const passed = callsIn(local.scope).some(
    (call) =>
      !/_user$|^(mem\w+|sizeof|offsetof(end)?)$/.test(call.name) &&
      call.arguments.some((one) => one === `&${local.name}` || one === local.name),
  );
  return !passed && names.every((name) => own(name).length > 0 && own(name).every(({ writes }) => writes));
}

/** `get_user(hint, &user->numa_hint)`: past the copy. */
function fetches({ whole }: Access, names: readonly string[]): boolean {
  return callsIn(whole).some(
    ({ name, arguments: passed }) =>
      /(get|copy_from)_user$/.test(name) &&
      passed.some((one) => names.some((member) => new RegExp(`(->|\\.)${member}\\b`).test(one))),
  );
}
