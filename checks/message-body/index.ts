// SPDX-License-Identifier: GPL-2.0-only
import { isPatch, type Letter, type Line, letterOf, TAG } from '../lib/mail.ts';
import type { Found, Rule } from '../rule.ts';

const COLUMNS = 75;

export const rule: Rule = {
  id: 'message-body',
  severity: 'error',
  category: 'message',
  needs: ['mails'],
  checkpatch: ['COMMIT_MESSAGE', 'COMMIT_LOG_LONG_LINE'],
  title:
    'A commit message is missing or says no more than the subject, is wider than 75 columns, or speaks of "this patch".',
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
  if (!isPatch(letter)) return [];
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
        severity: 'warning',
        message: 'the message says no more than the subject: why is the change made?',
      },
    ];
  return prose.flatMap((line) => [...tooWide(name, line), ...selfReference(name, line)]);
}

/** What the kernel logs, a compiler says, or git sums up: broken lines of those can no longer be searched for. */
const OUTPUT = /^\[\s*\d+\.\d{6}\]|^[\w./+-]+:\d+(:\d+)?:? |^\S+\s+\|\s+\d+ |\+0x[0-9a-f]+\/0x[0-9a-f]+/;

function tooWide(file: string, { text, line }: Line): Found[] {
  const columns = [...text].length;
  // Quoted output and code are indented, diffs and quotes marked; a URL or a path cannot be broken.
  const exempt =
    /^([ \t]{2,}|\t|>)/.test(text) ||
    OUTPUT.test(text) ||
    /https?:\/\/\S+/.test(text) ||
    !/\S\s+\S/.test(text);
  if (columns <= COLUMNS || exempt) return [];
  return [
    { file, line, severity: 'warning', message: `the line takes ${columns} columns, more than ${COLUMNS}` },
  ];
}

function selfReference(file: string, { text, line }: Line): Found[] {
  const phrase = /\b[Tt]his (patch|commit|patchset)\b/.exec(text)?.[0];
  if (!phrase || /^[ \t>]/.test(text)) return [];
  const message = `"${phrase}": say what to do in the imperative, as if giving orders to the code`;
  return [{ file, line, severity: 'warning', message }];
}
