// SPDX-License-Identifier: GPL-2.0-only
import type { SyntaxNode } from '../c/parse.ts';
import { markOperands } from './mark-operands.ts';
import { type BranchWay, lineAtEnd, type Marks, nodeLine } from './marks.ts';

const CONTAINER = /^preproc_(if|ifdef|else|elif|elifdef)$/;
const PLAIN = /^(expression|return|goto|break|continue|attributed)_statement$/;

/** Marks the statements of functions, and the ways between them. */
export class StatementMarker {
  constructor(
    private readonly text: string,
    private readonly marks: Marks,
  ) {}

  /** Statements one after another, with declarations and conditional groups of the preprocessor among them. */
  sequence(nodes: readonly SyntaxNode[]): void {
    for (const node of nodes) {
      if (CONTAINER.test(node.type)) {
        this.sequence(
          node.namedChildren.filter((child) => !/^preproc_/.test(child.type) || CONTAINER.test(child.type)),
        );
      } else if (node.type === 'compound_statement') this.sequence(node.namedChildren);
      else if (node.type === 'labeled_statement') this.sequence(node.namedChildren.slice(1));
      else if (node.type === 'case_statement') this.inCase(node);
      else if (node.type === 'declaration') this.declaration(node);
      else if (/_statement$/.test(node.type)) this.statement(node);
      else if (node.hasError) this.marks.skip(node);
    }
  }

  private statement(node: SyntaxNode): void {
    if (brokenHead(node)) {
      this.marks.skip(node);
      return;
    }
    const head = headEnd(node);
    this.mark(node.startIndex, { kind: 'statement', from: nodeLine(node), to: head });
    if (PLAIN.test(node.type)) {
      for (const child of node.namedChildren) markOperands(child, this.marks);
      return;
    }
    const condition = node.childForFieldName('condition');
    const body = node.childForFieldName('body') ?? node.childForFieldName('consequence');
    if (node.type === 'switch_statement') {
      this.sequence(body?.namedChildren ?? []);
      return;
    }
    if (condition && node.type === 'do_statement') this.doCondition(condition);
    // What a macro loops over is an argument of the macro, which may want it as it stands.
    else if (condition && !this.isMacro(node)) markOperands(condition, this.marks);
    const chooser = { from: nodeLine(node), to: head };
    if (body) this.body(body, { ...chooser, way: node.type === 'if_statement' ? 'true' : 'body' });
    if (node.type === 'if_statement') this.otherwise(node, chooser);
  }

  private otherwise(node: SyntaxNode, chooser: { from: number; to: number }): void {
    const alternative = node.childForFieldName('alternative');
    const body = alternative?.namedChildren.find(({ type }) => /_statement$/.test(type));
    if (body) this.body(body, { ...chooser, way: 'false' });
    else if (!alternative) {
      const text = this.marks.statement({ kind: 'branch', ...chooser, begins: chooser.to, way: 'false' });
      this.marks.insert(node.endIndex, ` else { ${text} }`);
    }
  }

  /** What is done if a condition holds: in braces, or one statement that gets some. */
  private body(node: SyntaxNode, choice: { from: number; to: number; way: BranchWay }): void {
    const branch = { kind: 'branch', ...choice, begins: nodeLine(node) } as const;
    if (node.type === 'compound_statement') {
      this.mark(node.startIndex + 1, branch);
      this.sequence(node.namedChildren);
      return;
    }
    this.marks.insert(node.startIndex, '{ ');
    this.mark(node.startIndex, branch);
    this.sequence([node]);
    this.marks.insert(node.endIndex, ' }');
  }

  private inCase(node: SyntaxNode): void {
    const value = node.childForFieldName('value');
    const statements = node.namedChildren.filter(({ id, type }) => id !== value?.id && type !== 'comment');
    const [head] = statements;
    // A case without a statement falls into the next one.
    if (head && head.type !== 'case_statement' && !CONTAINER.test(head.type))
      this.mark(head.startIndex, {
        kind: 'branch',
        ...{ from: nodeLine(node), to: lineAtEnd(value ?? node.children[0] ?? node) },
        ...{ begins: nodeLine(head), way: 'case' },
      });
    this.sequence(statements);
  }

  /** Only what is computed when control gets there. */
  private declaration(node: SyntaxNode): void {
    const values = node.namedChildren.filter(({ type }) => type === 'init_declarator');
    const fixed = node.namedChildren.some(
      ({ type, text }) => type === 'storage_class_specifier' && /^(static|extern)$/.test(text),
    );
    if (values.length === 0 || fixed) return;
    if (node.hasError) {
      this.marks.skip(node);
      return;
    }
    this.mark(node.startIndex, { kind: 'statement', from: nodeLine(node), to: lineAtEnd(node) });
    for (const declarator of values) {
      const value = declarator.childForFieldName('value');
      if (value) markOperands(value, this.marks);
    }
  }

  private doCondition(condition: SyntaxNode): void {
    const inner = condition.namedChildren[0];
    if (!inner) return;
    const text = this.marks.value({
      kind: 'statement',
      ...{ from: nodeLine(condition), to: lineAtEnd(condition) },
    });
    this.marks.insert(inner.startIndex, `${text}, `);
  }

  private isMacro(node: SyntaxNode): boolean {
    // In the masked text that was parsed it is a while.
    return node.type === 'while_statement' && !this.text.startsWith('while', node.startIndex);
  }

  private mark(at: number, mark: Parameters<Marks['statement']>[0]): void {
    this.marks.insert(at, `${this.marks.statement(mark)} `);
  }
}

/** Last line of what belongs to a statement itself, and not to statements in it. */
function headEnd(node: SyntaxNode): number {
  if (PLAIN.test(node.type)) return lineAtEnd(node);
  if (node.type === 'do_statement') return nodeLine(node);
  const body = node.childForFieldName('body') ?? node.childForFieldName('consequence');
  if (!body) return lineAtEnd(node);
  const before = body.previousSibling;
  return before ? lineAtEnd(before) : nodeLine(node);
}

/** Damage in what stands around the statements in a statement: marks could fall into the wrong place. */
function brokenHead(node: SyntaxNode): boolean {
  if (!node.hasError) return false;
  return node.children.some(
    (child) =>
      child.type === 'ERROR' ||
      child.isMissing ||
      (child.hasError && !/^(compound_statement|else_clause)$|_statement$/.test(child.type)) ||
      (child.type === 'else_clause' &&
        child.children.some(({ type, isMissing }) => type === 'ERROR' || isMissing)),
  );
}
