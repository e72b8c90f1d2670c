// SPDX-License-Identifier: GPL-2.0-only
import { type InterfaceDeclaration, type MorphFile, Node, SyntaxKind } from '../ts-morph.ts';

/** A part that the layout offers, or what one can do. */
export interface Role {
  /** `Layout.open`, `Open.resets`. */
  readonly name: string;
  readonly node: Node;
}

/** Members of the interface Layout and of the interfaces that it is made of, which no template asks for. */
export function unusedRoles(files: readonly MorphFile[], nodes: readonly Node[]): Role[] {
  const interfaces = new Map(
    files.flatMap((file) => file.getInterfaces()).map((one) => [one.getName(), one]),
  );
  const used = usedNames(nodes);
  return [...reached(interfaces.get('Layout'), interfaces)].flatMap((owner) =>
    [...owner.getProperties(), ...owner.getMethods()]
      .filter((member) => !used.has(member.getName()))
      .map((member) => ({ name: `${owner.getName()}.${member.getName()}`, node: member.getNameNode() })),
  );
}

/** By what a role's type says itself; what a method takes is no role. */
function reached(
  start: InterfaceDeclaration | undefined,
  interfaces: ReadonlyMap<string, InterfaceDeclaration>,
): Set<InterfaceDeclaration> {
  const found = new Set<InterfaceDeclaration>();
  const walk = (one: InterfaceDeclaration | undefined): void => {
    if (!one || found.has(one)) return;
    found.add(one);
    for (const property of one.getProperties())
      for (const name of property.getTypeNode()?.getText().match(/\w+/g) ?? []) walk(interfaces.get(name));
  };
  walk(start);
  return found;
}

/** `vfio.open`, `const { open } = vfio`. */
function usedNames(nodes: readonly Node[]): Set<string> {
  return new Set(
    nodes.flatMap((node) => {
      if (Node.isPropertyAccessExpression(node)) return [node.getName()];
      return Node.isBindingElement(node)
        ? [(node.getPropertyNameNode() ?? node.getNameNode()).getText()]
        : [];
    }),
  );
}

/** Variables that hold an anchor, or make one, and that nothing mentions. */
export function unusedAnchors(nodes: readonly Node[], anchors: readonly Node[]): Role[] {
  const mentioned = new Map<string, number>();
  for (const node of nodes) {
    if (!Node.isIdentifier(node) || Node.isImportSpecifier(node.getParent())) continue;
    mentioned.set(node.getText(), (mentioned.get(node.getText()) ?? 0) + 1);
  }
  return anchors.flatMap((anchor) => {
    const variable = anchor.getFirstAncestorByKind(SyntaxKind.VariableDeclaration);
    if (!variable?.getVariableStatement()?.getParentIfKind(SyntaxKind.SourceFile)) return [];
    return (mentioned.get(variable.getName()) ?? 0) > 1
      ? []
      : [{ name: variable.getName(), node: variable.getNameNode() }];
  });
}
