// SPDX-License-Identifier: GPL-2.0-only

import { type FragmentPlace, sampleAt } from '../c/fragment.ts';
import { functionHead, ifHead, indent } from '../c/style.ts';
import { type MorphFile, Node } from '../ts-morph.ts';
import type { FragmentShape, Shapes } from './shapes.ts';
import { cooked, from, joinedTraces, made, type Spot, type Traced } from './trace.ts';

/** A template may choose between texts at every hole; so many combinations are looked at. */
const MOST = 8;
/** A constant made of constants made of constants. */
const DEEPEST = 20;

/**
 * The texts that an expression can come to, without running it: literals, constants of the topic's files, the helpers
 * of src/c/style.ts. What only a tree can tell is stood for by C of its kind.
 */
export class Evaluator {
  /** Literals that were read as C. */
  readonly read = new Set<Node>();

  constructor(
    private readonly shapes: Shapes,
    private readonly fileOf: (path: string) => MorphFile | undefined,
  ) {}

  texts(node: Node, place?: FragmentPlace, depth = 0): Traced[] {
    const unknown = () => [from(sampleAt(place), spotOf(node))];
    if (depth > DEEPEST) return unknown();
    const inner = (one: Node, at = place) => this.texts(one, at, depth + 1);
    if (Node.isStringLiteral(node) || Node.isNoSubstitutionTemplateLiteral(node)) {
      this.read.add(node);
      return [cooked(node.getText().slice(1, -1), node.getSourceFile(), node.getStart() + 1)];
    }
    if (Node.isTemplateExpression(node)) return this.template(node, depth);
    if (Node.isParenthesizedExpression(node) || Node.isAsExpression(node)) return inner(node.getExpression());
    if (Node.isConditionalExpression(node))
      return [...inner(node.getWhenTrue()), ...inner(node.getWhenFalse())];
    if (Node.isBinaryExpression(node)) {
      const operator = node.getOperatorToken().getText();
      if (operator === '??' || operator === '||')
        return [...inner(node.getLeft()), ...inner(node.getRight())];
      if (operator === '+') return combined([inner(node.getLeft()), inner(node.getRight())]);
    }
    if (Node.isArrowFunction(node)) return results(node).flatMap((result) => inner(result));
    if (Node.isCallExpression(node)) {
      const callee = node.getExpression();
      const known = Node.isIdentifier(callee)
        ? this.helper(callee.getText(), node.getArguments(), spotOf(node), depth)
        : undefined;
      if (known) return known;
      const target = Node.isIdentifier(callee) ? this.declared(callee) : undefined;
      const value = Node.isVariableDeclaration(target) ? target.getInitializer() : target;
      if (Node.isArrowFunction(value) || Node.isFunctionDeclaration(value)) {
        const own = this.shapes.of(value.getReturnTypeNode())?.place ?? place;
        const found = results(value).flatMap((result) => inner(result, own));
        if (found.length > 0) return found.slice(0, MOST);
      }
      return unknown();
    }
    if (Node.isIdentifier(node)) {
      const target = this.declared(node);
      if (Node.isVariableDeclaration(target)) {
        const own = this.shapes.of(target.getTypeNode())?.place ?? place;
        const value = target.getInitializer();
        return value ? inner(value, own) : [from(sampleAt(own), spotOf(node))];
      }
      const own = target && this.shapeOfBound(target)?.place;
      return own ? [from(sampleAt(own), spotOf(node))] : unknown();
    }
    return unknown();
  }

  private template(node: Node, depth: number): Traced[] {
    if (!Node.isTemplateExpression(node)) return [];
    this.read.add(node);
    const file = node.getSourceFile();
    const head = node.getHead();
    const parts: Traced[][] = [[cooked(head.getText().slice(1, -2), file, head.getStart() + 1)]];
    for (const span of node.getTemplateSpans()) {
      const literal = span.getLiteral();
      const text = literal.getText();
      parts.push(this.texts(span.getExpression(), undefined, depth + 1));
      parts.push([cooked(text.slice(1, text.endsWith('${') ? -2 : -1), file, literal.getStart() + 1)]);
    }
    return combined(parts);
  }

