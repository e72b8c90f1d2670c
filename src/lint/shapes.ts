// SPDX-License-Identifier: GPL-2.0-only

import { type FragmentPlace, isPlace } from '../c/fragment.ts';
import { type MorphFile, Node, type TypeNode } from '../ts-morph.ts';

/** What a type says of the C in its values. Undefined where it says nothing. */
export interface FragmentShape {
  readonly place?: FragmentPlace;
  readonly element?: () => FragmentShape | undefined;
  readonly member?: (name: string) => FragmentShape | undefined;
  readonly returned?: () => FragmentShape | undefined;
}

/** What the functions of src/c/sites take, which are no part of a topic. */
const SITES = new Map<string, FragmentPlace>(
  Object.entries({
    statements: 'Statements',
    topLevel: 'TopLevel',
    members: 'Members',
    cases: 'Cases',
  } as const),
);

type Typed = readonly (TypeNode | undefined)[];

/** The types that a topic's files declare, by name: enough to follow C from where it is written to its place. */
export class Shapes {
  /** Members of interfaces by the interface's name: a member's type, or what its method returns. */
  private readonly interfaces = new Map<string, Map<string, FragmentShape>>();
  /** Types of parameters, by the name of the function or method. */
  private readonly parameters = new Map<string, Typed>();

  constructor(files: readonly MorphFile[]) {
    for (const file of files) {
      for (const declared of file.getInterfaces()) {
        const members = new Map<string, FragmentShape>();
        for (const property of declared.getProperties()) {
          const type = property.getTypeNode();
          const shape = this.of(type);
          if (shape) members.set(property.getName(), shape);
          if (Node.isFunctionTypeNode(type)) this.know(property.getName(), type.getParameters());
        }
        for (const method of declared.getMethods()) {
          members.set(method.getName(), { returned: () => this.of(method.getReturnTypeNode()) });
          this.know(method.getName(), method.getParameters());
        }
        this.interfaces.set(declared.getName(), members);
      }
      for (const declared of file.getFunctions()) this.know(declared.getName(), declared.getParameters());
      for (const declared of file.getVariableDeclarations()) {
        const value = declared.getInitializer();
        if (Node.isArrowFunction(value)) this.know(declared.getName(), value.getParameters());
      }
    }
  }

  private know(
    name: string | undefined,
    parameters: readonly { getTypeNode(): TypeNode | undefined }[],
  ): void {
    const types = parameters.map((parameter) => parameter.getTypeNode());
    if (name !== undefined && (!this.parameters.has(name) || types.some((type) => this.of(type))))
      this.parameters.set(name, types);
  }

  of(type: TypeNode | undefined): FragmentShape | undefined {
    if (!type) return undefined;
    if (Node.isTypeOperatorTypeNode(type)) return this.of(type.getTypeNode());
    if (Node.isArrayTypeNode(type)) return { element: () => this.of(type.getElementTypeNode()) };
    if (Node.isFunctionTypeNode(type)) return { returned: () => this.of(type.getReturnTypeNode()) };
    if (Node.isUnionTypeNode(type)) return type.getTypeNodes().flatMap((one) => this.of(one) ?? [])[0];
    if (Node.isTypeLiteral(type)) {
      return { member: (name) => this.of(type.getProperty(name)?.getTypeNode()) };
    }
    if (!Node.isTypeReference(type)) return undefined;
    const name = type.getTypeName().getText();
    if (isPlace(name)) return { place: name };
    const [argument] = type.getTypeArguments();
    if (name === 'ReadonlyArray' || name === 'Array') return { element: () => this.of(argument) };
    const members = this.interfaces.get(name);
    return members && { member: (one) => members.get(one) };
  }

  /** What the parameters of the function or method of that name are for. */
  ofParameters(name: string): readonly (FragmentShape | undefined)[] {
    const known = this.parameters.get(name);
    if (known) return known.map((type) => this.of(type));
    const place = SITES.get(name);
    return place ? [{ place }] : [];
  }

  /** What a parameter of a function is for; of a method in an object, what the interface says of its namesake. */
  ofParameter(owner: Node, at: number): FragmentShape | undefined {
    const own = Node.isParametered(owner) ? owner.getParameters()[at]?.getTypeNode() : undefined;
    return this.of(own) ?? this.ofParameters(nameOf(owner) ?? '')[at];
  }
}

function nameOf(owner: Node): string | undefined {
  if (Node.isMethodDeclaration(owner) || Node.isFunctionDeclaration(owner)) return owner.getName();
  const parent = owner.getParent();
  return Node.isPropertyAssignment(parent) ? parent.getName() : undefined;
}
