// SPDX-License-Identifier: GPL-2.0-only
import type { SyntaxNode } from '../../../src/c/parse.ts';
import { memo } from '../../../src/memo.ts';
import type { Access } from './access.ts';
import { callsIn, flat, nodesIn } from './code.ts';
import { guardsAt, type HeldCondition } from './condition.ts';
import { asksArgsz, extentsOf, type SizedValue } from './extent.ts';

/** A place that refuses a size of userspace that is too small. */
export interface SizeCheck {
  readonly site: SyntaxNode;
  /** What the size has to cover at least. */
  readonly sizes: readonly SizedValue[];
  readonly guards: readonly HeldCondition[];
  /** `EINVAL`; of a helper what the helper returns. */
  readonly errnos: readonly string[];
}

/** Variables that get_user() fills from argsz. */
export function sizeVariables({ whole }: Access): Set<string> {
  const text = whole.file.text.slice(whole.node.startIndex, whole.node.endIndex);
  return new Set([...text.matchAll(/get_user\(\s*(\w+)\s*,[^;]*\bargsz\b/g)].map(([, name = '']) => name));
}

/** Every place of a function that refuses a short argsz: comparisons, and vfio_check_feature(). */
export const sizeChecks = memo((access: Access): readonly SizeCheck[] => {
  const { whole, refusals, local } = access;
  const variables = sizeVariables(access);
  const asked = (text: string) =>
    asksArgsz(text, variables) &&
    (!/[.>]argsz$/.test(text) || new RegExp(`^${local.name}(\\.|->)`).test(text));
  const compared = refusals.flatMap(({ site, errnos }) => {
    const condition = site.childForFieldName('condition');
    if (!condition) return [];
    return nodesIn({ file: whole.file, node: condition }, 'binary_expression').flatMap((comparison) => {
      const [left, operator, right] = ['left', 'operator', 'right'].map((name) =>
        comparison.childForFieldName(name),
      );
      if (!left || !operator || !right) return [];
      const size = smaller(operator.type, flat(whole.file, left), flat(whole.file, right), asked);
      if (!size) return [];
      const sizes = extentsOf(whole, size === 'left' ? left : right);
      return [{ site, sizes, guards: guardsAt(whole.file, site, whole.node), errnos }];
    });
  });
  return [...compared, ...helpers(access)];
});

/** Which side the size of userspace is compared with. */
function smaller(
  operator: string,
  left: string,
  right: string,
  asked: (text: string) => boolean,
): 'left' | 'right' | undefined {
  if (/^(<=?|!=)$/.test(operator) && asked(left)) return 'right';
  return /^(>=?|!=)$/.test(operator) && asked(right) ? 'left' : undefined;
}

/** vfio_check_feature(flags, argsz, supported, minsz) refuses in its caller's name (include/linux/vfio.h). */
function helpers({ whole, local }: Access): SizeCheck[] {
  return callsIn(local.scope)
    .filter(({ name }) => name === 'vfio_check_feature')
    .flatMap(({ node }) => {
      const size = node.childForFieldName('arguments')?.namedChildren[3];
      if (!size) return [];
      const guards = guardsAt(whole.file, node, whole.node);
      return [{ site: node, sizes: extentsOf(whole, size), guards, errnos: ['EINVAL'] }];
    });
}
