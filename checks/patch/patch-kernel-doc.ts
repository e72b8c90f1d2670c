// SPDX-License-Identifier: GPL-2.0-only
import { patchLetters } from '../lib/mail.ts';
import type { DiffFile, DiffLine } from '../lib/mail-diff.ts';
import { listed } from '../lib/tell.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'patch-kernel-doc',
  severity: 'note',
  category: 'patch',
  needs: ['mails'],
  title: 'A new function that modules may call has no kernel-doc comment.',
  why: 'Its callers are in code that its author does not know. No other place says what they may pass, and when they may call it.',
  reference:
    'Documentation/process/submit-checklist.rst, "Provide documentation"; Documentation/doc-guide/kernel-doc.rst',
  todo: 'Put a comment that begins with /** and the name above the function.',
  compare: ({ mails }) => patchLetters(mails).flatMap(({ files }) => files.flatMap(judge)),
};

const EXPORT = /^EXPORT_SYMBOL(?:_NS)?(?:_GPL)?\((\w+)/;

function judge({ path, hunks }: DiffFile): Found[] {
  const exported = new Set(
    hunks.flat().flatMap(({ sign, text }) => {
      const name = EXPORT.exec(text)?.[1];
      return sign === '+' && name !== undefined ? [name] : [];
    }),
  );
  const bare = hunks.flatMap((hunk) => hunk.flatMap((line, at) => undocumented(hunk, at, line, exported)));
  const [first] = bare;
  if (!first) return [];
  const names = listed(bare.map(({ name }) => `${name}()`));
  const message = `${names} ${bare.length > 1 ? 'are' : 'is'} new and exported, without a kernel-doc comment`;
  return [{ file: path, line: first.line, symbol: first.name, message }];
}

/** The definition of an exported name in added lines, where no comment ends right above it. */
function undocumented(
  hunk: readonly DiffLine[],
  at: number,
  { sign, text, at: line }: DiffLine,
  exported: ReadonlySet<string>,
): { name: string; line: number }[] {
  const name = /^(?!static\b|EXPORT|return\b)[A-Za-z_][\w\s*]*?\b(\w+)\((?!.*;\s*$)/.exec(text)?.[1];
  if (sign !== '+' || name === undefined || !exported.has(name)) return [];
  const above = hunk.slice(0, at).filter((one) => one.sign !== '-');
  // The type of the result may stand on a line of its own.
  const last = above.findLast(({ text: one }) => !/^[A-Za-z_][\w\s*]*$/.test(one));
  return last === undefined || /\*\/\s*$/.test(last.text) ? [] : [{ name, line }];
}
