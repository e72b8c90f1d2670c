// SPDX-License-Identifier: GPL-2.0-only
import type { SourceFile, SyntaxNode } from '../c/parse.ts';

/** A statement: control was there. `from` and `to` are its own lines, without those of statements in it. */
export interface StatementMark {
  readonly kind: 'statement';
  readonly number: number;
  readonly path: string;
  /** 1-based. */
  readonly from: number;
  readonly to: number;
}

/** One of the ways that control can take at a line. */
export interface BranchMark {
  readonly kind: 'branch';
  readonly number: number;
  readonly path: string;
  /** Lines of what chooses it: an if with its condition, a case label. 1-based. */
  readonly from: number;
  readonly to: number;
  /** Line where it begins. */
  readonly begins: number;
  readonly way: Way;
}

/**
 * What an if does; which value ?: takes; the second operand of && or || is looked at; a case, a loop’s body.
 */
export type Way = 'true' | 'false' | 'first' | 'second' | 'right' | 'case' | 'body';

export type Mark = StatementMark | BranchMark;

export interface Marked {
  /** The file with a KPW_MARK(number) at each place (kernel-tests/coverage/kpw_mark.h); lines stay where they are. */
  readonly text: string;
  readonly marks: readonly Mark[];
  /** First and last lines of what does not parse in the chosen functions, and has no mark. */
  readonly unparsed: readonly (readonly [number, number])[];
}

interface Insertion {
  readonly at: number;
  readonly text: string;
}

/**
 * Marks all statements of the functions that have one of some lines, and the ways between them.
 *
 * @param lines 1-based
 * @param first number of the first mark
 */
export function markFile(file: SourceFile, lines: ReadonlySet<number>, first: number): Marked {
  const marker = new Marker(file, first);
  for (const body of bodies(file.root)) {
    const [from, to] = [lineOf(body), lineAtEnd(body)];
    if ([...lines].some((line) => line >= from && line <= to)) marker.sequence(body.namedChildren);
  }
  let text = file.text;
  const ordered = marker.insertions.map((one, order) => ({ ...one, order }));
  // What was inserted first at a place stands first there.
  ordered.sort((a, b) => b.at - a.at || b.order - a.order);
  for (const { at, text: mark } of ordered) text = text.slice(0, at) + mark + text.slice(at);
  return { text, marks: marker.marks, unparsed: marker.unparsed };
}

/** Bodies of functions, in the order of the file. */
function bodies(node: SyntaxNode): SyntaxNode[] {
  if (node.type !== 'function_definition') return node.namedChildren.flatMap(bodies);
  const body = node.childForFieldName('body');
  return body?.type === 'compound_statement' ? [body] : [];
}

const CONTAINER = /^preproc_(if|ifdef|else|elif|elifdef)$/;
const PLAIN = /^(expression|return|goto|break|continue|attributed)_statement$/;
/** Of a null pointer constant a mark would make something else. */
const NULL = /^(NULL|0)$/;
const HINT = /^(un)?likely$/;

class Marker {
  readonly insertions: Insertion[] = [];
  readonly marks: Mark[] = [];
  readonly unparsed: (readonly [number, number])[] = [];

