// SPDX-License-Identifier: GPL-2.0-only

import { reach } from '../lib/driver/coverage.ts';
import { calleeSays, found, type Handled, handledOf, isFilled, isHandedOn } from '../lib/driver/handled.ts';
import { requiresZero } from '../lib/driver/reserved.ts';
import { keepsSpace } from '../lib/reserve-names.ts';
import type { Found, Rule, Side } from '../rule.ts';

export const rule: Rule = {
  id: 'hnd-reserved-unchecked',
  severity: 'warning',
  effect: 'defect',
  category: 'hnd',
  needs: ['uapi', 'drivers'],
  apart: true,
  title: 'A handler takes anything in a reserved member.',
  why: 'Space that is reserved today and may hold garbage can never get a meaning: old binaries that left the stack in it would begin to mean something.',
  reference: 'Documentation/process/botching-up-ioctls.rst, "Basics"',
  todo: 'Refuse with -EINVAL (iommufd: -EOPNOTSUPP) a reserved member that is not 0.',
  lint: (side, among) =>
    handledOf(side, among).flatMap((handled) => (isFilled(handled) ? judge(side, handled) : [])),
};

function judge({ sources }: Side, handled: Handled): Found[] {
  const { access, layout, row } = handled;
  if (access.local.parameter) return [];
  const copied = row ? layout.size : reach(handled, access.copies)?.least;
  if (copied === undefined || isHandedOn(sources, access)) return [];
  // What fills one arm of a union is read under the name of another.
  const isNamed = ({ offset, size }: (typeof layout.members)[number]) =>
    layout.members.some(
      (other) =>
        !keepsSpace(other.name) &&
        other.size > 0 &&
        other.offset < offset + size &&
        offset < other.offset + other.size,
    );
  return layout.members
    .filter((one) => keepsSpace(one.name) && one.size > 0 && one.offset + one.size <= copied && !isNamed(one))
    .filter(
      ({ name }) =>
        !requiresZero(access, name) &&
        !calleeSays(sources, access, (callee) => requiresZero(callee, name)) &&
        !access.uses.some((use) => use.member === name && use.writes),
    )
    .map(({ name }) => {
      const message = `${access.function}() takes struct ${access.local.tag} with anything in ${name}`;
      return found(handled, access.copies[0]?.call.node ?? access.local.declaration.node, message, name);
    });
}
