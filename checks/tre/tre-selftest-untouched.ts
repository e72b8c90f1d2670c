// SPDX-License-Identifier: GPL-2.0-only
import { additionsOf, touched } from '../lib/additions.ts';
import { listed } from '../lib/tell.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'tre-selftest-untouched',
  severity: 'note',
  effect: 'defect',
  category: 'tre',
  needs: ['uapi', 'tree', 'whole'],
  title: 'A new interface comes without a change of the selftests at hand.',
  why: 'Whoever changes the code next has no test that shows what the kernel promised to userspace.',
  reference:
    'Documentation/dev-tools/kselftest.rst; Documentation/process/submit-checklist.rst, "Test your code"',
  todo: 'Add a selftest below tools/testing/selftests.',
  compare(subject) {
    if (!subject.uapi || touched(subject, 'tools/testing/selftests/') !== false) return [];
    return additionsOf(subject.uapi).map(({ header, ioctls }) => {
      const what = ioctls.length > 0 ? listed(ioctls.map(({ name }) => name)) : header.name;
      const message = `no known selftest changes with ${what}`;
      return { file: header.path, line: ioctls[0]?.line ?? 1, symbol: header.name, message };
    });
  },
};
