// SPDX-License-Identifier: GPL-2.0-only
import { type Letter, patchLetters } from '../lib/mail.ts';
import { FIXES } from '../message-fixes-tag/index.ts';
import type { Found, Rule } from '../rule.ts';

const DIGITS = 12;

export const rule: Rule = {
  id: 'message-commit-reference',
  severity: 'error',
  category: 'message',
  needs: ['mails'],
  checkpatch: ['GIT_COMMIT_ID'],
  title: 'A commit is referred to by fewer than 12 digits, or without its title.',
  why: 'Short ids become ambiguous as the repository grows, and nobody knows a commit by its number.',
  reference: 'Documentation/process/submitting-patches.rst, "Describe your changes"',
  todo: 'Refer to a commit by twelve digits and its title: 1a2b3c4d5e6f ("title").',
  // What git and b4 write of a base into cover letters are ids without titles.
  compare: ({ mails }) => patchLetters(mails).flatMap(judge),
};

/** A hexadecimal word that the text calls a commit, that a title follows, or that is too long to be anything else. */
const REFERENCE =
  /(?:\b(?:[Cc]ommits?|Fixes:)\s+([0-9a-f]{5,40})\b|(?<![\w/@.-])([0-9a-f]{7,40})(?=\s+\("))|(?<![\w/@.:-])([0-9a-f]{12,40})\b(?![\w@./-])/g;

const LOGGED = /^\s*\[\s*\d+\.\d{6}\]/;

function judge({ name, body }: Letter): Found[] {
  const [first] = body;
  if (!first) return [];
  const text = body.map((line) => line.text).join('\n');
  const introduced: string[] = [];
  return [...text.matchAll(REFERENCE)].flatMap((match): Found[] => {
    const id = match[1] ?? match[2] ?? match[3] ?? '';
    // A word of digits alone is a number, one of letters alone ("defaced") a word.
    if (!/\d/.test(id) || (!/[a-f]/.test(id) && !match[1])) return [];
    const place = match.index + match[0].lastIndexOf(id);
    const line = first.line + (text.slice(0, place).match(/\n/g)?.length ?? 0);
    // What the kernel logs has addresses.
    if (LOGGED.test(body[line - first.line]?.text ?? '')) return [];
    // In parentheses as the document has it, or without: the form is checkpatch.pl's affair.
    const titled = /^,?\s+\(?"[^"]/.test(text.slice(place + id.length));
    const known = introduced.some((other) => other.startsWith(id) || id.startsWith(other));
    // Git writes the one line, and the stable team the other above the whole message of that commit.
    const reverts = /(This reverts|cherry[ -]picked from) commit $/.test(text.slice(0, place));
    const upstream =
      /^[[ ]*Upstream commit $/im.test(text.slice(0, place)) ||
      /^ upstream\b/i.test(text.slice(place + id.length));
    if (titled) introduced.push(id);
    // The form of the tag is message-fixes-tag's affair.
    if (FIXES.test(body[line - first.line]?.text ?? '')) return [];
    const at = { file: name, line };
    if (id.length < DIGITS && (!known || titled))
      return [
        {
          ...at,
          message: `the commit ${id} is referred to by ${id.length} digits, at least ${DIGITS} are needed`,
        },
      ];
    if (titled || known || reverts || upstream) return [];
    return [
      {
        ...at,
        message: `the commit ${id} is referred to without its title: ${id.slice(0, DIGITS)} ("title")`,
      },
    ];
  });
}
