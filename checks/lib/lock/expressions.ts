// SPDX-License-Identifier: GPL-2.0-only
import { normalise } from '../../../src/c/lines.ts';
import type { SyntaxNode } from '../../../src/c/parse.ts';
import { type Call, type Code, callsIn } from '../driver/code.ts';
import { assignmentsIn } from './assignments.ts';
import { comparedWithNothing, plainCondition } from './condition.ts';
import { givesBack, isOfHolder } from './giving-back.ts';
import { lockRelease, type Taking, takingOf } from './kinds.ts';
import { Spans } from './spans.ts';
import {
  assume,
  distinctStates,
  forget,
  type HeldLock,
  mentionOf,
  release,
  type State,
  take,
} from './state.ts';

/** What is told of a walk as it goes. */
export interface Visitor {
  /** A call that neither takes nor releases a lock, or one that takes it while others are held. */
  call?(call: Call, state: State): void;
}

/** A call of these does not come back. */
const ENDS = /^(?:BUG|panic|unreachable|do_exit|BUILD_BUG)$/;
/** Calls that only ask, and are answered the same a few lines further down. */
const ASKS =
  /^(?:IS_ERR(?:_OR_NULL)?|IS_ENABLED|IS_REACHABLE|netif_running|READ_ONCE|smp_load_acquire|test_bit|\w*(?:is|has|can|supports?|uses?|needs?|enabled|valid)_?\w*)$/;
const GUARDS: Readonly<Record<string, Taking>> = {
  mutex: { family: 'mutex', context: 'sleeping', taken: 'always' },
  rwsem_read: { family: 'rwsem', context: 'sleeping', taken: 'always' },
  rwsem_write: { family: 'rwsem', context: 'sleeping', taken: 'always' },
  spinlock: { family: 'spin', context: 'atomic', taken: 'always' },
  spinlock_irq: { family: 'spin', context: 'atomic', taken: 'always' },
  spinlock_irqsave: { family: 'spin', context: 'atomic', taken: 'always' },
  spinlock_bh: { family: 'spin', context: 'atomic', taken: 'always' },
  raw_spinlock_irqsave: { family: 'spin', context: 'atomic', taken: 'always' },
  rcu: { family: 'rcu', context: 'atomic', taken: 'always' },
};

/** What expressions do to the locks that are held. */
export class Expressions {
  readonly #code: Code;
  readonly #visitor: Visitor;
  readonly #text: string;
  readonly #repeated = new Map<string, boolean>();
  /** Asked for once a function, for each question to the parser takes as long as a short statement's answer. */
  readonly #calls: Spans<Call>;
  readonly #assignments: Spans<readonly [string, SyntaxNode]>;
  readonly #hasGuards: boolean;
  readonly #hasOperations: boolean;

  constructor(code: Code, visitor: Visitor) {
    const { text } = code.node;
    this.#code = code;
    this.#visitor = visitor;
    this.#text = normalise(text);
    this.#calls = new Spans(callsIn(code).map((call) => ({ node: call.node, of: call })));
    this.#assignments = new Spans(assignmentsIn(code.node));
    this.#hasGuards = /guard\s*\(/.test(text);
    this.#hasOperations = text.includes('_ops->');
  }

