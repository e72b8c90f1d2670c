// SPDX-License-Identifier: GPL-2.0-only
import type { TargetId } from '../../src/c/target.ts';
import { includeNames } from '../../src/uapi/compare/code.ts';
import type { ApiType, Comparison } from '../../src/uapi/model.ts';

const NONE: ReadonlySet<TargetId> = new Set();

/**
 * Targets on which expressions about a header of asm-generic/ give what they gave to who includes the asm/ header over
 * it, as programs do: that one defines first what the generic one leaves to it.
 *
 * @param others what need not have a value there
 */
export function hiddenOn(
  { before, after, targets }: Comparison,
  header: string,
  expressions: readonly string[],
  others: readonly string[] = [],
): ReadonlySet<TargetId> {
  if (!header.startsWith('asm-generic/')) return NONE;
  const hidden = targets.filter((target) => {
    const asm = after.headers
      .names(target)
      .filter(
        (name) =>
          name.startsWith('asm/') &&
          includeNames(after.headers.get(name, target)?.text ?? '').includes(header),
      );
    return (
      asm.length > 0 &&
      asm.every((name) => {
        const values = (expression: string) =>
          [before, after].map((api) => api.header(name)?.value(expression).get(target.id));
        const same = ([was, is]: ReturnType<typeof values>) => typeof was === 'bigint' && was === is;
        return (
          expressions.every((expression) => same(values(expression))) &&
          others.map(values).every((both) => same(both) || both.every((value) => typeof value !== 'bigint'))
        );
      })
    );
  });
  return new Set(hidden.map(({ id }) => id));
}

/** The same of a type: its size, and where its members are that are in it there. */
export function typeHiddenOn(uapi: Comparison, { name, header, on }: ApiType): ReadonlySet<TargetId> {
  if (!header.startsWith('asm-generic/')) return NONE;
  const members = [...on.values()].flatMap((layout) =>
    'members' in layout ? layout.members.map((member) => member.name) : [],
  );
  const places = [...new Set(members)]
    .filter((member) => member !== '')
    .map((member) => `__builtin_offsetof(${name}, ${member})`);
  return hiddenOn(uapi, header, [`sizeof(${name})`], places);
}
