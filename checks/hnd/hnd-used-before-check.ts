// SPDX-License-Identifier: GPL-2.0-only
import { sizeChecks } from '../lib/driver/argsz.ts';
import { found, handledOf, hasMember } from '../lib/driver/handled.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'hnd-used-before-check',
  severity: 'warning',
  effect: 'defect',
  category: 'hnd',
  needs: ['uapi', 'drivers'],
  apart: true,
  title: 'A handler uses a member before it has compared argsz.',
  why: "Until argsz is compared, a member may lie behind the caller's struct: the handler judges bytes that the caller never wrote, and answers another error than promised.",
  reference: 'include/uapi/linux/vfio.h, the comment above VFIO_TYPE',
  todo: 'Compare argsz directly behind the copy, before anything else.',
  lint: (side, among) =>
    handledOf(side, among).flatMap((handled): Found[] => {
      const { access } = handled;
      const [copy] = access.copies;
      if (!copy || !hasMember(handled, 'argsz')) return [];
      const checks = sizeChecks(access)
        .filter(({ site }) => site.startIndex > copy.call.node.startIndex)
        .sort((a, b) => a.site.startIndex - b.site.startIndex);
      const [check] = checks;
      if (!check) return [];
      const use = access.uses.find(
        ({ member, writes, node }) =>
          member !== 'argsz' &&
          !writes &&
          node.startIndex > copy.call.node.endIndex &&
          node.startIndex < check.site.startIndex,
      );
      if (!use) return [];
      const message = `${access.function}() uses ${access.local.name}.${use.member} of struct ${access.local.tag} before it refuses an argsz that is too short`;
      return [found(handled, use.node, message, use.member)];
    }),
};
