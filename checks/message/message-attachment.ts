// SPDX-License-Identifier: GPL-2.0-only
import { isPatchLetter, type Letter, letterOf } from '../lib/mail.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'message-attachment',
  severity: 'warning',
  category: 'message',
  needs: ['mails'],
  title: 'A patch is attached, sent as HTML, or as text that flows.',
  why: 'Reviewers answer below the lines that they quote, which an attachment does not let them; text that flows has its lines broken anew on the way.',
  reference:
    'Documentation/process/submitting-patches.rst, "No MIME, no links, no compression, no attachments. Just plain text"',
  todo: 'Send it with git send-email, or b4 send.',
  compare: ({ mails }) => mails.map(letterOf).filter(isPatchLetter).flatMap(judge),
};

function judge({ name, headers }: Letter): Found[] {
  const type = headers.get('content-type') ?? '';
  // A signature of the mail stands beside the text, which is inline all the same.
  const how = /^multipart\/(?!signed)/i.test(type)
    ? `is in parts (${type.split(';')[0]})`
    : /^text\/(?!plain)/i.test(type)
      ? `is no plain text (${type.split(';')[0]})`
      : /format="?flowed/i.test(type)
        ? 'lets its lines flow (format=flowed)'
        : undefined;
  return how === undefined ? [] : [{ file: name, line: 1, message: `the mail ${how}` }];
}
