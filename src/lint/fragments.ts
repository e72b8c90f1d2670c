// SPDX-License-Identifier: GPL-2.0-only

import type { FragmentPlace } from '../c/fragment.ts';
import { Node } from '../ts-morph.ts';
import { type Evaluator, results } from './evaluate.ts';
import type { FragmentShape, Shapes } from './shapes.ts';
import type { Traced } from './trace.ts';

/** C that a template holds, for the place that a type gives it. */
export interface Fragment {
  readonly code: Traced;
  readonly place: FragmentPlace;
}

/** All that the declared types call C: arguments, annotated constants, members of objects, what functions return. */
export function fragments(nodes: readonly Node[], shapes: Shapes, evaluator: Evaluator): Fragment[] {
  const found: Fragment[] = [];
  const follow = (node: Node | undefined, shape: FragmentShape | undefined): void => {
    if (!node || !shape) return;
    if (Node.isParenthesizedExpression(node)) follow(node.getExpression(), shape);
    if (Node.isConditionalExpression(node)) {
      follow(node.getWhenTrue(), shape);
      follow(node.getWhenFalse(), shape);
    }
    const { place, element, member, returned } = shape;
    if (place) for (const code of evaluator.texts(node, place)) found.push({ code, place });
    if (element && Node.isArrayLiteralExpression(node))
      for (const one of node.getElements()) follow(one, element());
    if (returned) for (const result of results(node)) follow(result, returned());
    if (!member || !Node.isObjectLiteralExpression(node)) return;
    for (const property of node.getProperties()) {
      if (Node.isPropertyAssignment(property)) follow(property.getInitializer(), member(property.getName()));
      if (Node.isShorthandPropertyAssignment(property))
        follow(property.getNameNode(), member(property.getName()));
      if (Node.isMethodDeclaration(property)) follow(property, member(property.getName()));
    }
  };
  for (const node of nodes) {
    if (Node.isVariableDeclaration(node)) follow(node.getInitializer(), shapes.of(node.getTypeNode()));
    if (Node.isCallExpression(node)) {
      const callee = node.getExpression();
      const name = Node.isPropertyAccessExpression(callee) ? callee.getName() : callee.getText();
      const expected = shapes.ofParameters(name);
      for (const [at, argument] of node.getArguments().entries()) follow(argument, expected[at]);
    }
    if (Node.isArrowFunction(node) || Node.isFunctionDeclaration(node) || Node.isMethodDeclaration(node)) {
      const shape = shapes.of(node.getReturnTypeNode());
      if (shape) for (const result of results(node)) follow(result, shape);
    }
  }
  return found;
}

/** What a statement, a define or a block looks like at a line's end; prose has no line that ends so. */
const LIKE_C = /[\w)\]"];$|[)\w] ?\{$|^\s*#\s*define\s/m;
/** Members whose text is for people, or in another language. */
const NOT_C = /^(words|like|query|title|origin|question|help|hint|detail|where|purpose|subject|id)$/;

/** Literals that look like C and that no type calls so. */
export function unplaced(nodes: readonly Node[], read: ReadonlySet<Node>): Node[] {
  return nodes.filter((node) => {
    if (!isLiteral(node) || read.has(node) || !LIKE_C.test(node.getText().slice(1, -1))) return false;
    const property = node.getFirstAncestor(Node.isPropertyAssignment);
    const name = property?.getInitializer() === node ? property.getName() : '';
    // A condition of an anchor compares with C, and inserts none.
    if (node.getFirstAncestor((one) => Node.isPropertyAssignment(one) && one.getName() === 'where'))
      return false;
    return !NOT_C.test(name) && !isMessage(property) && !isOfProgram(node) && !isForSite(node);
  });
}

const isLiteral = (node: Node) =>
  Node.isStringLiteral(node) || Node.isNoSubstitutionTemplateLiteral(node) || Node.isTemplateExpression(node);

/** In a call of src/c/sites: lines as text, or what an edit is for. */
function isForSite(node: Node): boolean {
  const call = node.getParent();
  const callee = Node.isCallExpression(call) ? call.getExpression().getText() : '';
  if (/^(textLines|constants|entries)$/.test(callee)) return true;
  return Node.isCallExpression(call) && EDITS.test(callee) && call.getArguments().at(-1) === node;
}

const EDITS = /^(insert(Before|Behind|First|Last|Else)|replace(Condition|Head)?|remove)$/;

/** In what is declared to be a Program (src/c/fragment.ts), or in a function that gives one. */
function isOfProgram(node: Node): boolean {
  return node.getAncestors().some((one) => {
    if (Node.isVariableDeclaration(one)) return one.getTypeNode()?.getText() === 'Program';
    if (Node.isFunctionDeclaration(one) || Node.isArrowFunction(one))
      return one.getReturnTypeNode()?.getText() === 'Program';
    return false;
  });
}

/** The body of a mail: its neighbour is the subject. */
function isMessage(property: Node | undefined): boolean {
  const owner = property?.getParent();
  return (
    Node.isPropertyAssignment(property) &&
    property.getName() === 'body' &&
    Node.isObjectLiteralExpression(owner) &&
    owner.getProperty('subject') !== undefined
  );
}
