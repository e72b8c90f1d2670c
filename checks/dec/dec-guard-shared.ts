// SPDX-License-Identifier: GPL-2.0-only

import { lazily } from '../../src/memo.ts';
import { headerText } from '../../src/uapi/header-text.ts';
import type { Api, Comparison } from '../../src/uapi/model.ts';
import { areOneHeader, guardIn, guardName, isOneText } from '../lib/guards.ts';
import { hasHeader } from '../lib/has.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'dec-guard-shared',
  severity: 'error',
  effect: 'source-break',
  category: 'dec',
  needs: ['uapi'],
  apart: true,
  title: 'Two headers have the same include guard.',
  why: 'A program that includes both gets the first alone: what the second declares is missing, and which of them that is depends on their order.',
  reference: 'C11 6.10.1',
  todo: "Give the guard the header's own path: _UAPI_LINUX_LAMP_H for linux/lamp.h.",
  compare: ({ uapi }) => (uapi ? judge(uapi) : []),
};

const FEW = 20;

function judge(uapi: Comparison): Found[] {
  const known = lazily(() => guards(uapi.after));
  const otherOf = (name: string, guard: string) =>
    known()
      .get(guard)
      ?.find((one) => one !== name && !areOneHeader(one, name) && !isOneText(uapi.after, one, name));
  const isOld = (name: string, guard: string) => {
    const was = guardIn(uapi.before, name);
    return was?.kind === 'guard' && was.name === guard;
  };
  // Of few headers it takes less to look at the guards that they had than at those of all others.
  const few = uapi.texts.size <= FEW;
  return [...uapi.texts].flatMap((name): Found[] => {
    const is = guardIn(uapi.after, name);
    if (is?.kind !== 'guard' || (few && isOld(name, is.name))) return [];
    const { name: guard } = is;
    const other = otherOf(name, guard);
    const path = headerText(uapi.after, name)?.path;
    if (other === undefined || path === undefined || (!few && isOld(name, guard))) return [];
    const message = `${name} has the include guard ${guard}, which ${other} has too: who includes both gets the first alone`;
    const found = { file: path, line: 1, symbol: name, message, key: guard };
    return hasHeader(uapi.before, name)
      ? [{ ...found, breaks: ['recompiled source'] }]
      : [{ ...found, severity: 'warning', effect: 'defect' }];
  });
}

function guards(api: Api): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const names = new Set(api.targets.flatMap((target) => api.headers.names(target)));
  for (const name of [...names].sort()) {
    const guard = guardName(headerText(api, name)?.text ?? '');
    if (guard !== undefined) found.set(guard, [...(found.get(guard) ?? []), name]);
  }
  return found;
}
