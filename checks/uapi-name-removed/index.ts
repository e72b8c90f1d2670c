// SPDX-License-Identifier: GPL-2.0-only
import { type ChangedHeader, changedHeaders, isDamaged } from '../lib/changed.ts';
import { type Header, headerOf, UAPI } from '../lib/header.ts';
import type { Found, Rule, Subject } from '../rule.ts';

export const rule: Rule = {
  id: 'uapi-name-removed',
  severity: 'error',
  category: 'mac',
  needs: ['tree'],
  title: 'A macro, enumerator, struct or union of a UAPI header is gone.',
  why: `A program that uses the name does not compile any more against the new header, and what it stood for may still be asked for by binaries. A renamed name keeps its old spelling as an alias.`,
  reference: 'Documentation/process/handling-regressions.rst, "Quotes from Linus about regression"',
  todo: 'Superseded.',
  compare: (subject) => changedHeaders(subject).flatMap((header) => gone(subject, header)),
};

function gone(subject: Subject, { path, before, after }: ChangedHeader): Found[] {
  if (!before) return [];
  if (!after) return [{ file: path, line: 1, message: `the UAPI header ${path} is gone` }];
  const remaining = subject.after.paths.filter((other) => UAPI.test(other));
  // A name that moved to another header is still there for whoever includes both, and it is not lost.
  const elsewhere = (name: string) =>
    remaining.some((other) => other !== path && names(headerOf(subject.after, other)).has(name));
  const left = names(after);
  return [...names(before)]
    .filter(([name]) => !left.has(name) && !elsewhere(name))
    .map(([name, { what, line }]): Found => {
      const thing = `${what} ${name}`.trim();
      if (isDamaged(after) && new RegExp(`\\b${name.replace(' ', '\\s+')}\\b`).test(after.file.text)) {
        const message = `could not evaluate whether the ${thing} is gone: ${path} does not parse everywhere`;
        return { file: path, line, severity: 'note', message };
      }
      return { file: path, line, message: `the ${thing} is gone` };
    });
}

/** Every name that a header offers to programs, with what it is. Its include guard is nobody's business. */
function names(header: Header | undefined): Map<string, { what: string; line: number }> {
  const found = new Map<string, { what: string; line: number }>();
  if (!header) return found;
  for (const { name, kind, text, line } of header.constants.values())
    if (kind !== 'macro' || text !== '' || !/_H_*$/.test(name)) found.set(name, { what: kind, line });
  for (const { name, line } of header.functionMacros.values()) found.set(name, { what: 'macro', line });
  for (const { name, kind, line } of header.structs.values())
    found.set(`${kind} ${name}`, { what: '', line });
  return new Map([...found].sort(([, a], [, b]) => a.line - b.line));
}
