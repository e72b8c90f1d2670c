// SPDX-License-Identifier: GPL-2.0-only

import { completed, type FragmentPlace } from '../c/fragment.ts';
import { Node, type ObjectLiteralExpression } from '../ts-morph.ts';
import type { Evaluator } from './evaluate.ts';
import type { Traced } from './trace.ts';

/** An anchor as it is written. */
export interface WrittenAnchor {
  readonly node: ObjectLiteralExpression;
  readonly id: string;
  readonly words: string;
  readonly query: Traced;
  readonly like: Traced;
  /** Kind of the node that the query captures as `@site`; undefined where any will do. */
  readonly kind: string | undefined;
}

/** Every object that has what an anchor has. */
export function anchors(nodes: readonly Node[], evaluator: Evaluator): WrittenAnchor[] {
  return nodes.filter(Node.isObjectLiteralExpression).flatMap((node) => {
    const text = (name: string) => {
      const property = node.getProperty(name);
      const value = Node.isPropertyAssignment(property) ? property.getInitializer() : undefined;
      return value && evaluator.texts(value)[0];
    };
    const [id, words, query, like] = ['id', 'words', 'query', 'like'].map(text);
    if (!id || !words || !query || !like) return [];
    return [{ node, id: id.text, words: words.text, query, like, kind: siteKind(query.text) }];
  });
}

/** The kind of the group that `@site` follows: `(if_statement condition: (_)) @site`. */
function siteKind(query: string): string | undefined {
  const before = query.slice(0, Math.max(query.search(/@site\b/), 0)).trimEnd();
  let depth = 0;
  for (let at = before.length - 1; at >= 0; at--) {
    if (before[at] === ')') depth++;
    if (before[at] === '(' && --depth === 0) return /^\(+([a-z]\w*)/.exec(before.slice(at))?.[1];
  }
  return undefined;
}

/** An anchor's likeness as whole code, and the place where such code stands. */
export function anchorLikeness({ like, kind = '' }: WrittenAnchor): { code: string; place: FragmentPlace } {
  const code = completed(like.text);
  if (kind === 'function_definition')
    return { code: code.endsWith('}') ? code : `${code} {}`, place: 'TopLevel' };
  if (/^(struct|union|enum)_specifier$/.test(kind))
    return { code: code.replace(/;?$/, ';'), place: 'TopLevel' };
  if (/^(preproc_\w+|comment|declaration|type_definition)$/.test(kind)) return { code, place: 'TopLevel' };
  if (kind === 'field_declaration') return { code, place: 'Members' };
  if (kind === 'case_statement') return { code, place: 'Cases' };
  return { code, place: /[;}]$/.test(code) ? 'Statements' : 'Expression' };
}
