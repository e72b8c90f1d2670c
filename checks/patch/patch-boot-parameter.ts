// SPDX-License-Identifier: GPL-2.0-only
import { addedNames, documented } from '../lib/added.ts';
import { patchLetters } from '../lib/mail.ts';
import type { Rule } from '../rule.ts';

const PAGE = 'Documentation/admin-guide/kernel-parameters.txt';

export const rule: Rule = {
  id: 'patch-boot-parameter',
  severity: 'warning',
  category: 'patch',
  needs: ['mails'],
  checkpatch: ['UNDOCUMENTED_SETUP'],
  title: `A new boot parameter is not in ${PAGE}.`,
  why: 'There is no other list of boot parameters: nobody finds one that is not on it.',
  reference: 'Documentation/process/submit-checklist.rst, "Provide documentation"',
  todo: `Describe it in ${PAGE}, in the same series.`,
  compare({ mails }) {
    const letters = patchLetters(mails);
    return addedNames(letters, /^(?!tools\/|Documentation\/).*\.c$/, SETUP)
      .map((added) => ({ ...added, name: added.name.replace(/=$/, '') }))
      .filter(({ name }) => name !== '' && !documented(letters, /^Documentation\//, name))
      .map(({ file, line, name }) => ({
        file,
        line,
        symbol: name,
        message: `the boot parameter "${name}" is in no document that the series changes`,
      }));
  },
};

/** include/linux/init.h, include/linux/moduleparam.h. */
const SETUP = /^\s*(?:__setup|early_param|core_param)\(\s*"?([\w.-]+=?)"?\s*,/g;
