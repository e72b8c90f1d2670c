// SPDX-License-Identifier: GPL-2.0-only
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

function lost({ before, after, uapi }: Subject): Found[] {
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
    if (role === 'dispatched' && /\b_IO(C|R|W|WR)?\s*\(/.test(promised.text)) return [];
    return told(name, role, mentions, left, names);
  });
}

const VERB = { dispatched: 'dispatches', produced: 'hands out' } as const;

function told(
  name: string,
  role: keyof typeof VERB,
  then: readonly Mention[],
  now: readonly Mention[],
  names: ReadonlySet<string>,
): Found[] {
  const [was, is] = [then, now].map((all) => all.filter((one) => one.role === role)) as [
    Mention[],
    Mention[],
  ];
  const same = (a: Mention, b: Mention) => a.body.name === b.body.name;
  const gone = was.filter((one) => !is.some((other) => same(one, other)));
  // What another function does now that did not before has moved there.
  const moved = is.filter((one) => !was.some((other) => same(one, other)));
  const [first] = gone;
  if (!first || moved.length > 0) return [];
  // A function that is gone, beside one that still does: the two were one, or the driver is gone as a whole.
  const folder = first.body.path.replace(/[^/]*$/, '');
  if (!names.has(first.body.name) && is.some(({ body }) => body.path.startsWith(folder))) return [];
  const others = is.length > 0 ? `; ${is[0]?.body.name}() still does` : ', and no driver at hand does';
  const place = firstMention(first.body, name);
  const message = `${first.body.name}() no longer ${VERB[role]} ${name}${others}`;
  return [
    {
      file: place.file,
      line: place.line,
      message,
      symbol: name,
      before: place,
      breaks: ['old binary on new kernel'],
      key: `${role} ${first.body.name}`,
    },
  ];
}
