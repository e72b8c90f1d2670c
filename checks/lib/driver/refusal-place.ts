// SPDX-License-Identifier: GPL-2.0-only
// Whether a refusal that came or went changes what a program is answered, or is asked in another place or of another thing.
import type { SourceFile } from '../../../src/c/parse.ts';
import { lazily } from '../../../src/memo.ts';
import type { Subject } from '../../rule.ts';
import { bodiesOf, type FunctionText } from './body.ts';
import { bareText, isDriver, wordsIn } from './code.ts';
import type { PrivilegeChange } from './privilege.ts';
import { callersOf, isReached } from './reached.ts';
import { isBound, isRoutine, type RefusalCondition } from './refusal-change.ts';

/** What a caller may, or how it opened the file: that matters wherever it is asked. */
export const PRIVILEGE =
  /\b(?:ns_|file_ns_|netlink_|netlink_ns_|sk_)?capable(?:_noaudit)?\(|\bperfmon_capable\(|\bbpf_capable\(|\bf_mode\b|\b(?:FMODE|BLK_OPEN)_\w+|\bf_flags\b/;

/** The member that a condition asks and that a struct at hand gains: a state of which programs may have to ask. */
export function newStateOf({ text }: RefusalCondition, { before, after }: Subject): string | undefined {
  if (PRIVILEGE.test(text)) return undefined;
  return [...text.matchAll(/(?:->|\.)([a-z]\w+)/g)]
    .map(([, name = '']) => name)
    .find((name) => {
      const declared = new RegExp(`[\\w*]\\s+\\**${name}(?:\\s*\\[[^\\]]*\\])*(?:\\s*:\\s*\\d+)?\\s*[;,]`);
      const files = (sources: Subject['after']) =>
        sources.paths.flatMap((path) => (isDriver(path) ? (sources.get(path) ?? []) : []));
      const has = (file: SourceFile) => wordsIn(file).has(name);
      return (
        !files(before).some(has) && files(after).some((file) => has(file) && declared.test(bareText(file)))
      );
    });
}

/** `b` for a command, of which only `a && b` is asked now. */
export function isNarrowed(
  { text }: RefusalCondition,
  command: string,
  fresh: readonly RefusalCondition[],
): boolean {
  return fresh.some(
    (one) =>
      one.labels.includes(command) &&
      one.text.split('&&').some((operand) => operand.trim().replace(/^\((.*)\)$/, '$1') === text),
  );
}

/** To a function that asks it: the arm of the command became one. */
export function isAskedByCallee(
  { text }: RefusalCondition,
  now: FunctionText,
  after: Subject['after'],
): boolean {
  const question = text.replace(/\s+/g, '');
  return bodiesOf(after).some(
    (body) =>
      body.path === now.path &&
      body.name !== now.name &&
      body.text.replace(/\s+/g, '').includes(question) &&
      new RegExp(`\\b${body.name}\\s*\\(`).test(now.text),
  );
}

/**
 * A question for a capability that no other function asks in its place, or that the function asks more or less often than
 * it did. @param bodies the function's texts before and after
 */
export function isForGood(
  { text }: RefusalCondition,
  changes: readonly PrivilegeChange[],
  bodies: readonly [string, string],
): boolean {
  const question = /\w*capable\w*\(/.exec(text)?.[0];
  if (question === undefined) return true;
  const asked = new RegExp(`\\b${question.replace('(', '\\(')}`, 'g');
  const [then, now] = bodies.map((body) => body.match(asked)?.length ?? 0) as [number, number];
  if (then > 0 && now > 0) return then !== now;
  return changes.some(({ was = '', is = '' }) =>
    [was, is].some((one) => one !== '' && text.includes(one.replace(/\(.*/, '('))),
  );
}

/** `!q` of `struct request_queue *q`: what the kernel has, or has not, is no program's to pass. */
export function isOfPointer({ text }: RefusalCondition, bodies: string): boolean {
  const name = /^!(\w+)$/.exec(text)?.[1];
  return name !== undefined && new RegExp(`\\*\\s*${name}\\s*[=;,)]`).test(bodies);
}

/** Who met the condition was done with it, and was given no error. */
export function isNoSuccess(one: RefusalCondition, before: FunctionText, subject: Subject): boolean {
  if (isRoutine(one) || isBound(one)) return false;
  const squashed = (text: string) => text.replace(/\s+/g, '');
  const left = squashed(before.text).split(squashed(`if(${one.text})`))[1];
  return left !== undefined && /^\{?(?:goto|return0?;)/.test(left) && isReached(subject.before, before);
}

/** `!may` of `may = capable(…)`. */
export function isOfCapability({ text }: RefusalCondition, now: string): boolean {
  const name = /^!?(\w+)$/.exec(text)?.[1];
  return name !== undefined && new RegExp(`\\b${name}\\s*=[^;]*capable\\w*\\(`).test(now);
}

/** Of a capability, in another place of the function: it may decide as before. */
export function isAskedStill({ text }: RefusalCondition, now: FunctionText): boolean {
  const question = /\b\w*capable\w*\([^()]*\)/.exec(text)?.[0];
  return question !== undefined && now.text.includes(question);
}

/** By a caller, which did not ask it as often. */
export function isAskedBefore(
  { text }: RefusalCondition,
  now: FunctionText,
  { before, after }: Subject,
): boolean {
  const asks = `if(${text})`.replace(/\s+/g, '');
  const asking = (sources: Subject['after']) =>
    new Map(
      callersOf(sources, now).map((one) => [one.name, one.text.replace(/\s+/g, '').split(asks).length - 1]),
    );
  const old = lazily(() => asking(before));
  return [...asking(after)].some(([name, count]) => count > (old().get(name) ?? 0));
}

/** `type == LAMP_RAW && !capable(…)`, of a capability that the arm of LAMP_RAW asked for. @param before text of the function */
export function isOfArm({ text }: RefusalCondition, before: string): boolean {
  const [, label, question] =
    /^[\s(]*[\w.>-]+ ?== ?([A-Z]\w+)\)* ?&& ?!(\w*capable\w*\([^()]*\))/.exec(text) ?? [];
  return (
    label !== undefined && before.includes(question ?? '') && new RegExp(`\\bcase ${label}:`).test(before)
  );
}
