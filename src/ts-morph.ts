// SPDX-License-Identifier: GPL-2.0-only
import { createRequire } from 'node:module';
import type * as TsMorph from 'ts-morph';

// Required, not imported: to import CommonJS of this size Node reads it twice, which takes 0.3 s more.
const required: typeof TsMorph = createRequire(import.meta.url)('ts-morph');

export const { IndentationText, Node, Project, QuoteKind, SyntaxKind, ts } = required;
export type Node = TsMorph.Node;
export type Project = TsMorph.Project;
export type MorphFile = TsMorph.SourceFile;
export type TypeNode = TsMorph.TypeNode;
export type ObjectLiteralExpression = TsMorph.ObjectLiteralExpression;
export type InterfaceDeclaration = TsMorph.InterfaceDeclaration;
