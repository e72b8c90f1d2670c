// SPDX-License-Identifier: GPL-2.0-only
import { isPatchLetter, type Letter, letterOf, type MessageLine, TAG } from '../lib/mail.ts';
import { listed } from '../lib/tell.ts';
import type { Found, Rule } from '../rule.ts';

const COLUMNS = 75;

export const rule: Rule = {
  id: 'message-body',
  severity: 'warning',
  category: 'message',
  needs: ['mails'],
  checkpatch: ['COMMIT_MESSAGE', 'COMMIT_LOG_LONG_LINE'],
  title:
    'A commit message is missing, says no more than the subject, is wider than 75 columns, or begins a sentence with "this patch".',
  why: 'The message is what remains of the argument years later. git log indents it, so wider lines wrap on a terminal; and in the log there is no patch any more that "this patch" could mean.',
  reference:
    'Documentation/process/submitting-patches.rst, "Describe your changes" and "The canonical patch format"',
  todo: 'Say what is wrong and what the patch does about it, in the imperative, wrapped at 75 columns.',
  compare: ({ mails }) => mails.map(letterOf).flatMap(judge),
};

function judge(letter: Letter): Found[] {
  const { name, subject, body } = letter;
  const prose = body.filter(({ text }) => text.trim() !== '' && !TAG.test(text));
  if (prose.length === 0)
    return [{ file: name, line: Math.max(1, subject.line), message: 'the mail has no commit message' }];
  // A cover letter goes into no log: it has tables, shortlogs, and speaks of its patches.
  if (!isPatchLetter(letter)) return [];
  const plain = (text: string) =>
    text
      .toLowerCase()
      .replace(/[\s.]+/g, ' ')
      .trim();
  if (plain(prose.map(({ text }) => text).join(' ')) === plain(subject.text))
    return [
      {
        file: name,
        line: prose[0]?.line ?? 1,
        severity: 'note',
        message: 'the message says no more than the subject: why is the change made?',
      },
    ];
  return [...tooWide(name, prose), ...selfReferences(name, prose)];
}

/** What the kernel logs, a compiler says, or git sums up: broken lines of those can no longer be searched for. */
const OUTPUT =
  /^\[\s*(\d+\.\d{6}|[TC]\d+)\]|^<\d>|^[\w./+-]+:\d+(:\d+)?:? |^\S+\s+\|\s+\d+ |\+0x[0-9a-f]+\/0x[0-9a-f]+|^[\w./-]+: (error|warning|fatal|undefined|BUG|WARNING)\b|^(BUG|WARNING|ERROR|KASAN|UBSAN|INFO|CPU|Call Trace|RIP|Code|RSP|Hardware name)\b.*:|^[$#+|] |^[-+|=_*~ ]{8,}|\t/;

function tooWide(file: string, prose: readonly MessageLine[]): Found[] {
  const wide = prose.filter(({ text }) => {
    // Quoted output and code are indented, diffs and quotes marked; a URL, a path or a commit's title cannot be broken.
    const exempt =
      /^([ \t]{2,}|\t|>)/.test(text) ||
      OUTPUT.test(text) ||
      /https?:\/\/\S+|[0-9a-f]{12,40} \("/.test(text) ||
      !/\S\s+\S/.test(text);
    return !exempt && [...text].length > COLUMNS;
  });
  const [first] = wide;
  if (!first) return [];
  const columns = Math.max(...wide.map(({ text }) => [...text].length));
  const others = wide.slice(1).map(({ line }) => String(line - first.line));
  const message =
    wide.length === 1
      ? `the line takes ${columns} columns, more than ${COLUMNS}`
      : `${wide.length} lines take more than ${COLUMNS} columns, up to ${columns}: this one, and ${listed(others)} below it`;
  return [{ file, line: first.line, severity: 'note', message }];
}

/**
 * A sentence that says what the patch does in the indicative. Where the patch has been used, is part of a series, or
 * comes behind "before", no order can be given.
 */
const SELF =
  /(?:^|[.!?:]\s+)(This (?:patch(?:set| set| series)?|commit|change(?:set)?|series) (?:also |simply |just |only |now )?(?!series\b|has\b|was\b|is\b|does\b|depends\b|needs\b|requires\b|applies\b|should\b)[a-z]+s)\b/;

function selfReferences(file: string, prose: readonly MessageLine[]): Found[] {
  const all = prose.flatMap(({ text, line }) => {
    const phrase = /^[ \t>]/.test(text) ? undefined : SELF.exec(text)?.[1];
    return phrase === undefined ? [] : [{ phrase, line }];
  });
  const [first] = all;
  if (!first) return [];
  const more = all.length > 1 ? ` (${all.length} times)` : '';
  const message = `"${first.phrase}"${more}: say what to do in the imperative, as if giving orders to the code`;
  return [{ file, line: first.line, severity: 'note', message }];
}
