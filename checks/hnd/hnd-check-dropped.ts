// SPDX-License-Identifier: GPL-2.0-only

import { lazily } from '../../src/memo.ts';
import { bodiesOf, changedBodies, type FunctionText, firstMention, kept } from '../lib/driver/body.ts';
import { type DroppedCheck, droppedChecks } from '../lib/driver/dropped-check.ts';
import { isHandedOver } from '../lib/driver/passed.ts';
import { questionsIn, type ReservedQuestion } from '../lib/driver/question.ts';
import type { Found, Rule, Subject } from '../rule.ts';

export const rule: Rule = {
  id: 'hnd-check-dropped',
  severity: 'warning',
  effect: 'defect',
  category: 'hnd',
  needs: ['drivers'],
  apart: true,
  title:
    'A system call or a handler no longer refuses flags that it does not know, garbage in reserved space, a value that is too large or a length that is too short.',
  why: 'What was refused is ignored now, so binaries may begin to pass it, and the bit or the word can never get a meaning again.',
  reference:
    'Documentation/process/adding-syscalls.rst, "Designing the API: Planning for Extension"; Documentation/process/botching-up-ioctls.rst, "Basics"',
  todo: 'Keep the check; where the bits have a meaning now, take just those out of the mask.',
  compare: (subject) => {
    const { before, after } = subject;
    return [...judge(subject), ...droppedChecks(before, after).map(told)];
  },
};

function told({ before, words, text, place }: DroppedCheck): Found {
  return {
    file: place.file,
    line: place.line,
    symbol: `${before.name}()`,
    message: `${before.name}() no longer ${words}`,
    before: place,
    key: text,
  };
}

/** Below this share of its lines a function was rewritten, and says its conditions in other words. */
const LEAST_KEPT = 0.7;

/** What userspace reaches: a system call, an ioctl, a socket option, what copies from userspace itself. */
const ENTRY = /^(?:compat_)?sys_|ioctl|setsockopt|_feature/;

function judge({ before, after }: Subject): Found[] {
  const pairs = changedBodies(before, after);
  if (pairs.length === 0) return [];
  const fresh = lazily(() => freshIn(before, after));
  const resized = lazily(() =>
    after.paths.flatMap((path) => {
      const text = after.get(path)?.text ?? '';
      return /(^|\/)uapi\//.test(path) && text !== before.get(path)?.text ? [text] : [];
    }),
  );
  return pairs.flatMap(({ before: was, after: is }): Found[] => {
    const isReached = ENTRY.test(was.name) || /_from_user\s*\(/.test(was.text);
    const old = questionsIn(was).filter(({ of }) => isReached || isHandedOver(before, was, of));
    if (old.length === 0 || kept({ before: was, after: is }) < LEAST_KEPT) return [];
    const now = questionsIn(is);
    // Where more is done before the error, the question is still the same.
    const text = is.text.replace(/\s+/g, '');
    const gone = old.filter(
      (one) => !now.some((other) => isSame(one, other)) && !text.includes(one.text.replace(/\s+/g, '')),
    );
    const told = new Set<string>();
    return gone.flatMap((one): Found[] => {
      if (told.has(one.of) || fresh().has(one.of) || isMeant(one, was, is)) return [];
      // An array that lost an element gave it away, or to a member of its own.
      if (one.element !== undefined && resized().some((text) => text.includes(one.of))) return [];
      told.add(one.of);
      const place = firstMention(was, one.of);
      const what =
        one.kind === 'flags'
          ? `unknown bits of ${one.of}`
          : `anything but 0 in ${one.of}${one.element === undefined ? '' : `[${one.element}]`}`;
      return [
        {
          file: place.file,
          line: place.line,
          symbol: `${was.name}()`,
          message: `${was.name}() no longer refuses ${what}: \`${one.text}\` is gone`,
          before: place,
          key: one.of,
        },
      ];
    });
  });
}

function isSame(a: ReservedQuestion, b: ReservedQuestion): boolean {
  const covers = b.element === undefined || a.element === b.element;
  return a.of === b.of && a.kind === b.kind && covers;
}

/** The word is read for something now, or handed on to whoever asks: another finding's matter, or its use. */
function isMeant({ of }: ReservedQuestion, was: FunctionText, is: FunctionText): boolean {
  const word = new RegExp(`\\b${of}\\b`);
  const lines = ({ text }: FunctionText) =>
    text.split('\n').flatMap((line) => (word.test(line) ? [line.trim()] : []));
  const [old, now] = [lines(was), lines(is)];
  const isHandedOn = now.some((line) => !old.includes(line) && /^[\w>.-]+ = [^|&?]*;$/.test(line));
  const count = ({ text }: FunctionText) => text.split(word).length;
  return count(is) >= count(was) || isHandedOn;
}

/** What other functions ask for now and did not before: the question has moved there. */
function freshIn(before: Subject['before'], after: Subject['after']): ReadonlySet<string> {
  const known = new Map<string, Set<string>>();
  for (const body of bodiesOf(before)) known.set(`${body.path} ${body.name}`, new Set([body.text]));
  const words = new Set<string>();
  for (const body of bodiesOf(after)) {
    const old = known.get(`${body.path} ${body.name}`);
    if (old?.has(body.text)) continue;
    const asked = new Set([...(old ?? [])].flatMap((text) => questionsIn({ text }).map(({ of }) => of)));
    for (const { of } of questionsIn(body)) if (!asked.has(of)) words.add(of);
  }
  return words;
}
