// SPDX-License-Identifier: GPL-2.0-only
import { askedTexts } from '../lib/new-members.ts';
import { oneLine } from '../lib/tell.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'new-licence',
  severity: 'error',
  effect: 'defect',
  category: 'new',
  needs: ['uapi'],
  apart: true,
  title: 'A new header has no SPDX line, or a GPL one without the note about system calls.',
  why: `Programs of any licence include the header. The note says that using it makes none of them a derived work of the kernel.`,
  reference: 'Documentation/process/license-rules.rst, "Linux-syscall-note"',
  todo: 'Begin the header with `/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */`.',
  lint: (side) =>
    askedTexts(side).flatMap(({ name, path, text, generated }): Found[] => {
      if (generated) return [];
      const at = text.search(/SPDX-License-Identifier:/);
      const found = { file: path, symbol: name };
      if (at < 0)
        return [{ ...found, line: 1, message: `${name} has no SPDX-License-Identifier`, key: 'none' }];
      const [line = ''] = text.slice(at).split('\n');
      if (!/\bL?GPL-/.test(line) || /WITH\s+Linux-syscall-note/.test(line)) return [];
      const said = oneLine(line.replace(/^SPDX-License-Identifier:\s*|\*\/.*/g, ''));
      const number = text.slice(0, at).split('\n').length;
      const message = `${name} is under ${said} without "WITH Linux-syscall-note"`;
      return [
        {
          ...found,
          line: number,
          message,
          key: 'note',
          after: { file: path, line: number, text: oneLine(line) },
        },
      ];
    }),
};
