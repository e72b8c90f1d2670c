// SPDX-License-Identifier: GPL-2.0-only
import { cxxChanges } from '../lib/cxx.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'cxx-layout',
  severity: 'error',
  effect: 'binary-break',
  category: 'cxx',
  needs: ['uapi'],
  title: 'A struct of the UAPI has another layout in C++ than in C.',
  why: 'An empty struct has no size in GNU C and one byte in C++, so what stands behind it moves: the program and the kernel read different bytes, and no compiler says so.',
  reference: 'include/uapi/linux/stddef.h, __DECLARE_FLEX_ARRAY; gcc manual, "Structures with No Members"',
  todo: 'Use __DECLARE_FLEX_ARRAY() of linux/stddef.h, which needs no empty struct in C++.',
  compare: (subject) =>
    (cxxChanges(subject) ?? []).flatMap(({ header, layouts }) =>
      layouts.map(({ type, line, text }): Found => {
        const there = subject.uapi?.before.type(type, header.name) !== undefined;
        const message = `${type} is laid out otherwise in C++: ${text}`;
        const found: Found = { file: header.path, line, symbol: type, message, language: 'C++' };
        return there
          ? { ...found, breaks: ['old binary on new kernel', 'new binary on old kernel'] }
          : { ...found, severity: 'warning', effect: 'defect' };
      }),
    ),
};
