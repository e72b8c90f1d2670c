// SPDX-License-Identifier: GPL-2.0-only
import { compile } from '../c/anchor.ts';
import { faultOf, hasKind, PLACE_WORDS } from '../c/fragment.ts';
import { anchorLikeness, type WrittenAnchor } from './anchors.ts';
import type { LintFound } from './found.ts';

/** What keeps tree-sitter from looking for an anchor. */
export function queryFault({ query }: WrittenAnchor): LintFound | undefined {
  try {
    compile(query.text);
  } catch (error) {
    const offset = Number(/\d+/.exec((error as Error).message)?.[0] ?? 0);
    const at = query.spots[Math.min(offset, query.spots.length - 1)];
    return at && { rule: 'query-invalid', at, text: `tree-sitter: ${(error as Error).message}` };
  }
  const [start] = query.spots;
  if (start && !/@site\b/.test(query.text))
    return { rule: 'query-invalid', at: start, text: 'the query captures no @site' };
  return undefined;
}

/** What is wrong with an anchor by itself, whatever the tree. */
export function faultsOf(anchor: WrittenAnchor): LintFound[] {
  const { like, kind } = anchor;
  const invalid = queryFault(anchor);
  if (invalid) return [invalid];
  const { code, place } = anchorLikeness(anchor);
  const found = faultOf(code, place);
  // What is no syntax error is told by the kinds that it has.
  const fault = found?.kind === 'syntax' ? found : undefined;
  const at = like.spots[Math.min(fault?.offset ?? 0, like.spots.length - 1)];
  if (!at) return [];
  if (fault) return [{ rule: 'c-syntax', at, text: `${fault.text}, read ${PLACE_WORDS[place]}` }];
  if (kind === undefined || hasKind(code, place, kind)) return [];
  return [{ rule: 'like-unlike', at, text: `the query looks for a ${kind}, and this code has none` }];
}
