// SPDX-License-Identifier: GPL-2.0-only
import { type BitSet, bitSets, hops, rootOf } from '../lib/review/bits.ts';
import { patchChanges } from '../lib/review/changes.ts';
import { lineIn } from '../lib/review/place.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'review-state-on-error',
  severity: 'warning',
  category: 'review',
  needs: ['patches'],
  title:
    'A function sets a flag of a shared object and can still fail, and the error path leaves the flag set.',
  why: 'The flag then says something that did not happen, and the next reader believes it.',
  reference: 'Documentation/process/coding-style.rst, "Centralized exiting of functions"',
  todo: 'Set it when nothing can fail any more, or clear it on the way out.',
  compare: (subject) =>
    patchChanges(subject).flatMap(({ functions }) =>
      functions.flatMap(({ added, after }) =>
        bitSets(added).flatMap((set): Found[] => {
          const at = lineIn(after, set.at.line);
          if (at === undefined || !isOthers(set, after.text)) return [];
          const rest = after.text.slice(at);
          const failure = failing(rest);
          if (failure === undefined || undone(set, rest)) return [];
          const message = `${after.name}() sets ${what(set)} in ${set.target}, can fail after that ("${failure}"), and does not take it back`;
          return [
            {
              file: after.path,
              line: set.at.line,
              symbol: set.member,
              message,
              key: `${after.name} ${what(set)}`,
            },
          ];
        }),
      ),
    ),
};

function what({ constants }: BitSet): string {
  return constants.join(' | ') || 'a bit';
}

/** Not made here, and reached through another object: somebody else's, who goes on living. */
function isOthers({ target }: BitSet, text: string): boolean {
  const root = rootOf(target);
  const made = new RegExp(`\\b${root}\\s*=[^=;]*\\b\\w*(alloc|create|new|init|get)\\w*\\(`);
  const owner = target
    .split('->')
    .slice(0, -1)
    .join('->')
    .replace(/[()[\]]/g, '\\$&');
  return hops(target) >= 2 && !made.test(text) && !new RegExp(`(?<![\\w>])${owner}\\s*=[^=]`).test(text);
}

/** The first way out with an error behind a call that can fail. */
function failing(rest: string): string | undefined {
  const statement = /[;}]\s/.exec(rest)?.index ?? 0;
  const found =
    /=\s*\w+\([^;]*;\s*if\s*\((?:!?\w+(?:\s*<\s*0)?|IS_ERR(?:_OR_NULL)?\(\w+\)|unlikely\([^;{]*\))\)\s*\{?[^}]{0,200}?(goto \w+|return\s+(?:-E\w+|ret\w*|err\w*|rc|PTR_ERR\([^)]*\)|r))\s*;/.exec(
      rest.slice(statement),
    );
  return found?.[1]?.replace(/\s+/g, ' ');
}

/** Cleared, or the object goes; one that a function looked up is nobody's here to free. */
function undone({ target, member, constants }: BitSet, rest: string): boolean {
  const root = /^\w+\(/.test(target)
    ? target.split('->').slice(0, -1).join('->').replace(/[()]/g, '\\$&')
    : rootOf(target);
  const cleared = [
    `\\b${member}\\s*&=`,
    `\\b${member}\\s*=[^=]`,
    ...constants.map((name) => `clear_bit\\(\\s*${name}\\b`),
  ];
  const gone = `\\b\\w*(?:free|destroy|release|unregister|teardown|cleanup|reset|put)\\w*\\(\\s*&?${root}\\b`;
  return new RegExp([...cleared, gone].join('|')).test(rest.slice(1));
}
