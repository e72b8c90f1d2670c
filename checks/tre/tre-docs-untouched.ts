// SPDX-License-Identifier: GPL-2.0-only
import { additionsOf, touched } from '../lib/additions.ts';
import { listed } from '../lib/tell.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'tre-docs-untouched',
  severity: 'note',
  effect: 'defect',
  category: 'tre',
  needs: ['uapi', 'tree', 'whole'],
  title: 'A new interface comes without a change of the documentation at hand.',
  why: 'If only the code describes an interface, programs rely on whatever the code happens to do, and nobody can correct it later.',
  reference:
    'Documentation/process/submit-checklist.rst, "Provide documentation"; Documentation/userspace-api/ioctl/ioctl-number.rst',
  todo: 'Describe the interface below Documentation.',
  compare(subject) {
    if (!subject.uapi || touched(subject, 'Documentation/') !== false) return [];
    return additionsOf(subject.uapi).map(({ header, ioctls }) => {
      const what = ioctls.length > 0 ? listed(ioctls.map(({ name }) => name)) : header.name;
      const message = `no known file below Documentation changes with ${what}`;
      return { file: header.path, line: ioctls[0]?.line ?? 1, symbol: header.name, message };
    });
  },
};