  /** What the pure helpers of the engine make of their arguments. */
  private helper(name: string, args: readonly Node[], spot: Spot, depth: number): Traced[] | undefined {
    const one = (at: number) => (args[at] ? this.texts(args[at], undefined, depth + 1)[0] : undefined);
    const list = (at: number) => {
      const array = args[at];
      return Node.isArrayLiteralExpression(array)
        ? array.getElements().flatMap((element) => this.texts(element, 'Expression', depth + 1)[0] ?? [])
        : [from(sampleAt('Expression'), spot)];
    };
    const texts = (items: readonly Traced[]) => items.map(({ text }) => text);
    const first = one(0);
    if (name === 'indentOf') return [from('', spot)];
    if (!first) return undefined;
    if (name === 'functionHead')
      return [made(functionHead(first.text, texts(list(1))), [first, ...list(1)], spot)];
    if (name === 'ifHead') return [made(ifHead(first.text, texts(list(1))), [first, ...list(1)], spot)];
    if (name === 'indent')
      return this.texts(args[0] as Node, undefined, depth + 1).map((code) =>
        made(indent(code.text, one(1)?.text ?? ''), [code], spot),
      );
    return undefined;
  }

  /** What a name stands for: the nearest declaration outwards, through imports within the topic. */
  declared(name: Node): Node | undefined {
    const wanted = name.getText();
    for (let at: Node | undefined = name.getParent(); at; at = at.getParent()) {
      if (Node.isParametered(at)) {
        const bound = at.getParameters().flatMap((parameter) => boundBy(parameter));
        const found = bound.find((one) => one.name === wanted);
        if (found) return found.node;
      }
      if (!Node.isStatemented(at)) continue;
      const variable = at.getVariableDeclarations().find((one) => one.getName() === wanted);
      if (variable) return variable;
      const declaration = at.getFunctions().find((one) => one.getName() === wanted);
      if (declaration) return declaration;
      if (!Node.isSourceFile(at)) continue;
      for (const imported of at.getImportDeclarations())
        for (const specifier of imported.getNamedImports()) {
          if ((specifier.getAliasNode() ?? specifier.getNameNode()).getText() !== wanted) continue;
          const file = this.fileOf(`${at.getDirectoryPath()}/${imported.getModuleSpecifierValue()}`);
          return file?.getVariableDeclaration(specifier.getName()) ?? file?.getFunction(specifier.getName());
        }
    }
    return undefined;
  }

  /** What a parameter, or a name taken out of one, is for. */
  private shapeOfBound(bound: Node): FragmentShape | undefined {
    if (Node.isParameterDeclaration(bound)) {
      const owner = bound.getParent();
      return this.shapes.ofParameter(
        owner,
        Node.isParametered(owner) ? owner.getParameters().indexOf(bound) : 0,
      );
    }
    if (!Node.isBindingElement(bound)) return undefined;
    const outer = bound.getParent().getParent();
    const property = (bound.getPropertyNameNode() ?? bound.getNameNode()).getText();
    return outer && this.shapeOfBound(outer)?.member?.(property);
  }
}

/** What a function hands back: its expression, or those of its own return statements. */
export function results(node: Node): Node[] {
  const body = Node.isBodyable(node) || Node.isBodied(node) ? node.getBody() : undefined;
  if (!body) return [];
  if (!Node.isBlock(body)) return [body];
  const found: Node[] = [];
  const walk = (at: Node): void => {
    if (Node.isFunctionLikeDeclaration(at)) return;
    const value = Node.isReturnStatement(at) ? at.getExpression() : undefined;
    if (value) found.push(value);
    at.forEachChild(walk);
  };
  body.forEachChild(walk);
  return found;
}

function boundBy(node: Node): { name: string; node: Node }[] {
  const name =
    Node.isParameterDeclaration(node) || Node.isBindingElement(node) ? node.getNameNode() : undefined;
  if (!name) return [];
  if (Node.isObjectBindingPattern(name)) return name.getElements().flatMap(boundBy);
  return [{ name: name.getText(), node }];
}

function spotOf(node: Node): Spot {
  return { file: node.getSourceFile(), position: node.getStart() };
}

function combined(parts: readonly Traced[][]): Traced[] {
  let all: Traced[][] = [[]];
  for (const part of parts) all = all.flatMap((before) => part.map((one) => [...before, one])).slice(0, MOST);
  return all.map(joinedTraces);
}
