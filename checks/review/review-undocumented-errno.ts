// SPDX-License-Identifier: GPL-2.0-only
import { finalTexts, patchChanges } from '../lib/review/changes.ts';
import { commandsOf } from '../lib/review/commands.ts';
import { commentsAt, listed } from '../lib/tell.ts';
import type { Found, Rule, Subject } from '../rule.ts';

export const rule: Rule = {
  id: 'review-undocumented-errno',
  severity: 'warning',
  category: 'review',
  needs: ['patches', 'uapi', 'whole'],
  title: "A handler fails in a new way, and the header's list of errors for its command did not change.",
  why: 'The comment is the contract: a program is written against the errors that it names.',
  reference:
    'Documentation/process/submit-checklist.rst, "Provide documentation"; Documentation/driver-api/ioctl.rst, "Return code"',
  todo: 'Add the error, and when it comes, to the comment of the command.',
  compare: judge,
};

const ERROR = /-(E(?!LSE\b|ND\b)[A-Z0-9]{2,})\b/g;

function judge(subject: Subject): Found[] {
  const { uapi } = subject;
  if (!uapi) return [];
  const final = finalTexts(subject);
  const told = new Set<string>();
  return patchChanges(subject).flatMap(({ functions }) =>
    functions.flatMap(({ before, after, added }): Found[] => {
      if (!before) return [];
      const errors = (text: string) => new Set([...text.matchAll(ERROR)].map(([, name = '']) => name));
      const was = errors(before.text);
      const lines = added.filter(({ text }) => errors(text).size > 0);
      if (lines.length === 0) return [];
      const [first] = lines;
      return commandsOf(after, final, uapi.after).flatMap(({ name, path, line, text }): Found[] => {
        if (final.has(path) || told.has(name)) return [];
        const comment = documentation(text, line);
        const listedErrors = errors(comment);
        const fresh = [...new Set(lines.flatMap((one) => [...errors(one.text)]))].filter(
          (error) => !listedErrors.has(error) && !new RegExp(`\\b${error}\\b`).test(comment),
        );
        const unknown = fresh.filter((error) => !was.has(error));
        // A comment that names no error promises nothing of them, but says something all the same.
        if (comment.length < SHORT || fresh.length === 0) return [];
        const isContract = listedErrors.size > 0 || /\bE[A-Z]{3,}\b/.test(comment);
        if (!isContract && unknown.length === 0 && !/\berrno\b|\breturn/i.test(comment)) return [];
        told.add(name);
        const which = listed((unknown.length > 0 ? unknown : fresh).map((error) => `-${error}`));
        const message = `${after.name}() returns ${which} in a new case, and the comment of ${name} in ${path} says nothing of it`;
        const severity = isContract && unknown.length > 0 ? 'warning' : 'note';
        return [
          {
            file: after.path,
            line: first?.line ?? after.line,
            symbol: name,
            severity,
            message,
            key: `${name} ${which}`,
          },
        ];
      });
    }),
  );
}

const SHORT = 40;

/** The comment above a command, or above the struct that it takes: what stands between it and the code before. */
function documentation(text: string, line: number): string {
  const own = commentsAt(text, line);
  if (own.length >= SHORT) return own;
  const lines = text.split('\n');
  for (let at = line - 2; at >= 0 && at > line - 60; at--) {
    if (/\*\/\s*$/.test(lines[at] ?? '')) return commentsAt(text, at + 2);
    if (/^#\s*define\b/.test(lines[at] ?? '') && at < line - 2) break;
  }
  return own;
}
