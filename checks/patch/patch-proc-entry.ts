// SPDX-License-Identifier: GPL-2.0-only
import { addedNames, documented, KERNEL_SOURCE } from '../lib/added.ts';
import { patchLetters } from '../lib/mail.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'patch-proc-entry',
  severity: 'warning',
  category: 'patch',
  needs: ['mails'],
  title: 'A new entry of /proc is in no document.',
  why: 'Its lines become an interface the day the first script parses them.',
  reference: 'Documentation/process/submit-checklist.rst, "Provide documentation"',
  todo: 'Describe it below Documentation/, in Documentation/filesystems/proc.rst for example.',
  compare({ mails }) {
    const letters = patchLetters(mails);
    return addedNames(letters, KERNEL_SOURCE, ENTRY)
      .filter(({ name }) => !documented(letters, /^Documentation\//, name.replace(/^.*\//, '')))
      .map(({ file, line, name }) => ({
        file,
        line,
        symbol: `/proc/${name}`,
        message: `the entry "${name}" of /proc is in no document that the series changes`,
      }));
  },
};

/** include/linux/proc_fs.h; a name that is computed is not judged. */
const ENTRY =
  /\bproc_(?:create(?:_data|_single|_single_data|_seq|_seq_data|_seq_private|_net\w*)?|symlink)\(\s*"([^"%]+)"/g;
