// SPDX-License-Identifier: GPL-2.0-only
import type { SourceFile, SyntaxNode } from '../../../src/c/parse.ts';
import type { Sources } from '../../../src/series/topic.ts';
import type { FunctionText } from './body.ts';
import { type Code, flat, isSound, nodesIn } from './code.ts';
import { exits, ifsIn } from './condition.ts';
import { codeNamed } from './functions.ts';

/** What a function sets for an argument: fields of what outlives it, `iommu->v2 = true`, by the argument's name. */
export type ArgumentMeanings = ReadonlyMap<string, ReadonlyMap<string, SyntaxNode>>;

/** Names that a program passes are written like this. */
const NAME = /^[A-Z][A-Z0-9]*_\w+$/;

/** Undefined where the function is not found, or does not parse. */
export function meaningsIn(
  sources: Sources,
  { path, name }: FunctionText,
): { code: Code; of: ArgumentMeanings } | undefined {
  const file = sources.get(path);
  const code = file && codeNamed(file, name);
  if (!file || !code || !isSound(code)) return undefined;
  const found = new Map<string, Map<string, SyntaxNode>>();
  const note = (label: string, set: Iterable<readonly [string, SyntaxNode]>) =>
    found.set(label, new Map([...(found.get(label) ?? []), ...set]));
  for (const one of nodesIn(code, 'switch_statement')) {
    const body = one.childForFieldName('body');
    if (body?.type === 'compound_statement') for (const [label, set] of cases(file, body)) note(label, set);
  }
  for (const { condition, then } of ifsIn(code)) {
    const text = /^\(?[\w.>-]+ ?(?:==|&) ?(\w+)\)?$/.exec(flat(file, condition))?.[1];
    if (text && NAME.test(text)) note(text, settings(file, then));
  }
  return { code, of: found };
}

/** The settings of each case, with those of what it falls through to. */
function cases(file: SourceFile, body: SyntaxNode): [string, [string, SyntaxNode][]][] {
  const arms = body.namedChildren.filter(({ type }) => type === 'case_statement');
  return arms.flatMap((arm, at): [string, [string, SyntaxNode][]][] => {
    const value = arm.childForFieldName('value');
    const label = value ? flat(file, value) : '';
    if (!NAME.test(label)) return [];
    const set: [string, SyntaxNode][] = [];
    for (const one of arms.slice(at)) {
      const statements = one.namedChildren.filter(
        ({ type, id }) => type !== 'comment' && id !== one.childForFieldName('value')?.id,
      );
      set.push(...statements.flatMap((statement) => settings(file, statement)));
      const last = statements.at(-1);
      if (last && exits(last)) break;
    }
    return [[label, set]];
  });
}

/** Assignments that are made whatever else holds: what an if asks for is that if's meaning. */
function settings(file: SourceFile, statement: SyntaxNode): [string, SyntaxNode][] {
  if (statement.type === 'compound_statement')
    return statement.namedChildren.flatMap((one) => settings(file, one));
  const [assignment] = statement.type === 'expression_statement' ? statement.namedChildren : [];
  const left =
    assignment?.type === 'assignment_expression' ? assignment.childForFieldName('left') : undefined;
  if (!assignment || left?.type !== 'field_expression' || !left.text.includes('->')) return [];
  return [[flat(file, assignment), statement]];
}
