// SPDX-License-Identifier: GPL-2.0-only
import type { ApiFunction } from '../../src/uapi/model.ts';
import { cxxChanges } from '../lib/cxx.ts';
import { unlinkedFunctions } from '../lib/linkage.ts';
import { listed, oneLine, quotationOf } from '../lib/tell.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'cxx-refused',
  severity: 'error',
  effect: 'source-break',
  category: 'cxx',
  needs: ['uapi'],
  title: 'A header no longer compiles as C++, or a new one does not; or a function leaves extern "C".',
  why: 'Programs in C++ include the headers of the UAPI. A name that is a word of C++, a tag inside an anonymous union and a flexible array where g++ takes none make the whole header useless to them.',
  reference:
    'usr/include/Makefile; ISO/IEC 14882, [lex.key], [class.union.anon]; gcc manual, "Arrays of Length Zero"',
  todo: 'Choose another name; where a name has to stay, give C++ another one between `#ifdef __cplusplus`; use __DECLARE_FLEX_ARRAY() and __struct_group().',
  compare: (subject) => [
    ...(subject.uapi ? unlinkedFunctions(subject.uapi) : []).map(unlinked),
    ...(cxxChanges(subject) ?? []).flatMap(({ header, old, problems }): Found | Found[] => {
      const [first] = problems;
      if (!first) return [];
      const words = problems.map(({ symbol, text }) => `${symbol} (${text})`);
      const message = `${header.name} ${old ? 'no longer compiles' : 'does not compile'} as C++: ${listed(words, 4)}`;
      const found: Found = {
        file: header.path,
        line: first.line,
        symbol: first.symbol,
        message,
        language: 'C++',
        key: problems.map(({ symbol }) => symbol).join(),
        after: {
          file: header.path,
          line: first.line,
          text: oneLine(header.text.split('\n')[first.line - 1] ?? ''),
        },
        ...(problems.length > 1 ? { inherited: problems.slice(1).map(({ symbol }) => symbol) } : {}),
      };
      return old
        ? { ...found, breaks: ['recompiled source'] }
        : { ...found, severity: 'warning', effect: 'defect' };
    }),
  ],
};

function unlinked({ header, functions }: ReturnType<typeof unlinkedFunctions>[number]): Found {
  const [first, ...others] = functions as [ApiFunction, ...ApiFunction[]];
  const names = functions.map(({ name }) => `${name}()`);
  return {
    file: first.path,
    line: first.line,
    symbol: `${first.name}()`,
    message: `${listed(names, 4)} of ${header} left extern "C": programs in C++ ask the linker for a mangled name, which no library of C has`,
    language: 'C++',
    key: 'extern C',
    after: quotationOf(first),
    breaks: ['recompiled source'],
    ...(others.length > 0 ? { inherited: others.map(({ name }) => `${name}()`) } : {}),
  };
}
