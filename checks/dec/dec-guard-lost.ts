// SPDX-License-Identifier: GPL-2.0-only
import type { Comparison } from '../../src/uapi/model.ts';
import { isGenerated } from '../lib/additions.ts';
import { definedOnce, guardIn } from '../lib/guards.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'dec-guard-lost',
  severity: 'error',
  effect: 'source-break',
  category: 'dec',
  needs: ['uapi'],
  apart: true,
  title:
    'A header that is included twice declares its types twice: its guard is gone, broken, or was never there.',
  why: 'Two headers that both include it, or a program that does beside one of them, do not compile any more: a struct is redefined.',
  reference: 'Documentation/process/coding-style.rst; C11 6.10.1',
  todo: 'Put all of the header between `#ifndef NAME`, `#define NAME` and `#endif`, with one name.',
  compare: ({ uapi }) => (uapi ? [...uapi.texts].flatMap((name) => judge(uapi, name)) : []),
};

function judge(uapi: Comparison, name: string): Found[] {
  const is = guardIn(uapi.after, name);
  if (!is || is.kind === 'guard' || is.kind === 'once' || isGenerated(uapi, name)) return [];
  const was = guardIn(uapi.before, name);
  if (was && (was.kind === 'none' || was.kind === 'broken')) return [];
  const header = uapi.after.header(name);
  const twice = header && definedOnce(header);
  // What does not compile once is told by tre-error-reached.
  if (!header || twice === undefined || header.errors.length > 0) return [];
  const how =
    is.kind === 'broken'
      ? `its guard asks for ${is.name} and defines ${is.defined}`
      : `${was ? 'its include guard is gone' : 'it has no include guard'}`;
  const message = `${name}: ${how}, so that ${twice} is defined twice where the header is included a second time`;
  const found = { file: header.path, line: is.line, symbol: name, message };
  // Nobody includes a new header twice yet.
  return was
    ? [{ ...found, breaks: ['recompiled source'] }]
    : [{ ...found, severity: 'warning', effect: 'defect' }];
}
