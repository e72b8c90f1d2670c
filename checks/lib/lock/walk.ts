// SPDX-License-Identifier: GPL-2.0-only
import type { SyntaxNode } from '../../../src/c/parse.ts';
import type { Code } from '../driver/code.ts';
import { Expressions, type Visitor } from './expressions.ts';
import { BEGIN, distinctStates, type HeldLock, type State } from './state.ts';

export type { Visitor } from './expressions.ts';

/** A way out of a function. */
export interface Exit {
  readonly state: State;
  /** The return statement, or the function where its end is reached. */
  readonly node: SyntaxNode;
}

/** Where paths go that leave a statement otherwise than at its end. */
interface Around {
  readonly breaks: State[];
  readonly continues: State[];
}

/**
 * All paths through a function, with the locks that are held on each: every loop is entered once or not, and a
 * condition that was decided is not decided otherwise until one of its variables changes.
 *
 * @throws TooManyPaths
 */
export function walk(code: Code, visitor: Visitor = {}): Exit[] {
  const walker = new Walker(code, visitor);
  return walker.exits();
}

/** What guard() took is released where its block is left, in whatever way. */
function withoutGuards(states: readonly State[], before: ReadonlySet<HeldLock> = new Set()): State[] {
  const isLeft = (one: HeldLock) => before.has(one) || !/^(?:scoped_)?guard\s*\(/.test(one.node.text);
  return states.map((state) => (state.held.every(isLeft) ? state : state.holding(state.held.filter(isLeft))));
}

/** A loop that takes a lock each time takes those of many things, for another one to release. */
function withoutOwn({ startIndex, endIndex }: SyntaxNode, states: readonly State[]): State[] {
  // A call begins and ends in one statement.
  const isOutside = ({ at }: HeldLock) => at < startIndex || at >= endIndex;
  return states.map((state) =>
    state.held.every(isOutside) ? state : state.holding(state.held.filter(isOutside)),
  );
}

/** `i = 0; i < LAMP_RETRIES`. */
function isEntered(initialiser: SyntaxNode | null, condition: SyntaxNode): boolean {
  return (
    /=\s*0\s*;?$/.test(initialiser?.text ?? '') &&
    /^\w+\s*<=?\s*(?:[A-Z][A-Z0-9_]+|[1-9]\d*|ARRAY_SIZE\(.*\))$/.test(condition.text)
  );
}

class Walker {
  readonly #code: Code;
  readonly #expressions: Expressions;
  readonly #exits: Exit[] = [];
  readonly #gotos = new Map<string, State[]>();

  constructor(code: Code, visitor: Visitor) {
    this.#code = code;
    this.#expressions = new Expressions(code, visitor);
  }

  exits(): Exit[] {
    const body = this.#code.node.childForFieldName('body');
    if (!body) return [];
    const end = this.#statement(body, [BEGIN], { breaks: [], continues: [] });
    return [...this.#exits, ...end.map((state) => ({ state, node: this.#code.node }))];
  }

  #all(nodes: readonly SyntaxNode[], states: readonly State[], around: Around): State[] {
    let now = [...states];
    for (const node of nodes) now = this.#statement(node, now, around);
    return now;
  }

  #statement(node: SyntaxNode, states: readonly State[], around: Around): State[] {
    switch (node.type) {
      case 'compound_statement':
        return this.#block(node, states, around);
      case 'if_statement':
        return this.#if(node, states, around);
      case 'while_statement':
      case 'do_statement':
      case 'for_statement':
        return this.#loop(node, states);
      case 'switch_statement':
        return this.#switch(node, states, around);
      case 'labeled_statement': {
        const label = node.childForFieldName('label')?.text ?? '';
        const here = distinctStates([...states, ...(this.#gotos.get(label) ?? [])]);
        return this.#all(node.namedChildren.slice(1), here, around);
      }
      case 'goto_statement': {
        const label = node.childForFieldName('label')?.text ?? '';
        this.#gotos.set(label, [...(this.#gotos.get(label) ?? []), ...states]);
        return [];
      }
      case 'return_statement': {
        const after = withoutGuards(this.#expressions.run(node, states));
        this.#exits.push(...after.map((state) => ({ state, node })));
        return [];
      }
      case 'break_statement':
        around.breaks.push(...states);
        return [];
      case 'continue_statement':
        around.continues.push(...states);
        return [];
      case 'comment':
        return [...states];
      case 'else_clause':
        return this.#all(node.namedChildren, states, around);
      case 'expression_statement':
      case 'declaration':
        return this.#expressions.run(node, states);
    }
    // A macro's loop, as list_for_each_entry() is, has a body where an expression ends.
    const bodies = node.namedChildren.filter(({ type }) => /_statement$/.test(type));
    if (bodies.length === 0) return this.#expressions.run(node, states);
    const inner: Around = { breaks: [], continues: [] };
    const once = this.#all(node.namedChildren, states, inner);
    // scoped_guard() is no loop: its body always runs.
    if (/^scoped_guard\b/.test(node.text))
      return distinctStates([...once, ...inner.continues, ...inner.breaks]);
    return distinctStates([...states, ...withoutOwn(node, [...once, ...inner.continues]), ...inner.breaks]);
  }

  /** What guard() takes is released where its block ends. */
  #block(node: SyntaxNode, states: readonly State[], around: Around): State[] {
    const before = new Set(states.flatMap(({ held }) => held));
    const inner: Around = { breaks: [], continues: [] };
    const after = this.#all(node.namedChildren, states, inner);
    around.breaks.push(...withoutGuards(inner.breaks, before));
    around.continues.push(...withoutGuards(inner.continues, before));
    return withoutGuards(after, before);
  }

  #if(node: SyntaxNode, states: readonly State[], around: Around): State[] {
    const condition = node.childForFieldName('condition');
    const { yes, no } = this.#expressions.decide(condition, states);
    const consequence = node.childForFieldName('consequence');
    const alternative = node.childForFieldName('alternative');
    const then = consequence ? this.#statement(consequence, yes, around) : yes;
    const otherwise = alternative ? this.#statement(alternative, no, around) : no;
    return distinctStates([
      ...this.#withoutSometimes(then, alternative, otherwise, states),
      ...this.#withoutSometimes(otherwise, consequence, then, states),
    ]);
  }

  /**
   * `if (service->sync) mutex_unlock(&service->lock);` after the lock was taken on some ways only: a condition that says
   * the same in other words decided both, so that nothing is known of the lock where the other arm leaves it.
   */
  #withoutSometimes(
    left: State[],
    arm: SyntaxNode | null,
    past: readonly State[],
    states: readonly State[],
  ): State[] {
    if (!arm || past.length === 0 || left.every(({ held }) => held.length === 0)) return left;
    const isSometimes = (one: HeldLock) => states.some(({ held }) => !held.includes(one));
    const isReleased = (one: HeldLock) => isSometimes(one) && this.#expressions.releases(arm, one);
    return left.map((state) =>
      state.held.some(isReleased) ? state.holding(state.held.filter((one) => !isReleased(one))) : state,
    );
  }

  #loop(node: SyntaxNode, states: readonly State[]): State[] {
    const inner: Around = { breaks: [], continues: [] };
    const condition = node.childForFieldName('condition');
    const body = node.childForFieldName('body');
    const endless =
      node.type === 'for_statement' ? !condition : /^\(?(?:1|true)\)?$/.test(condition?.text ?? '');
    const initialiser = node.childForFieldName('initializer');
    const update = node.childForFieldName('update');
    let start = initialiser ? this.#expressions.run(initialiser, states) : [...states];
    const skipped: State[] = [];
    if (node.type !== 'do_statement' && condition && !endless) {
      const { yes, no } = this.#expressions.decide(condition, start);
      start = yes;
      // What counts from 0 to a constant is entered.
      if (!isEntered(initialiser, condition)) skipped.push(...no);
    }
    const once = body ? this.#statement(body, start, inner) : start;
    let again = distinctStates(body ? withoutOwn(body, [...once, ...inner.continues]) : once);
    if (update) again = this.#expressions.run(update, again);
    const left = condition && !endless ? this.#expressions.leave(condition, again) : [];
    return distinctStates([...skipped, ...left, ...inner.breaks]);
  }

  #switch(node: SyntaxNode, states: readonly State[], around: Around): State[] {
    const condition = node.childForFieldName('condition');
    const inner: Around = { breaks: [], continues: around.continues };
    const start = condition ? this.#expressions.run(condition, states) : [...states];
    let now: State[] = [];
    let whole = false;
    for (const one of node.childForFieldName('body')?.namedChildren ?? []) {
      if (one.type !== 'case_statement') {
        now = this.#statement(one, now, inner);
        continue;
      }
      const value = one.childForFieldName('value');
      whole ||= !value;
      const parts = one.namedChildren.filter(({ id }) => id !== value?.id);
      now = this.#all(parts, distinctStates([...start, ...now]), inner);
    }
    return distinctStates([...now, ...inner.breaks, ...(whole ? [] : start)]);
  }
}