  /** Whether the function says it twice: what is decided once and never asked again need not be remembered. */
  #isRepeated(text: string): boolean {
    let known = this.#repeated.get(text);
    if (known === undefined) {
      known = this.#text.indexOf(text) !== this.#text.lastIndexOf(text);
      this.#repeated.set(text, known);
    }
    return known;
  }

  /** The paths behind an expression or a declaration. */
  run(node: SyntaxNode, states: readonly State[]): State[] {
    let now = [...states];
    for (const call of this.#calls.within(node)) now = this.#call(call, now);
    if (this.#hasGuards) now = this.#guard(node, now);
    if (this.#hasOperations)
      now = now.map((state) => state.holding(state.held.filter((one) => !isOfHolder(node.text, one))));
    for (const [variable, value] of this.#assignments.within(node)) {
      const mention = mentionOf(variable);
      now = now.map((state) => forget(state, mention));
      now = this.#result(variable, value, now);
    }
    return distinctStates(now);
  }

  /** Whether a call in a statement releases a lock. */
  releases(node: SyntaxNode, { family, key }: HeldLock): boolean {
    return this.#calls
      .within(node)
      .some(({ name, arguments: [first = ''] }) => lockRelease(name) === family && first === key);
  }

  /** The paths on which a condition is true, and those on which it is not. */
  decide(condition: SyntaxNode | null, states: readonly State[]): { yes: State[]; no: State[] } {
    if (!condition) return { yes: [...states], no: [...states] };
    const { node, text, negated } = plainCondition(condition);
    const { yes, no } = this.#decide(node, text, states);
    return negated ? { yes: no, no: yes } : { yes, no };
  }

  /** The paths on which a loop ends once its body was run: its condition is not what it was. */
  leave(condition: SyntaxNode, states: readonly State[]): State[] {
    const text = normalise(condition.text);
    const vague = states.map((state) =>
      state.assuming(new Map([...state.assumed].filter(([known]) => !text.includes(known)))),
    );
    return this.decide(condition, vague).no;
  }

  #decide(node: SyntaxNode, text: string, states: readonly State[]): { yes: State[]; no: State[] } {
    const operator = node.type === 'binary_expression' ? node.childForFieldName('operator')?.text : undefined;
    if (operator === '&&' || operator === '||') {
      const left = this.decide(node.childForFieldName('left'), states);
      const right = this.decide(node.childForFieldName('right'), operator === '&&' ? left.yes : left.no);
      return operator === '&&'
        ? { yes: right.yes, no: distinctStates([...left.no, ...right.no]) }
        : { yes: distinctStates([...left.yes, ...right.yes]), no: right.no };
    }
    const name = node.type === 'call_expression' ? node.childForFieldName('function')?.text : undefined;
    const taking = name === undefined ? undefined : takingOf(name);
    if (taking && taking.taken !== 'always') {
      const call = this.#calls.within(node).find((one) => one.node.id === node.id);
      for (const state of call ? states : []) this.#visitor.call?.(call as Call, state);
      const taken = this.#take(node, taking, states);
      return taking.taken === 'zero' ? { yes: [...states], no: taken } : { yes: taken, no: [...states] };
    }
    const after = this.run(node, states);
    const compared = comparedWithNothing(node);
    const known = (state: State) =>
      state.assumed.get(text) ?? (compared === undefined ? undefined : state.assumed.get(compared));
    const pure = this.#isRepeated(text) && this.#calls.within(node).every(({ name }) => ASKS.test(name));
    const side = (truth: boolean) =>
      after.flatMap((state) => {
        const was = pure ? known(state) : undefined;
        if (was !== undefined) return was === truth ? [state] : [];
        return [pure ? assume(state, text, truth) : state];
      });
    return { yes: side(true), no: side(false) };
  }

  #call(call: Call, states: readonly State[]): State[] {
    const { name, arguments: passed, node } = call;
    if (ENDS.test(name)) return [];
    const key = passed[0] ?? '';
    const family = lockRelease(name);
    if (family) return states.map((state) => release(state, key, family));
    for (const state of states) this.#visitor.call?.(call, state);
    const taking = takingOf(name);
    // One that may fail is looked at where its result is.
    if (taking) return taking.taken === 'always' ? this.#take(node, taking, states) : [...states];
    const changed = passed.filter((one) => /^&\w+$/.test(one)).map((one) => mentionOf(one.slice(1)));
    return states.map((state) => changed.reduce(forget, this.#withoutGiven(call, state)));
  }

  #withoutGiven(call: Call, state: State): State {
    if (state.held.length === 0) return state;
    const left = state.held.filter((one) => !givesBack(this.#code, this.#text, call, one));
    return left.length === state.held.length ? state : state.holding(left);
  }

  #take(node: SyntaxNode, taking: Taking, states: readonly State[]): State[] {
    const first = node.childForFieldName('arguments')?.namedChildren.find(({ type }) => type !== 'comment');
    const key = taking.family === 'rcu' || taking.family === 'preempt' ? '' : normalise(first?.text ?? '');
    // Whose lock is taken is there.
    const base = /^&(\w+)->/.exec(key)?.[1];
    return states.map((state) => {
      const now = take(state, key, taking, node);
      return base === undefined ? now : assume(now, base, true);
    });
  }

  /** `ret = mutex_lock_interruptible(&lock)`: what ret is says whether it is held. */
  #result(variable: string, value: SyntaxNode, states: readonly State[]): State[] {
    const { node, negated } = plainCondition(value);
    const name = node.type === 'call_expression' ? node.childForFieldName('function')?.text : undefined;
    const taking = name === undefined ? undefined : takingOf(name);
    if (!taking || taking.taken === 'always') {
      if (/^(?:0|NULL|false)$/.test(value.text)) return states.map((state) => assume(state, variable, false));
      if (/^(?:-E[A-Z0-9]+|1|true)$/.test(value.text))
        return states.map((state) => assume(state, variable, true));
      return [...states];
    }
    const has = (taking.taken === 'nonzero') !== negated;
    return [
      ...this.#take(node, taking, states).map((state) => assume(state, variable, has)),
      ...states.map((state) => assume(state, variable, !has)),
    ];
  }

  /** guard(mutex)(&lock): released where the block ends, which is the walker's to do. */
  #guard(node: SyntaxNode, states: readonly State[]): State[] {
    const [, kind = '', key = ''] = /^(?:scoped_)?guard\s*\((\w+)\)\s*\(([^)]*)\)/.exec(node.text) ?? [];
    const taking = GUARDS[kind];
    return taking ? states.map((state) => take(state, normalise(key), taking, node)) : [...states];
  }
}
