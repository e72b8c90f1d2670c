// SPDX-License-Identifier: GPL-2.0-only
import type { Target } from '../../src/c/target.ts';
import type { ApiMacro, Pair } from '../../src/uapi/model.ts';
import { agreedValue } from '../lib/constants.ts';
import { askedIn } from '../lib/driver/direction.ts';
import { macroChanges } from '../lib/macros.ts';
import { isSyscall, usersOfNumbers } from '../lib/syscalls.ts';
import { listed, placed } from '../lib/tell.ts';
import type { Found, Rule, Subject } from '../rule.ts';

export const rule: Rule = {
  id: 'mac-removed',
  severity: 'error',
  effect: 'binary-break',
  category: 'mac',
  needs: ['uapi'],
  title:
    'A macro is gone, and nothing of its value took its place; of a system call, so is the call; of a request of any length, so may be its branch.',
  why: `A program that uses the name does not compile any more against the new header, or takes the other branch of an #ifdef without a word. What it stood for may still be asked for by binaries.`,
  reference: 'Documentation/process/handling-regressions.rst, "Quotes from Linus about regression"',
  todo: 'Keep the macro, with a comment that says since when it means nothing.',
  compare(subject) {
    const { targets = [] } = subject.uapi ?? {};
    const headers = new Map<string, Pair<ApiMacro>[]>();
    for (const { pair, renamed } of macroChanges(subject)?.removed ?? [])
      if (!renamed) headers.set(pair.header, [...(headers.get(pair.header) ?? []), pair]);
    return [...headers.values()].flatMap((pairs) => {
      if (pairs.length <= MANY) return pairs.map((pair) => alone(subject, pair, targets));
      const requests = pairs.filter((pair) => noLongerAsked(subject, pair).length > 0);
      const others = pairs.filter((pair) => !requests.includes(pair));
      return [
        ...requests.map((pair) => alone(subject, pair, targets)),
        ...(others.length > 0 ? [together(others)] : []),
      ];
    });
  },
};

/** So many that go from one header at once have one cause: a driver was dropped, a part moved. */
const MANY = 12;

function alone(subject: Subject, pair: Pair<ApiMacro>, all: readonly Target[]): Found {
  const programs = usersOfNumbers(pair.header, all);
  if (isSyscall(pair.name))
    return {
      ...placed(pair),
      ...(programs.length < all.length && { targets: programs }),
      message: `the system call ${described(pair)} is gone`,
      breaks: ['old binary on new kernel', 'recompiled source'],
    };
  const message = `the macro ${described(pair)} is gone`;
  const lost = noLongerAsked(subject, pair);
  if (lost.length > 0)
    return {
      ...placed(pair),
      message: `${message}, and ${listed(lost)} ${lost.length > 1 ? 'ask' : 'asks'} for the request no more`,
      breaks: ['old binary on new kernel', 'recompiled source'],
    };
  return { ...placed(pair), effect: 'source-break', message, breaks: ['recompiled source'] };
}

/** Files of drivers that asked for a request of any length, `LAMP_NAME(len)`, and do no more. */
function noLongerAsked({ before, after, lacks }: Subject, { name, before: was }: Pair<ApiMacro>): string[] {
  if (lacks.drivers !== undefined || !was?.parameters || !/\b_IO(?:C|R|W|WR)?\s*\(/.test(was.body)) return [];
  const still = askedIn(after, name);
  return [...askedIn(before, name)].filter((path) => !still.has(path));
}

function together(pairs: readonly Pair<ApiMacro>[]): Found {
  const [first, ...others] = pairs as [Pair<ApiMacro>, ...Pair<ApiMacro>[]];
  return {
    ...placed(first),
    ...(pairs.some(({ name }) => isSyscall(name)) ? {} : { effect: 'source-break' as const }),
    message: `${pairs.length} macros of ${first.header} are gone: ${listed(pairs.map(described))}`,
    breaks: ['recompiled source'],
    inherited: others.map(({ name }) => name),
    key: 'many',
  };
}

function described({ name, before }: Pair<ApiMacro>): string {
  if (before?.parameters) return `${name}()`;
  const value = before && agreedValue(before.on);
  return value === undefined ? name : `${name} (${value})`;
}
