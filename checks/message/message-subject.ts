// SPDX-License-Identifier: GPL-2.0-only
import { type Letter, letterOf } from '../lib/mail.ts';
import type { Found, Rule } from '../rule.ts';

const COLUMNS = 75;

/** Verbs that patches are full of; anything cleverer would take nouns for verbs ("Fixes" but not "Fields"). */
const VERBS =
  'add|remove|fix|change|update|introduce|allow|make|use|support|implement|move|rename|convert|drop|replace|improve|enable|disable|handle|avoid|prevent|check|restore|refuse|let|announce|clean|return|report|export|expose|extend|document|revert|simplify|split|delete|create|rework|refactor';
const OTHER_MOODS = new RegExp(`^(${VERBS.split('|').map(inflected).join('|')})\\b`, 'i');

export const rule: Rule = {
  id: 'message-subject',
  severity: 'error',
  category: 'message',
  needs: ['mails'],
  title:
    'A subject is missing, has no subsystem prefix or more than 75 columns; a note where it ends in a full stop, does not begin with an imperative, or [PATCH] does not stand before it.',
  why: 'The subject is all that most people ever see of a patch, in shortlogs and in lists of mails; the prefix decides who opens it.',
  reference:
    'Documentation/process/submitting-patches.rst, "The canonical patch format", "Subject Line", and "Include PATCH in the subject"',
  todo: 'Write `subsystem: Summary in the imperative`, at most 75 columns, without a full stop.',
  compare: ({ mails }) => mails.map(letterOf).flatMap(judge),
};

function judge({ name, subject, patch, prefix }: Letter): Found[] {
  const at = { file: name, line: Math.max(1, subject.line) };
  const { text } = subject;
  if (text === '')
    return [{ ...at, severity: patch === 0 ? 'note' : 'error', message: 'the mail has no subject' }];
  const found: Found[] = [];
  const columns = [...text].length;
  // "dt-bindings:spi:", "drm/amd: pm:", "[subsystem] summary" in brackets of its own are found by who looks for them.
  const summary = /^[\w][\w./,*+{}()&:<> -]*?: *(\S.*)$/.exec(text)?.[1];
  if (columns > COLUMNS)
    found.push({
      ...at,
      severity: 'warning',
      message: `the subject takes ${columns} columns without [PATCH], at most ${COLUMNS} are read`,
    });
  // Git's own words, which quote the whole subject of what is reverted, full stop and all.
  const revert = /^(Revert|Reapply) "/.test(text);
  // A cover letter is about a series and often goes to several subsystems.
  if (summary === undefined && patch !== 0 && !revert)
    found.push({
      ...at,
      severity: 'warning',
      message: `the subject "${text}" names no subsystem: "subsystem: summary"`,
    });
  if (/\.$/.test(text)) found.push({ ...at, severity: 'note', message: 'the subject ends in a full stop' });
  if (!/\bpatch\b/i.test(prefix))
    found.push({ ...at, severity: 'note', message: 'no [PATCH] stands before the subject' });
  const first = OTHER_MOODS.exec((summary ?? text).replace(/^([\w./-]+: )+/, ''))?.[1];
  if (first)
    found.push({
      ...at,
      severity: 'note',
      message: `the summary begins with "${first}", not with an imperative`,
    });
  return found;
}

/** adds, added, adding; fixes; drops, dropped; moves, moved, moving; simplifies. */
function inflected(verb: string): string {
  const stem = verb.replace(/e$/, '');
  const doubled = /[^aeiou][aeiou][^aeiouwxy]$/.test(verb) ? `${verb.at(-1)}?` : '';
  if (/[^aeiou]y$/.test(verb)) return `${verb.slice(0, -1)}(?:ies|ied)|${verb}ing`;
  if (verb === 'make') return 'makes|made|making';
  return `${verb}e?s|${stem}${doubled}(?:ed|ing)`;
}
