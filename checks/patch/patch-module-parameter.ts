// SPDX-License-Identifier: GPL-2.0-only
import { addedNames, documented, KERNEL_SOURCE } from '../lib/added.ts';
import { patchLetters } from '../lib/mail.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'patch-module-parameter',
  severity: 'warning',
  category: 'patch',
  needs: ['mails'],
  title: 'A new module parameter has no MODULE_PARM_DESC().',
  why: 'modinfo shows the description; a parameter without one is found by reading the source.',
  reference: 'Documentation/process/submit-checklist.rst, "Provide documentation"',
  todo: 'Add MODULE_PARM_DESC(name, "what it does") below the parameter.',
  compare({ mails }) {
    const letters = patchLetters(mails);
    return addedNames(letters, KERNEL_SOURCE, PARAMETER)
      .filter(({ name }) => !described(letters, name))
      .map(({ file, line, name }) => ({
        file,
        line,
        symbol: name,
        message: `the module parameter ${name} has no MODULE_PARM_DESC()`,
      }));
  },
};

/** include/linux/moduleparam.h; those of built-in code (core_param) are boot parameters. */
const PARAMETER =
  /(?<![\w#])module_param(?:_named|_array|_array_named|_string|_cb|_hw|_hw_named|_hw_array|_unsafe|_named_unsafe|_cb_unsafe)?\(\s*(\w+)\s*,/g;

/** What is built in and documented as a boot parameter needs no other description. */
function described(letters: Parameters<typeof documented>[0], name: string): boolean {
  const text = new RegExp(`MODULE_PARM_DESC\\(\\s*${name}\\b`);
  const shown = letters.some(({ files }) =>
    files.some(({ hunks }) => hunks.flat().some((line) => line.sign !== '-' && text.test(line.text))),
  );
  return shown || documented(letters, /^Documentation\/admin-guide\/kernel-parameters\.txt$/, `.${name}`);
}
