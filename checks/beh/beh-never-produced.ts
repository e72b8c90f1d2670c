// SPDX-License-Identifier: GPL-2.0-only
import {
  aliasesOf,
  isAnnounced,
  isAskedFor,
  isGoneAsWhole,
  isReplacedInTable,
  isStillSaid,
} from '../lib/driver/answered.ts';
import { bodiesOf, firstMention } from '../lib/driver/body.ts';
import { type Mention, promisedMentions, promisesOf } from '../lib/driver/promise.ts';
import { reachesDrivers } from '../lib/driver/reach.ts';
import type { Found, Rule, Subject } from '../rule.ts';

export const rule: Rule = {
  id: 'beh-never-produced',
  severity: 'warning',
  effect: 'behaviour-break',
  category: 'beh',
  needs: ['uapi', 'drivers', 'whole'],
  apart: true,
  title: 'A capability, flag or extension that the header still promises is no longer served.',
  why: 'The header does not change, so everything still compiles, and a binary that relied on what the driver announced falls back, or fails.',
  reference:
    'Documentation/admin-guide/reporting-regressions.rst, "What is a regression and what is the no regressions rule?"',
  todo: 'Keep serving it; where it has to go, say so in the message and name what programs do without it.',
  compare: (subject) => (reachesDrivers(subject) ? lost(subject) : []),
};

function lost(subject: Subject): Found[] {
  const { before, after, uapi } = subject;
  if (!uapi) return [];
  const [was, is] = [promisesOf(uapi.before, before), promisesOf(uapi.after, after)];
  const [then, now] = [promisedMentions(before, was), promisedMentions(after, is)];
  const names = new Set(bodiesOf(after).map((body) => body.name));
  return [...then].flatMap(([name, mentions]): Found[] => {
    const promised = is.get(name);
    // A name that the header lost as well is another rule's affair.
    if (!promised) return [];
    const left = now.get(name) ?? [];
    // A command or an extension that other code passes on is no answer to anybody.
    const role = mentions.some((one) => one.role === 'dispatched') ? 'dispatched' : 'produced';
    // beh-command-dropped tells of requests, in whatever form they are dispatched.
    if (/\b_IO(C|R|W|WR)?\s*\(/.test(promised.text)) return [];
    if (role === 'produced' && !isAnnounced(name)) return [];
    const alike = aliasesOf(name, is).flatMap((other) => now.get(other) ?? []);
    const found = told(name, role, mentions, [...left, ...alike], names, subject);
    return found && !isStillSaid(before, after, found.file, name) ? [found] : [];
  });
}

const VERB = { dispatched: 'dispatches', produced: 'hands out' } as const;

function told(
  name: string,
  role: keyof typeof VERB,
  then: readonly Mention[],
  now: readonly Mention[],
  names: ReadonlySet<string>,
  { before, after }: Subject,
): Found | undefined {
  const [was, is] = [then, now].map((all) => all.filter((one) => one.role === role)) as [
    Mention[],
    Mention[],
  ];
  const same = (a: Mention, b: Mention) => a.body.name === b.body.name;
  // A function that chooses by it in another way, `op == LAMP_GLOW ? a : b`, still does.
  const kept = role === 'dispatched' ? now : is;
  const gone = was.filter((one) => !kept.some((other) => same(one, other)));
  // What another function does now that did not before has moved there.
  const moved = is.filter((one) => !was.some((other) => same(one, other)));
  // Of a driver that is gone as a whole, beh-command-dropped tells.
  const first = gone.find(({ body }) => !isGoneAsWhole(before, after, body.path));
  if (!first || moved.length > 0 || isReplacedInTable(before, after, first.body)) return undefined;
  // A function that is gone, beside one that still does: the two were one, or the driver is gone as a whole.
  const folder = first.body.path.replace(/[^/]*$/, '');
  if (!names.has(first.body.name) && is.some(({ body }) => body.path.startsWith(folder))) return undefined;
  const others = is.length > 0 ? `; ${is[0]?.body.name}() still does` : ', and no driver at hand does';
  const place = firstMention(first.body, role === 'dispatched' ? new RegExp(`\\bcase\\s+${name}\\b`) : name);
  if (role === 'dispatched' && !isAskedFor(before, first.body, name, place.line)) return undefined;
  const message = `${first.body.name}() no longer ${VERB[role]} ${name}${others}`;
  return {
    file: place.file,
    line: place.line,
    message,
    symbol: name,
    before: place,
    breaks: ['old binary on new kernel'],
    key: `${role} ${first.body.name}`,
  };
}
