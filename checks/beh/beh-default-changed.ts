// SPDX-License-Identifier: GPL-2.0-only

import { blankComments } from '../../src/c/comments.ts';
import { textOf } from '../../src/c/parse.ts';
import { lazily } from '../../src/memo.ts';
import { bodiesOf, firstMention } from '../lib/driver/body.ts';
import { quote } from '../lib/driver/code.ts';
import { type PermissionChange, permissionChanges } from '../lib/driver/netlink.ts';
import { isHandler } from '../lib/driver/passed.ts';
import {
  type Exemption,
  exemptions,
  type PrivilegeChange,
  privilegeChanges,
} from '../lib/driver/privilege.ts';
import {
  isBound,
  isRoutine,
  type RefusalChange,
  type RefusalCondition,
  refusalChanges,
} from '../lib/driver/refusal-change.ts';
import {
  isAskedBefore,
  isAskedByCallee,
  isAskedStill,
  isForGood,
  isNarrowed,
  isNoSuccess,
  isOfArm,
  isOfCapability,
  isOfPointer,
  newStateOf,
  PRIVILEGE,
} from '../lib/driver/refusal-place.ts';
import { type RightChange, rightChanges } from '../lib/driver/row-rights.ts';
import type { Found, Rule, Subject } from '../rule.ts';

export const rule: Rule = {
  id: 'beh-default-changed',
  severity: 'warning',
  effect: 'behaviour-break',
  category: 'beh',
  needs: ['drivers'],
  apart: true,
  title:
    'The kernel allows what it refused to every caller, or the other way round, and no caller asked for it.',
  why: 'A binary that relies on the refusal, or on its absence, meets another kernel without having asked for anything.',
  reference:
    'Documentation/admin-guide/reporting-regressions.rst, "What is a regression and what is the no regressions rule?"',
  todo: 'Let userspace opt in: by a flag, a feature, an ioctl; or say why nobody can depend on what it was.',
  compare: (subject) => {
    const { before, after } = subject;
    const changes = refusalChanges(before, after);
    const told = changes.flatMap((change) => judge(subject, change, changes));
    const asked = new Set(told.flatMap(({ symbol, message }) => (/capable/.test(message) ? [symbol] : [])));
    return [
      ...told,
      ...permissionChanges(before, after).map(permitted),
      ...exemptions(before, after).map(exempted),
      ...rightChanges(before, after).map(entitled),
      ...privilegeChanges(before, after)
        .filter(({ was, is, after: now }) => is !== undefined || !isAskedByCore(was ?? '', now, after))
        .map(privileged)
        .filter(({ symbol }) => !asked.has(symbol)),
    ];
  },
};

function exempted({ after, label, privilege, asks }: Exemption): Found {
  const place = firstMention(after, label);
  return {
    file: place.file,
    line: place.line,
    message: `${after.name}() ${asks ? 'now asks' : 'no longer asks'} ${privilege} for ${label}`,
    symbol: label,
    after: place,
    breaks: ['old binary on new kernel'],
    key: `${after.name} ${privilege}`,
  };
}