  constructor(
    private readonly file: SourceFile,
    private readonly first: number,
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
      else if (node.hasError) this.unparsed.push([lineOf(node), lineAtEnd(node)]);
    }
  }

  private statement(node: SyntaxNode): void {
    if (brokenHead(node)) {
      this.unparsed.push([lineOf(node), lineAtEnd(node)]);
      return;
    }
    const head = headEnd(node);
    this.mark(node.startIndex, { kind: 'statement', from: lineOf(node), to: head });
    if (PLAIN.test(node.type)) {
      for (const child of node.namedChildren) this.operands(child);
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
    else if (condition && !this.isMacro(node)) this.operands(condition);
    const chooser = { from: lineOf(node), to: head };
    if (body) this.body(body, { ...chooser, way: node.type === 'if_statement' ? 'true' : 'body' });
    if (node.type === 'if_statement') this.otherwise(node, chooser);
  }

  private otherwise(node: SyntaxNode, chooser: { from: number; to: number }): void {
    const alternative = node.childForFieldName('alternative');
    const body = alternative?.namedChildren.find(({ type }) => /_statement$/.test(type));
    if (body) this.body(body, { ...chooser, way: 'false' });
    else if (!alternative) {
      const text = this.number({ kind: 'branch', ...chooser, begins: chooser.to, way: 'false' });
      this.insertions.push({ at: node.endIndex, text: ` else { ${text} }` });
    }
  }

  /** What is done if a condition holds: in braces, or one statement that gets some. */
  private body(node: SyntaxNode, choice: { from: number; to: number; way: Way }): void {
    const branch = { kind: 'branch', ...choice, begins: lineOf(node) } as const;
    if (node.type === 'compound_statement') {
      this.mark(node.startIndex + 1, branch);
      this.sequence(node.namedChildren);
      return;
    }
    this.insertions.push({ at: node.startIndex, text: '{ ' });
    this.mark(node.startIndex, branch);
    this.sequence([node]);
    this.insertions.push({ at: node.endIndex, text: ' }' });
  }

  private inCase(node: SyntaxNode): void {
    const value = node.childForFieldName('value');
    const statements = node.namedChildren.filter(({ id, type }) => id !== value?.id && type !== 'comment');
    const [head] = statements;
    // A case without a statement falls into the next one.
    if (head && head.type !== 'case_statement' && !CONTAINER.test(head.type))
      this.mark(head.startIndex, {
        kind: 'branch',
        ...{ from: lineOf(node), to: lineAtEnd(value ?? node.children[0] ?? node) },
        ...{ begins: lineOf(head), way: 'case' },
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
      this.unparsed.push([lineOf(node), lineAtEnd(node)]);
      return;
    }
    this.mark(node.startIndex, { kind: 'statement', from: lineOf(node), to: lineAtEnd(node) });
    for (const declarator of values) {
      const value = declarator.childForFieldName('value');
      if (value) this.operands(value);
    }
  }

  private doCondition(condition: SyntaxNode): void {
    const inner = condition.namedChildren[0];
    if (!inner) return;
    const text = this.number(
      { kind: 'statement', from: lineOf(condition), to: lineAtEnd(condition) },
      '_VALUE',
    );
    this.insertions.push({ at: inner.startIndex, text: `${text}, ` });
  }

  /** Second operands of && and ||, and what ?: chooses between, as far as no macro or type stands around them. */
  private operands(node: SyntaxNode): void {
    const fields = (...names: string[]) =>
      names.flatMap((name) => {
        const child = node.childForFieldName(name);
        return child ? [child] : [];
      });
    if (node.hasError) return;
    if (node.type === 'binary_expression') {
      const [left, right] = fields('left', 'right');
      if (!left || !right) return;
      this.operands(left);
      if (/^(&&|\|\|)$/.test(node.childForFieldName('operator')?.type ?? ''))
        this.operand(right, node, 'right');
      else this.operands(right);
    } else if (node.type === 'conditional_expression') {
      const [condition, yes, no] = fields('condition', 'consequence', 'alternative');
      if (condition) this.operands(condition);
      // Of a ?: b the first is a value too.
      if (!yes || !no) return;
      for (const [arm, way] of [
        [yes, 'first'],
        [no, 'second'],
      ] as const)
        if (!NULL.test(arm.text)) this.operand(arm, node, way);
    } else if (node.type === 'call_expression') {
      const [called, values] = fields('function', 'arguments');
      if (HINT.test(called?.text ?? ''))
        for (const value of values?.namedChildren ?? []) this.operands(value);
    } else if (/^(parenthesized|unary|assignment)_expression$/.test(node.type))
      for (const child of node.namedChildren) this.operands(child);
  }

  private operand(node: SyntaxNode, chooser: SyntaxNode, way: Way): void {
    const lines = { from: lineOf(chooser), to: lineAtEnd(chooser), begins: lineOf(node) };
    const text = this.number({ kind: 'branch', ...lines, way }, '_VALUE');
    this.insertions.push({ at: node.startIndex, text: `(${text}, ` });
    this.operands(node);
    this.insertions.push({ at: node.endIndex, text: ')' });
  }

  private isMacro(node: SyntaxNode): boolean {
    return node.type === 'while_statement' && !this.file.text.startsWith('while', node.startIndex);
  }

  private mark(at: number, mark: Unplaced): void {
    this.insertions.push({ at, text: `${this.number(mark)} ` });
  }

  private number(mark: Unplaced, suffix = ''): string {
    const number = this.first + this.marks.length;
    this.marks.push({ ...mark, number, path: this.file.path } as Mark);
    return suffix ? `KPW_MARK${suffix}(${number})` : `KPW_MARK(${number});`;
  }
}

type Unplaced = Omit<StatementMark, 'number' | 'path'> | Omit<BranchMark, 'number' | 'path'>;

/** Last line of what belongs to a statement itself, and not to statements in it. */
function headEnd(node: SyntaxNode): number {
  if (PLAIN.test(node.type)) return lineAtEnd(node);
  if (node.type === 'do_statement') return lineOf(node);
  const body = node.childForFieldName('body') ?? node.childForFieldName('consequence');
  if (!body) return lineAtEnd(node);
  const before = body.previousSibling;
  return before ? lineAtEnd(before) : lineOf(node);
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

function lineOf(node: SyntaxNode): number {
  return node.startPosition.row + 1;
}

function lineAtEnd(node: SyntaxNode): number {
  return node.endPosition.row + 1;
}
