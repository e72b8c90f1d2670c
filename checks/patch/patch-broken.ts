// SPDX-License-Identifier: GPL-2.0-only
import { isKconfig, newOptions } from '../lib/kconfig.ts';
import { patchLetters } from '../lib/mail.ts';
import type { DiffLine } from '../lib/mail-diff.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'patch-broken',
  severity: 'warning',
  category: 'patch',
  needs: ['mails'],
  title: 'A new config option depends on BROKEN.',
  why: 'Nobody can switch BROKEN on, so neither people nor build robots compile the new code.',
  reference:
    'Documentation/kbuild/kconfig-language.rst, "Adding common features and make the usage configurable"; init/Kconfig, BROKEN',
  todo: 'Post the driver when it can be built, or depend on what it really lacks.',
  // An old option that becomes broken is another matter: it is known not to work.
  compare: ({ mails }) =>
    patchLetters(mails).flatMap(({ files }) =>
      files
        .filter(({ path }) => isKconfig(path))
        .flatMap(({ path, hunks }) => hunks.flatMap(newOptions).flatMap((option) => judge(path, option))),
    ),
};

function judge(file: string, option: readonly DiffLine[]): Found[] {
  const name = /config\s+(\w+)/.exec(option[0]?.text ?? '')?.[1];
  // "|| BROKEN" and "!BROKEN" leave another way open.
  const on = option.find(({ text }) => /^\s+depends on (?:[^|]*&&\s*)?BROKEN\b(?!\s*\|\|)/.test(text));
  if (!on || name === undefined) return [];
  return [
    {
      file,
      line: on.at,
      symbol: name,
      message: `${name} is new, and depends on BROKEN: nobody can build it`,
    },
  ];
}
