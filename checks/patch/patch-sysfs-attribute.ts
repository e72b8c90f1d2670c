// SPDX-License-Identifier: GPL-2.0-only
import { addedNames, documented, KERNEL_SOURCE } from '../lib/added.ts';
import { patchLetters } from '../lib/mail.ts';
import { listed } from '../lib/tell.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'patch-sysfs-attribute',
  severity: 'warning',
  category: 'patch',
  needs: ['mails'],
  title: 'A new attribute of sysfs is not in Documentation/ABI.',
  why: 'A file of sysfs is ABI, and Documentation/ABI is where its name, its values and its first kernel are looked up.',
  reference:
    'Documentation/process/submit-checklist.rst, "Provide documentation"; Documentation/admin-guide/abi.rst',
  todo: 'Add What:, Date:, KernelVersion:, Contact: and Description: to a file of Documentation/ABI/testing.',
  compare({ mails }) {
    const letters = patchLetters(mails);
    const missing = addedNames(letters, KERNEL_SOURCE, ATTRIBUTE).filter(
      ({ name }) => !documented(letters, /^Documentation\//, name),
    );
    const files = [...new Set(missing.map(({ file }) => file))];
    return files.flatMap((own) => {
      const group = missing.filter(({ file }) => file === own);
      const [first] = group;
      if (!first) return [];
      const names = listed([...new Set(group.map(({ name }) => name))]);
      const message = `${names} of sysfs ${group.length > 1 ? 'are' : 'is'} in no document that the series changes`;
      return [{ file: first.file, line: first.line, symbol: first.name, message }];
    });
  },
};

/** include/linux/device.h, include/linux/sysfs.h: the macros that name an attribute. */
const ATTRIBUTE =
  /^\s*(?:static\s+)?(?:const\s+)?(?:DEVICE|DRIVER|BUS|CLASS|BIN)_ATTR(?:_RW|_RO|_WO|_ADMIN_RW|_ADMIN_RO|_SIMPLE_RO)?\(\s*(\w+)/g;
