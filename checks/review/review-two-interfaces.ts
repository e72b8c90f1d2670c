// SPDX-License-Identifier: GPL-2.0-only
import { type ChangedFunction, type PatchChange, patchChanges } from '../lib/review/changes.ts';
import { patchLetter } from '../lib/review/said.ts';
import { topOf } from '../lib/series.ts';
import type { Found, Rule, Subject } from '../rule.ts';

export const rule: Rule = {
  id: 'review-two-interfaces',
  severity: 'warning',
  category: 'review',
  needs: ['patches'],
  title: 'One patch changes what mmap() allows and what read() or write() do.',
  why: 'They are two promises to userspace with two histories: one may be wanted and the other not, and a revert takes both.',
  reference: 'Documentation/process/submitting-patches.rst, "Separate your changes"',
  todo: 'Make the change of read() and write() a patch of its own, with its own reason, that can be dropped.',
  compare: (subject) => patchChanges(subject).flatMap((change) => judge(subject, change)),
};

const MMAP = /(^|_)mmap$/;
const RDWR = /(^|_)(read|write|rw|pread|pwrite|read_iter|write_iter)$/;
/** A patch that changes more functions than these is about something that they share. */
const MOST = 8;

function judge(subject: Subject, { patch, functions }: PatchChange): Found[] {
  const old = functions.filter(({ before }) => before !== undefined);
  if (old.length > MOST) return [];
  const [maps, accesses] = [MMAP, RDWR].map((name) =>
    old.filter((one) => name.test(one.after.name) && decides(one)),
  ) as [ChangedFunction[], ChangedFunction[]];
  const pair = maps.flatMap((one) =>
    accesses.filter((other) => isBeside(one, other)).map((other) => [one, other] as const),
  )[0];
  if (!pair) return [];
  const letter = patchLetter(subject, patch.subject);
  const message = `the patch changes what ${pair[0].after.name}() allows and what ${pair[1].after.name}() does`;
  const place = letter ? topOf(letter) : { file: pair[1].after.path, line: pair[1].after.line };
  return [{ ...place, symbol: pair[1].after.name, message, key: patch.subject }];
}

/** A condition differs: not a name, a type or a lock. */
function decides({ added, removed }: ChangedFunction): boolean {
  const conditions = (lines: readonly { readonly text: string }[]) =>
    lines.filter(({ text }) => /\bif\s*\(|&&|\|\|/.test(text)).map(({ text }) => text.replace(/\s+/g, ''));
  const [now, then] = [conditions(added), conditions(removed)];
  return now.length > 0 && now.some((one) => !then.some((other) => shape(other) === shape(one)));
}

/** Without names: a condition on something that is called otherwise is the same one. */
function shape(text: string): string {
  return text.replace(/[A-Za-z_]\w*/g, 'x');
}

function isBeside(one: ChangedFunction, other: ChangedFunction): boolean {
  const folder = ({ after }: ChangedFunction) => after.path.replace(/[^/]*$/, '');
  return folder(one) === folder(other);
}
