// SPDX-License-Identifier: GPL-2.0-only
import { patchLetters } from '../lib/mail.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'message-duplicate-subject',
  severity: 'warning',
  category: 'message',
  needs: ['mails'],
  title: 'Two patches of a series have the same subject.',
  why: 'The subject becomes the identifier of the patch: in discussions, in references to the commit, in searches.',
  reference: 'Documentation/process/submitting-patches.rst, "The canonical patch format", "Subject Line"',
  todo: 'Give each patch a subject that says what it alone does.',
  compare({ mails }) {
    const first = new Map<string, string>();
    return patchLetters(mails).flatMap(({ name, subject: { text, line } }): Found[] => {
      const key = text.toLowerCase().replace(/\s+/g, ' ').trim();
      const other = first.get(key);
      if (key === '' || other === undefined) {
        first.set(key, name);
        return [];
      }
      return [{ file: name, line, message: `"${text}" is the subject of ${other} as well` }];
    });
  },
};
