// SPDX-License-Identifier: GPL-2.0-only
import type { FunctionText } from '../lib/driver/body.ts';
import { bodies, type CodeLine, finalTexts, patchChanges } from '../lib/review/changes.ts';
import { listed } from '../lib/tell.ts';
import type { Found, Rule, Subject } from '../rule.ts';

export const rule: Rule = {
  id: 'review-live-decision',
  severity: 'warning',
  category: 'review',
  needs: ['patches'],
  title: 'Several handlers of one open file each decide anew, by a flag of an object that they do not own.',
  why: 'The flag may change while the file is open: what one call described, another one refuses. A driver that keeps what it found on open cannot contradict itself.',
  reference: 'Documentation/driver-api/vfio.rst, "VFIO device registration"',
  todo: 'Sample it once when the device is opened, and ask the copy.',
  compare: judge,
};

const HANDLER = /(^|_)(mmap|fault|ioctl|feature|read|write|rw|poll|info|ctl)(_|$)/;
const OPENER = /(^|_)(open|enable|open_device)$/;
/** A flag three arrows away, or two from something that a call looked up. */
const LIVE =
  /((?:\b[a-z_]\w*(?:\([^()]*\))?)(?:->\w+){3,})\s*&\s*([A-Z][A-Z0-9_]+)|\btest_bit\(\s*([A-Z]\w+),\s*&((?:\b[a-z_]\w*)(?:->\w+){3,})/g;

function judge(subject: Subject): Found[] {
  const final = finalTexts(subject);
  const uses = new Map<string, { at: CodeLine; name: string }[]>();
  for (const { functions } of patchChanges(subject))
    for (const { added, after } of functions)
      if (HANDLER.test(after.name))
        for (const at of added)
          for (const [, path, flag, bit, word] of at.text.matchAll(LIVE)) {
            const key = `${folderOf(at.path)} ${(path ?? word ?? '').replace(/^\w+/, '')} ${flag ?? bit}`;
            uses.set(key, [...(uses.get(key) ?? []), { at, name: after.name }]);
          }
  return [...uses].flatMap(([key, all]): Found[] => {
    const names = [...new Set(all.map(({ name }) => name))];
    const [folder = '', path = '', flag = ''] = key.split(' ');
    const opener = names.length > 1 ? openerIn(final, folder) : undefined;
    const [first] = all;
    if (!opener || !first) return [];
    const kept = /\b\w+->(\w+)\s*=[^=]/.exec(opener.text.slice(opener.text.indexOf('{')))?.[1];
    const sibling = kept === undefined ? '' : `, as it keeps ${kept}`;
    const message = `${listed(names.map((name) => `${name}()`))} each read ${flag} of ${path.slice(2)} anew, which may change in between; ${opener.name}() could keep it${sibling}`;
    return [{ file: first.at.path, line: first.at.line, symbol: flag, message, key: flag }];
  });
}

function folderOf(path: string): string {
  return path.replace(/[^/]*$/, '');
}

function openerIn(final: ReadonlyMap<string, string | undefined>, folder: string): FunctionText | undefined {
  for (const [path, text] of final) {
    if (text === undefined || folderOf(path) !== folder) continue;
    const opener = bodies(path, text).find(({ name }) => OPENER.test(name));
    if (opener) return opener;
  }
  return undefined;
}
