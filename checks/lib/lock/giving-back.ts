// SPDX-License-Identifier: GPL-2.0-only
// Calls that give a lock back which their caller took: nothing is known of it behind them.
import { memo } from '../../../src/memo.ts';
import type { Call, Code } from '../driver/code.ts';
import { codeNamed } from '../driver/functions.ts';
import { lockRelease, takingOf } from './kinds.ts';
import type { HeldLock } from './state.ts';

/** Functions that are handed a lock and leave it as it is: they ask, assert, or come back with it. */
const LEAVES =
  /assert|_is_(?:locked|held|contended)|lockdep|cond_resched|wait_event|_init$|_init_key$|destroy|^(?:sizeof|offsetof|container_of|READ_ONCE)$/;
/** Deeper than any function goes that gives back what its caller's caller took. */
const DEEPEST = 2;

/**
 * Whether a call may give back a lock: it is handed the lock itself; its name says so, `lamp_wake_and_unlock(lamp)`; or a
 * function of the same file releases one of that name and takes none of it.
 *
 * @param text of the function around
 */
export function givesBack(code: Code, text: string, call: Call, held: HeldLock): boolean {
  const { name, arguments: passed } = call;
  if (takingOf(name) || lockRelease(name) || LEAVES.test(name)) return false;
  if (held.family === 'preempt') return /release/.test(name);
  if (held.family === 'rcu') return false;
  if (passed.includes(held.key)) return true;
  const [, base = '', member = ''] = /^&?(\w+)(?:->|\.)(?:[\w.>-]*?(?:->|\.))?(\w+)$/.exec(held.key) ?? [];
  if (base === '') return false;
  const isHanded = passed.some((one) => new RegExp(`(?<![\\w.>])${base}\\b`).test(one));
  if (!isHanded) return false;
  if (/unlock/.test(name)) return !text.includes(`${name.replace('unlock', 'lock')}(`);
  const known = asked(code);
  const key = `${name} ${passed.join()} ${member}`;
  // kref_put(&lamp->kref, lamp_release_locked) calls what it is handed.
  const functions = [name, ...passed.filter((one) => /^[a-z_]\w+$/.test(one))];
  const answer = known.get(key) ?? functions.some((called) => releasesMember(code, called, member, DEEPEST));
  known.set(key, answer);
  return answer;
}

const asked = memo((_: Code) => new Map<string, boolean>());

/** The operations of whoever holds a lock may give it back: `bdev->bd_holder_ops->thaw(bdev)` under `bd_holder_lock`. */
export function isOfHolder(text: string, { key }: HeldLock): boolean {
  const [, base, holder] = /\b(\w+)->(\w+)_ops->\w+\(/.exec(text) ?? [];
  return base !== undefined && key.startsWith(`&${base}->${holder}`);
}

function releasesMember(code: Code, name: string, member: string, depth: number): boolean {
  const callee = codeNamed(code.file, name);
  if (!callee || callee.node.id === code.node.id) return false;
  const { text } = callee.node;
  const word = String.raw`[^;()]*\b${member}\b`;
  if (new RegExp(`\\b__releases\\(${word}`).test(text)) return true;
  const [takes, releases] = [
    new RegExp(`\\b\\w*lock\\w*\\(${word}`, 'g'),
    new RegExp(`\\b(?:\\w*unlock\\w*|up_\\w+)\\(${word}`),
  ];
  const isTaken = [...text.matchAll(takes)].some(
    ([one]) => takingOf(/^\w+/.exec(one)?.[0] ?? '') !== undefined,
  );
  if (releases.test(text)) {
    const [first] = [...text.matchAll(/\b(\w+)\(/g)].flatMap(([, called = '']) =>
      takingOf(called) ? ['takes'] : lockRelease(called) ? ['releases'] : [],
    );
    return !isTaken || first === 'releases';
  }
  if (depth === 0 || isTaken) return false;
  return [
    ...new Set(
      [...text.slice(text.indexOf('{')).matchAll(/\b([a-z_]\w+)\(/g)].map(([, called = '']) => called),
    ),
  ].some((called) => called !== name && releasesMember(callee, called, member, depth - 1));
}
