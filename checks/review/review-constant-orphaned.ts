// SPDX-License-Identifier: GPL-2.0-only
import { constantsIn } from '../lib/review/bits.ts';
import { baseTexts, finalTexts, patchChanges } from '../lib/review/changes.ts';
import { prose } from '../lib/review/said.ts';
import { isUapi, lostConstants } from '../lib/review/words.ts';
import type { Elsewhere, Found, Rule, Subject } from '../rule.ts';

export const rule: Rule = {
  id: 'review-constant-orphaned',
  severity: 'warning',
  category: 'review',
  needs: ['mails', 'patches', 'elsewhere', 'whole'],
  title:
    'A patch removes the last use of a UAPI constant in the kernel, and the header still describes the constant.',
  why: 'Userspace reads the header, and then waits for something that no kernel sends, or sets something that nobody reads.',
  reference: 'Documentation/process/submitting-patches.rst, "Describe your changes"',
  todo: 'Say at its definition that it is no longer used, and since when; keep the number.',
  compare: (subject) => (subject.elsewhere ? judge(subject, subject.elsewhere) : []),
};

function judge(subject: Subject, elsewhere: Elsewhere): Found[] {
  const final = finalTexts(subject);
  const base = baseTexts(subject);
  const said = prose(subject);
  return lostConstants(subject.patches).flatMap((name): Found[] => {
    const files = elsewhere.files(name);
    if (!files) return [];
    const header = files.find((path) => isUapi(path) && !/^tools\//.test(path));
    // Another user, or no constant of the UAPI.
    const users = files.filter((path) => !isUapi(path) && !/^tools\//.test(path) && !final.has(path));
    if (header === undefined || users.length > 0) return [];
    // A patch that edits the words at the constant, or says what becomes of it, has thought of it.
    if (
      new RegExp(`\\b${name}\\b`).test(said) ||
      described(base.get(header), name) !== described(final.get(header), name)
    )
      return [];
    const line = patchChanges(subject)
      .flatMap(({ removed }) => removed)
      .find(({ text, path }) => !isUapi(path) && constantsIn(text).includes(name));
    const message = `nothing in the kernel mentions ${name} any more, and ${header} describes it as before`;
    return [{ file: line?.path ?? header, line: line?.line ?? 1, symbol: name, message, key: name }];
  });
}

/** The lines around a definition, with the comment above it. */
function described(text: string | undefined, name: string): string {
  const lines = text?.split('\n') ?? [];
  const at = lines.findIndex((line) => new RegExp(`^\\s*(?:#\\s*define\\s+)?${name}\\b`).test(line));
  return at < 0 ? '' : lines.slice(Math.max(0, at - 15), at + 3).join('\n');
}
