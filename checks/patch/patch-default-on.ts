// SPDX-License-Identifier: GPL-2.0-only
import { isKconfig, newOptions } from '../lib/kconfig.ts';
import { patchLetters } from '../lib/mail.ts';
import type { DiffLine } from '../lib/mail-diff.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'patch-default-on',
  severity: 'note',
  category: 'patch',
  needs: ['mails'],
  title: 'A new config option with a prompt is on by default.',
  why: 'Whoever runs make oldconfig gets it unasked. An option is off by default, unless it is one of the exceptions in the document.',
  reference:
    'Documentation/process/submit-checklist.rst, "Review Kconfig changes"; Documentation/kbuild/kconfig-language.rst, "Menu attributes", "default value"',
  todo: 'Leave out the default, or say in the message which exception it is.',
  compare: ({ mails }) =>
    patchLetters(mails).flatMap(({ files }) =>
      files
        .filter(({ path }) => isKconfig(path))
        .flatMap(({ path, hunks }) =>
          hunks.flatMap((hunk) => newOptions(hunk).flatMap((one) => judge(path, one))),
        ),
    ),
};

/** Without a prompt an option follows others, and its default is theirs. */
function judge(file: string, lines: readonly DiffLine[]): Found[] {
  const name = /config\s+(\w+)/.exec(lines[0]?.text ?? '')?.[1];
  const prompt = lines.some(({ text }) => /^\s+(bool|tristate|prompt)\s+"/.test(text));
  const on = lines.find(({ text }) => /^\s+(default|def_bool|def_tristate)\s+[ym]\s*(#.*)?$/.test(text));
  if (!prompt || !on || name === undefined) return [];
  return [{ file, line: on.at, symbol: name, message: `${name} is new, and on by default` }];
}