function privileged({ before, after, was, is }: PrivilegeChange): Found {
  const [then, now] = [
    was && firstMention(before, was.replace(/\(.*/, '')),
    is && firstMention(after, is.replace(/\(.*/, '')),
  ];
  const place = now || then || firstMention(after, after.name);
  return {
    file: place.file,
    line: place.line,
    message:
      was && is
        ? `${after.name}() asked ${was}, now ${is}: it decides about other programs`
        : was
          ? `${before.name}() no longer asks ${was}`
          : `${after.name}() now asks ${is}`,
    symbol: `${after.name}()`,
    ...(then ? { before: then } : {}),
    ...(now ? { after: now } : {}),
    breaks: ['old binary on new kernel'],
    key: `${was ?? ''} ${is ?? ''}`,
  };
}

function permitted({ table, command, asks, place }: PermissionChange): Found {
  return {
    file: place.file,
    line: place.line,
    message: `${table} ${asks ? 'asks for CAP_NET_ADMIN' : 'no longer asks for CAP_NET_ADMIN'} before ${command}${asks ? ', which everybody could send' : ''}`,
    symbol: command,
    [asks ? 'after' : 'before']: place,
    breaks: ['old binary on new kernel'],
    key: table,
  };
}

function entitled({ table, command, words, tightened, place }: RightChange): Found {
  return {
    file: place.file,
    line: place.line,
    message: `${table || place.file} ${words}`,
    symbol: command,
    [tightened ? 'after' : 'before']: place,
    breaks: ['old binary on new kernel'],
    key: table,
  };
}

/** Handlers of files and descriptors, beside what these call for a command; other helpers change for many reasons. */
const ENTRY = /ioctl|sockopt|mmap|_feature|_open\b|hot_reset|check_extension|map_dma|dma_buf/;

/** Where a caller can set a state. */
const HANDLER = /ioctl|feature/;

function judge(
  subject: Subject,
  { function: name, before, after: now, gone, fresh, guarded, commands }: RefusalChange,
  changes: readonly RefusalChange[],
): Found[] {
  const { after } = subject;
  const isReached = lazily(() => ENTRY.test(name) || isHandler(after, now));
  const moved = privilegeChanges(subject.before, after).filter((one) => one.after === now);
  const plain = (one: RefusalCondition) =>
    PRIVILEGE.test(one.text)
      ? isForGood(one, moved, [before.text, now.text])
      : (!isRoutine(one) || isOfKnownFlags(one, before.text)) &&
        !isBound(one) &&
        !isOfPointer(one, before.text + now.text) &&
        isReached();
  const lost = gone.filter(
    (one) =>
      plain(one) &&
      !isAskedStill(one, now) &&
      !isAskedBefore(one, now, subject) &&
      !isAskedByCore(one.text, now, after) &&
      !fresh.some((other) => isGated(one, other)),
  );
  const lostOf = lazily(() => commands(({ text }) => text !== '').lost);
  const gained = fresh.filter(
    (one) =>
      (plain(one) || isNoSuccess(one, before, subject)) &&
      !gone.some((other) => shares(other, one)) &&
      (!isOptIn(one) || isOfKnownFlags(one, before.text)) &&
      !isOfNewCommand(one, before.text) &&
      !isOfNewOption(one, before.text, now.text) &&
      !isOfArm(one, before.text) &&
      !(isOfCapability(one, now.text) && moved.length === 0) &&
      !lostOf().some(({ command, condition }) => isNarrowed(condition, command, [one])),
  );
  const gated = [
    ...guarded(plain),
    ...gone.flatMap((was) => {
      const is = fresh.find((other) => isGated(was, other));
      return is ? [{ was, is }] : [];
    }),
  ].flatMap(({ was, is }) => {
    const state = plain(was) ? stateOfKernel(after, was, is) : undefined;
    return state === undefined ? [] : [{ was, is, state }];
  });
  const asked = commands(
    ({ text, errnos }) => PRIVILEGE.test(text) || errnos.every((errno) => /^E(PERM|ACCES)$/.test(errno)),
  );
  // What the function calls asked it for that command.
  const wasAsked = (command: string, { text }: RefusalCondition) =>
    changes.some(
      (other) =>
        now.text.includes(`${other.function}(`) &&
        other.gone.some((one) => one.text === text && one.labels.includes(command)),
    );
  return [
    ...asked.gained
      .filter(({ command, condition }) => !wasAsked(command, condition))
      .map(({ command, condition: one }) =>
        told(
          name,
          one,
          `now answers -${one.errnos.join(', -')} to ${command} where ${one.text}`,
          'after',
          command,
        ),
      ),
    ...asked.lost
      .filter(
        ({ command, condition }) =>
          !isNarrowed(condition, command, fresh) && !isAskedByCallee(condition, now, after),
      )
      .map(({ command, condition: one }) =>
        told(name, one, `no longer refuses ${command} where ${one.text}`, 'before', command),
      ),
    ...gated.map(({ was, is, state }) =>
      told(name, is, `refuses where ${was.text} depending on ${state}, which no caller sets`, 'after'),
    ),
    ...lost
      .filter((one) => !fresh.some((other) => shares(one, other)))
      .map((one) =>
        told(
          name,
          one,
          staysWithout(one, now)
            ? `no longer asks whether ${one.text} before it answers -${one.errnos.join(', -')}`
            : `no longer refuses where ${one.text}`,
          'before',
        ),
      ),
    ...gained.map((one) => {
      const state = newStateOf(one, subject);
      const found = told(name, one, `now answers -${one.errnos.join(', -')} where ${one.text}`, 'after');
      if (state === undefined) return found;
      const { breaks: _, ...rest } = found;
      const message = `${found.message}; ${state} is new, and kpw cannot tell whether a program has to ask for it`;
      return { ...rest, message, effect: 'undetermined' as const };
    }),
  ];
}

/** Of RTM_* messages, but for those that only read, rtnetlink_rcv_msg() asks for CAP_NET_ADMIN first. */
function isAskedByCore(
  text: string,
  { name, path }: RefusalChange['after'],
  sources: Subject['after'],
): boolean {
  if (!/\bnetlink_(?:ns_|net_)?capable\(.*\bCAP_NET_ADMIN\b/.test(text)) return false;
  return new RegExp(
    `\\brtnl_register\\w*\\([^;]*\\b${name}\\b|\\.msgtype\\s*=\\s*RTM_[^{}]*\\b${name}\\b`,
  ).test(sources.get(path)?.text ?? '');
}

/** What was done under a condition is done without it: who did not meet that is refused now. */
function staysWithout({ code, errnos }: RefusalCondition, now: { readonly text: string }): boolean {
  const then = code.node.childForFieldName('consequence');
  if (then?.type !== 'compound_statement' || code.node.childForFieldName('alternative')) return false;
  // The error that its own conditions led to is still given, so that who was let through by it no longer is.
  const inner = textOf(code.file, then).includes('if (');
  if (inner && errnos.length > 0 && errnos.every((errno) => now.text.includes(`-${errno}`))) return true;
  const squashed = (text: string) => text.replace(/\s+/g, '');
  const body = squashed(blankComments(textOf(code.file, then))).slice(1, -1);
  return body !== '' && squashed(now.text).includes(body);
}

/** The condition before with one more operand: only who meets that one sees a difference. */
function isGated(was: RefusalCondition, is: RefusalCondition): boolean {
  return is.text.includes(was.text);
}

/** The state that a condition asks now, where it is the kernel that decides on it: nothing that a caller calls sets it. */
function stateOfKernel(
  after: Subject['after'],
  was: RefusalCondition,
  is: RefusalCondition,
): string | undefined {
  const whole = ({ text, guards }: RefusalCondition) => [text, ...guards].join(' ');
  const before = whole(was);
  // A member that moved to another struct was asked too.
  const asked = [...whole(is).matchAll(/[\w>.-]*->(\w+)/g)].filter(
    ([path, field = '']) => !before.includes(path) && !new RegExp(`(?:->|\\.)${field}\\b`).test(before),
  );
  const states = asked.filter(([, field]) => !/^(flags|argsz)$/.test(field ?? ''));
  if (states.length === 0) return undefined;
  const handlers = bodiesOf(after).filter((body) => HANDLER.test(body.name));
  const set = (field: string) => new RegExp(`->${field}\\s*(\\|?=(?!=)|,)`);
  return states.some(([, field = '']) => handlers.some(({ text }) => set(field).test(text)))
    ? undefined
    : states.map(([path]) => path).join(', ');
}

/** Half of the names are the same: said in other words. */
function shares(a: RefusalCondition, b: RefusalCondition): boolean {
  const words = (text: string) => new Set(text.match(/[A-Za-z_]\w+/g) ?? []);
  const [one, other] = [words(a.text), words(b.text)];
  const constants = (all: ReadonlySet<string>) => [...all].filter((word) => /^[A-Z][A-Z0-9_]+$/.test(word));
  // Two modes of one variable are two questions.
  const [those, these] = [constants(one), constants(other)];
  if (those.length > 0 && these.length > 0 && !those.some((word) => other.has(word))) return false;
  return [...one].filter((word) => other.has(word)).length * 2 >= Math.max(one.size, 1);
}

function isOptIn({ text, optedIn }: RefusalCondition): boolean {
  return optedIn || (!PRIVILEGE.test(text) && /\b[A-Z]+_\w*FLAG\w*\b|& ?[A-Z]/.test(text));
}

/** `(a & X) && (a & Y)`, of flags that the function took together. @param before text of the function */
function isOfKnownFlags({ text, guards }: RefusalCondition, before: string): boolean {
  const own = /^[\s(!]*[\w.>-]+ ?& ?([A-Z]\w+)[\s)]*$/;
  // `if (a & X) { if (a & Y)` asks for both as well.
  const around = guards.filter((guard) => own.test(guard));
  const operands = [...text.split('&&'), ...around].map((one) => own.exec(one)?.[1]);
  return operands.length > 1 && operands.every((flag) => flag && new RegExp(`\\b${flag}\\b`).test(before));
}

/** `mirrored && …` where `bool mirrored = flags & LAMP_MIRRORED` and the function did not know that flag: who sets it asks. */
function isOfNewOption({ text, guards }: RefusalCondition, before: string, now: string): boolean {
  const has = (word: string) => new RegExp(`\\b${word}\\b`).test(before);
  return [...text.split('&&'), ...guards].some((operand) => {
    const name = /^[\s(]*([a-z]\w*)[\s)]*$/.exec(operand)?.[1];
    if (name === undefined || has(name)) return false;
    const value = new RegExp(`\\b${name}\\s*=(?!=)([^;]*);`).exec(now)?.[1] ?? '';
    return (value.match(/\b[A-Z][A-Z0-9]*_\w+\b/g) ?? []).some((flag) => !has(flag));
  });
}

/** In the arm of a command that the function did not have: nobody called it. @param before text of the function */
function isOfNewCommand({ guards, labels }: RefusalCondition, before: string): boolean {
  const isNew = (name: string) => /^[A-Z][A-Z0-9_]+$/.test(name) && !new RegExp(`\\b${name}\\b`).test(before);
  const compared = guards.flatMap((guard) => /^\(?\w+ == (\w+)\)?$/.exec(guard)?.[1] ?? []);
  return compared.some(isNew) || (labels.length > 0 && labels.every(isNew));
}

function told(
  name: string,
  { code, text }: RefusalCondition,
  words: string,
  side: 'before' | 'after',
  command?: string,
): Found {
  const place = quote(code);
  return {
    file: place.file,
    line: place.line,
    message: `${name}() ${words}`,
    symbol: `${name}()`,
    [side]: place,
    breaks: ['old binary on new kernel'],
    key: command === undefined ? text : `${command} ${text}`,
  };
}
