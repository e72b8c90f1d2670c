// SPDX-License-Identifier: GPL-2.0-only
import { type BodyPair, changedBodies, firstMention } from '../lib/driver/body.ts';
import { type ArgumentChange, argumentChanges } from '../lib/driver/call-arguments.ts';
import { quote } from '../lib/driver/code.ts';
import { type ArgumentMeanings, meaningsIn } from '../lib/driver/meaning.ts';
import { promisesOf } from '../lib/driver/promise.ts';
import { listed } from '../lib/tell.ts';
import type { Found, Rule, Subject } from '../rule.ts';

export const rule: Rule = {
  id: 'beh-argument-changed',
  severity: 'warning',
  effect: 'behaviour-break',
  category: 'beh',
  needs: ['uapi', 'drivers'],
  apart: true,
  title:
    'An argument of a call now does what only another argument did, or no longer does it; a system call takes its arguments in another order, or more or fewer.',
  why: 'Userspace chooses a behaviour by its name. A binary that passes the old name gets the other behaviour without asking for it.',
  reference:
    'Documentation/admin-guide/reporting-regressions.rst, "What is a regression and what is the no regressions rule?"',
  todo: 'Keep what each name means; give a new behaviour a new name.',
  compare: (subject) => {
    const { uapi } = subject;
    if (!uapi) return [];
    const found = changedBodies(subject.before, subject.after)
      .filter(({ before, after }) => CHOOSES.test(before.text) && CHOOSES.test(after.text))
      .flatMap((pair) => judge(subject, pair));
    const calls = argumentChanges(subject.before, subject.after).map(called);
    if (found.length === 0) return calls;
    const promised = promisesOf(uapi.before, subject.before);
    return [...calls, ...found.filter(({ symbol = '' }) => promised.has(symbol))];
  },
};

function called({ before, after, was, is }: ArgumentChange): Found {
  const [then, now] = [firstMention(before, /\S/), firstMention(after, /\S/)];
  const list = (names: readonly string[]) => names.join(', ') || 'nothing';
  return {
    file: now.file,
    line: now.line,
    symbol: `${after.name}()`,
    message: `${after.name}() took ${list(was)}, now it takes ${list(is)}`,
    before: then,
    after: now,
    key: 'arguments',
    ...BREAKS,
  };
}

const CHOOSES = /(?:\bcase|==|&)\s*[A-Z][A-Z0-9]*_\w+[\s\S]*->\w+\s*=[^=]/;

function judge({ before, after }: Subject, pair: BodyPair): Found[] {
  const [was, is] = [meaningsIn(before, pair.before), meaningsIn(after, pair.after)];
  if (!was || !is) return [];
  return [...is.of].flatMap(([label, now]): Found[] => {
    const then = was.of.get(label);
    if (!then) return [];
    const name = pair.after.name;
    const gained = [...now].flatMap(([setting, node]): Found[] => {
      const others = then.has(setting) ? [] : owners(was.of, setting, label);
      if (others.length === 0) return [];
      const place = quote({ file: is.code.file, node });
      const message = `${name}() sets \`${setting}\` for ${label} as well, which only ${listed(others)} meant`;
      return [{ ...at(place), message, symbol: label, after: place, key: setting, ...BREAKS }];
    });
    const lost = [...then].flatMap(([setting, node]): Found[] => {
      const others = now.has(setting) ? [] : owners(is.of, setting, label);
      if (!others.some((other) => was.of.get(other)?.has(setting))) return [];
      const place = quote({ file: was.code.file, node });
      const message = `${name}() no longer sets \`${setting}\` for ${label}, only for ${listed(others)}`;
      return [{ ...at(place), message, symbol: label, before: place, key: setting, ...BREAKS }];
    });
    return [...gained, ...lost];
  });
}

const BREAKS = { breaks: ['old binary on new kernel'] } as const;

function at({ file, line }: { readonly file: string; readonly line: number }) {
  return { file, line };
}

/** Other arguments for which that is set. */
function owners(meanings: ArgumentMeanings, setting: string, except: string): string[] {
  return [...meanings].flatMap(([label, set]) => (label !== except && set.has(setting) ? [label] : []));
}
