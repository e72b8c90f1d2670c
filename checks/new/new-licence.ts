// SPDX-License-Identifier: GPL-2.0-only
import { lineOf } from '../../src/c/lines.ts';
import { foreignText } from '../../src/c/preprocess/foreign.ts';
import { includesOnce } from '../../src/uapi/compare/includes.ts';
import { headerText } from '../../src/uapi/header-text.ts';
import { askedTexts, isLibrary, mayPromise } from '../lib/new-members.ts';
import { oneLine } from '../lib/tell.ts';
import type { Found, Rule, Side } from '../rule.ts';

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
  lint: (side, among) => {
    const texts = askedTexts(side);
    const bySpdx = texts.some(({ text }) => !SPDX.test(text)) && isWayOf(side, ALL, SPDX);
    const byNote = texts.some(({ text }) => WITHOUT_NOTE.test(text)) && isWayOf(side, GPL, NOTE);
    return texts.flatMap(({ name, path, text, generated }): Found[] => {
      if (generated || among?.has(name) === false) return [];
      const at = text.search(/SPDX-License-Identifier:/);
      const found = { file: path, symbol: name };
      if (at < 0)
        return !bySpdx || isOfLibrary(side, name) || foreignText(text) !== undefined
          ? []
          : [{ ...found, line: 1, message: `${name} has no SPDX-License-Identifier`, key: 'none' }];
      const [line = ''] = text.slice(at).split('\n');
      if (!GPL.test(line) || NOTE.test(line) || !byNote || isOfLibrary(side, name)) return [];
      const said = oneLine(line.replace(/^SPDX-License-Identifier:\s*|\*\/.*/g, ''));
      const number = lineOf(text, at);
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
    });
  },
};

const NONE = { text: '' };
const SPDX = /SPDX-License-Identifier:/;
const GPL = /\bL?GPL-/;
const NOTE = /WITH\s+Linux-syscall-note/;
const WITHOUT_NOTE = /SPDX-License-Identifier:(?!.*Linux-syscall-note)/;
const ALL = /(?:)/;

function isOfLibrary({ api }: Side, name: string): boolean {
  // By the texts first: to read what a header declares takes longer than all of this rule.
  const near = [name, ...includesOnce(api.headers, api.targets).of(name)];
  if (!near.some((one) => api.targets.some((target) => mayPromise(api.headers.get(one, target) ?? NONE))))
    return false;
  const header = api.header(name);
  // Another name of a library's header includes that and nothing else.
  const all = [header, ...(header?.includes ?? []).map((one) => api.header(one))];
  return all.some((one) => one !== undefined && isLibrary(one));
}

/** Fewer headers than these are no collection with a way of its own. */
const MANY = 20;

/**
 * Whether half of the side's headers that have one text have another: bionic takes all comments out of its copies, and the
 * headers of a library are under the LGPL without the kernel's note. Those that differ would have to be compared first,
 * which this rule does without.
 */
function isWayOf({ api }: Side, those: RegExp, have: RegExp): boolean {
  const names = new Set(api.targets.flatMap((target) => api.headers.names(target)));
  let [all, withIt] = [0, 0];
  for (const name of names) {
    const text = headerText(api, name)?.text;
    if (text === undefined || !those.test(text)) continue;
    all++;
    if (have.test(text)) withIt++;
    // Whatever the rest has: it need not be read.
    if (withIt * 2 >= names.size) return true;
  }
  return all < MANY || withIt * 2 >= all;
}
