// SPDX-License-Identifier: GPL-2.0-only
import type { SyntaxNode } from '../../../src/c/parse.ts';
import type { Found } from '../../rule.ts';
import { type Code, callsIn, functionName, quote } from '../driver/code.ts';
import { called } from './atomic.ts';
import { type LockFamily, lockRelease, TAKEN } from './kinds.ts';
import type { HeldLock } from './state.ts';
import type { Exit } from './walk.ts';
import { walked } from './walked.ts';

/** A function whose name says that it takes a lock for its caller, or goes on with one that is held. */
const FOR_CALLER =
  /lock|acquire|enter|begin|start|claim|freeze|suspend|pin|hold|grab|get_|quiesce|block|next|disable/i;

/** Ways out of a function on which a lock is held that the function itself takes, and gives back on others. */
export function heldAtReturns(code: Code): Found[] {
  const name = functionName(code.node) ?? '';
  if (!TAKEN.test(code.node.text) || FOR_CALLER.test(name)) return [];
  const { exits } = walked(code);
  return exits ? judge(code, name, exits) : [];
}

function judge(code: Code, name: string, exits: readonly Exit[]): Found[] {
  const own = exits.filter(({ state, node }) => state.released === 0 && !isLabelledKept(node));
  const locks = new Map(
    own.flatMap(({ state }) => state.held.map((one) => [`${one.family} ${one.key}`, one])),
  );
  return [...locks].flatMap(([key, lock]): Found[] => {
    if (!releases(code, lock)) return [];
    const holds = ({ state }: Exit) => state.held.some((one) => `${one.family} ${one.key}` === key);
    const holding = own.filter(holds);
    // Where it was not taken yet, nothing is said about how the function leaves it.
    const without = own.filter((exit) => !holds(exit) && exit.node.endIndex > lock.at);
    if (without.length === 0) return [];
    // It takes the lock for its caller, unless it fails; or what it returns says whether it did.
    const others = new Set(without.map(outcome));
    if (!holding.some((exit) => outcome(exit) === 'error' || others.has(outcome(exit)))) return [];
    // A semaphore is made for whoever else gives it back, and what is downgraded stays held.
    if (lock.family === 'semaphore' && !holding.some((exit) => outcome(exit) === 'error')) return [];
    if (code.node.text.includes('downgrade_write(')) return [];
    const exit = holding.find((one) => outcome(one) === 'error') ?? holding[0];
    if (!exit) return [];
    const place = quote({ file: code.file, node: exit.node });
    const message = `${name}() can return with ${called(lock)} held, which it releases on other ways`;
    return [{ file: place.file, line: place.line, message, symbol: name, after: place, key }];
  });
}

/** `keep_lock_out: return ret;`: that way out is for those who keep it. */
function isLabelledKept({ parent }: SyntaxNode): boolean {
  return (
    parent?.type === 'labeled_statement' &&
    /keep|locked|held/.test(parent.childForFieldName('label')?.text ?? '')
  );
}

function releases(code: Code, { family, key }: HeldLock): boolean {
  const isOwn = (of: LockFamily | undefined, passed: string | undefined) =>
    of === family && (key === '' || passed === key);
  return callsIn(code).some(({ name, arguments: [first] }) => isOwn(lockRelease(name), first));
}

/** What a way out says to the caller: `error`, `0`, `ret is not 0`, or nothing that is known. */
function outcome({ node, state }: Exit): string {
  const value = node.type === 'return_statement' ? (node.namedChildren[0]?.text ?? '') : '';
  if (/^\(*-\s*E[A-Z]|^ERR_PTR\b|^-1$|^(?:NULL|false)$/.test(value)) return 'error';
  if (/^(?:\d+|true)$/.test(value)) return value;
  const truth = /^\w+$/.test(value) ? state.assumed.get(value) : undefined;
  return truth === undefined ? 'unknown' : `${value} is ${truth ? 'not ' : ''}0`;
}
