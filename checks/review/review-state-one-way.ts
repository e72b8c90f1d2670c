// SPDX-License-Identifier: GPL-2.0-only
import { type BitSet, bitSets, definedIn, hops } from '../lib/review/bits.ts';
import { type ChangedFunction, finalTexts, patchChanges } from '../lib/review/changes.ts';
import { lineIn } from '../lib/review/place.ts';
import type { Found, Rule, Subject } from '../rule.ts';

export const rule: Rule = {
  id: 'review-state-one-way',
  severity: 'warning',
  category: 'review',
  needs: ['patches', 'whole'],
  title: 'One object sets a new flag of another that several share, and nothing ever clears it.',
  why: 'The first object decides for all others, also for those that come later and when it is gone. A check then relies on a state that no longer holds.',
  reference: 'Documentation/process/submit-checklist.rst, "Review your code"',
  todo: 'Keep the property where it belongs, or say who clears the flag: on error, on removal, when the next comes.',
  compare: judge,
};

function judge(subject: Subject): Found[] {
  const changes = patchChanges(subject);
  const fresh = definedIn(changes.flatMap(({ added }) => added));
  const texts = [...finalTexts(subject).values()].filter((text) => text !== undefined);
  const told = new Set<string>();
  return changes.flatMap(({ functions }) =>
    functions.flatMap((changed) =>
      bitSets(changed.added).flatMap((set): Found[] => {
        const [flag] = set.constants.filter((name) => fresh.has(name));
        if (flag === undefined || told.has(flag) || hops(set.target) < 2) return [];
        if (!isConditional(changed, set) || texts.some((text) => clears(text, flag, set.member))) return [];
        told.add(flag);
        const message = `${changed.after.name}() sets ${flag} in ${set.target} where a condition holds, and nothing clears it: not on failure, not on removal, not for what comes next`;
        return [{ file: changed.after.path, line: set.at.line, symbol: flag, message, key: flag }];
      }),
    ),
  );
}

/** Under an if. */
function isConditional({ after }: ChangedFunction, { at }: BitSet): boolean {
  const place = lineIn(after, at.line);
  if (place === undefined) return false;
  const lines = after.text.slice(0, place).trimEnd().split('\n').slice(-3).join('\n');
  return /\bif\s*\([^;]*\)\s*\{?\s*$/.test(lines);
}

function clears(text: string, flag: string, member: string): boolean {
  return new RegExp(
    `~\\s*\\(?[\\w\\s|]*\\b${flag}\\b|clear_bit\\(\\s*${flag}\\b|\\b${member}\\s*=\\s*(?:0|false)\\b`,
  ).test(text);
}
