// SPDX-License-Identifier: GPL-2.0-only
import type { TargetId } from '../../c/target.ts';
import { type ApiMember, type ApiType, isUnknown, type TypeLayout } from '../../uapi/model.ts';

/** One thing that a layout says, in words that a compiler can refuse. */
export interface LayoutClaim {
  readonly type: string;
  /** `sizeof(struct lamp)`. */
  readonly expression: string;
  /** Bytes. */
  readonly value: number;
}

/** What we say of a type on a target: size, alignment, and offset and size of every member that has an address. */
export function claimsOf(type: ApiType, target: TargetId): LayoutClaim[] {
  const layout = type.on.get(target);
  if (layout === undefined || isUnknown(layout)) return [];
  const claim = (expression: string, value: number): LayoutClaim => ({ type: type.name, expression, value });
  return [
    claim(`sizeof(${type.name})`, layout.size),
    claim(`_Alignof(${type.name})`, layout.align),
    ...addressable(layout).flatMap(({ name, offset, size, shape }) => [
      claim(`__builtin_offsetof(${type.name}, ${name})`, offset),
      // sizeof is not for an array without a size.
      ...(shape.kind === 'array' && shape.count === undefined
        ? []
        : [claim(`sizeof(((${type.name} *)0)->${name})`, size)]),
    ]),
  ];
}

function addressable({ members }: TypeLayout): ApiMember[] {
  return members.filter(({ name, bits }) => name !== '' && bits === undefined);
}

/** A unit that does not compile where a claim is wrong; claim N stands in line N of a file called `claim`, from 1. */
export function unitOf(headers: readonly string[], claims: readonly LayoutClaim[]): string {
  return [
    ...headers.map((header) => `#include <${header}>`),
    '#line 1 "claim"',
    ...claims.map(({ expression, value }) => `_Static_assert(${expression} == ${value}, "");`),
    '',
  ].join('\n');
}

/** What a compiler's messages say of the claims: those that it refused, and whether it could judge them at all. */
export function verdictsOf(
  messages: string,
  claims: readonly LayoutClaim[],
): { refused: LayoutClaim[]; unjudged: string | undefined } {
  const refused: LayoutClaim[] = [];
  let unjudged: string | undefined;
  for (const line of messages.split('\n')) {
    const [, file, number, text] = /^([^:\s]+):(\d+):\d+: (?:fatal )?error: (.*)$/.exec(line) ?? [];
    if (text === undefined) continue;
    const claim = file === 'claim' ? claims[Number(number) - 1] : undefined;
    if (claim && /static assertion failed/.test(text)) refused.push(claim);
    else unjudged ??= `${file}:${number}: ${text}`;
  }
  return { refused, unjudged };
}
