// SPDX-License-Identifier: GPL-2.0-only
import type { SyntaxNode } from '../c/parse.ts';

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
  readonly way: BranchWay;
}

/**
 * What an if does; which value ?: takes; the second operand of && or || is looked at; a case, a loop’s body.
 */
export type BranchWay = 'true' | 'false' | 'first' | 'second' | 'right' | 'case' | 'body';

export type CoverageMark = StatementMark | BranchMark;

export interface MarkedText {
  /** The file with a KPW_MARK(number) at each place (kernel-tests/coverage/kpw_mark.h); lines stay where they are. */
  readonly text: string;
  readonly marks: readonly CoverageMark[];
  /** First and last lines of what does not parse in the chosen functions, and has no mark. */
  readonly unparsed: readonly (readonly [number, number])[];
}

interface Insertion {
  readonly at: number;
  readonly text: string;
}

type Unplaced = Omit<StatementMark, 'number' | 'path'> | Omit<BranchMark, 'number' | 'path'>;

/** Marks as they are found, numbered one after another, and what they put into the text of a file. */
export class Marks {
  private readonly insertions: Insertion[] = [];
  private readonly found: CoverageMark[] = [];
  private readonly unparsed: (readonly [number, number])[] = [];

  constructor(
    private readonly path: string,
    private readonly first: number,
  ) {}

  /** As a statement of its own. */
  statement(mark: Unplaced): string {
    return `KPW_MARK(${this.number(mark)});`;
  }

  /** As an operand that has no value. */
  value(mark: Unplaced): string {
    return `KPW_MARK_VALUE(${this.number(mark)})`;
  }

  /** What is inserted first at a place stands first there. */
  insert(at: number, text: string): void {
    this.insertions.push({ at, text });
  }

  skip(node: SyntaxNode): void {
    this.unparsed.push([nodeLine(node), lineAtEnd(node)]);
  }

  in(text: string): MarkedText {
    const ordered = this.insertions.map((one, order) => ({ ...one, order }));
    ordered.sort((a, b) => b.at - a.at || b.order - a.order);
    let marked = text;
    for (const { at, text: mark } of ordered) marked = marked.slice(0, at) + mark + marked.slice(at);
    return { text: marked, marks: this.found, unparsed: this.unparsed };
  }

  private number(mark: Unplaced): number {
    const number = this.first + this.found.length;
    this.found.push({ ...mark, number, path: this.path } as CoverageMark);
    return number;
  }
}

/** 1-based. */
export function nodeLine(node: SyntaxNode): number {
  return node.startPosition.row + 1;
}

export function lineAtEnd(node: SyntaxNode): number {
  return node.endPosition.row + 1;
}
