// SPDX-License-Identifier: GPL-2.0-only
import { type BodyPair, changedBodies } from '../lib/driver/body.ts';
import { type FilterRange, filters, rangesIn } from '../lib/driver/range.ts';
import { listed, oneLine } from '../lib/tell.ts';
import type { Found, Rule, Subject } from '../rule.ts';

export const rule: Rule = {
  id: 'beh-range-changed',
  severity: 'warning',
  effect: 'behaviour-break',
  category: 'beh',
  needs: ['drivers'],
  apart: true,
  title: 'A range that filters accesses now covers more, less, or nothing.',
  why: 'pread() and pwrite() hide a range of a BAR, such as the MSI-X table, by its two bounds. Where one loses a term the range is open, and nothing else in the driver says so.',
  reference: 'drivers/vfio/pci/vfio_pci_rdwr.c, "Fill reads with -1, drop writes"',
  todo: 'Keep both bounds; where the range is to be reached, let userspace opt in.',
  compare: (subject) => changedBodies(subject.before, subject.after).flatMap((pair) => judge(subject, pair)),
};

function judge({ before, after }: Subject, pair: BodyPair): Found[] {
  const [was, is] = [rangesIn(before, pair.before), rangesIn(after, pair.after)];
  const names = new Set(was.map(({ start, end }) => `${start} ${end}`));
  return [...names].flatMap((name): Found[] => {
    const of = (ranges: readonly FilterRange[]) =>
      ranges.filter(({ start, end }) => `${start} ${end}` === name && start !== '');
    const [then, now] = [of(was), of(is)];
    const [first] = then;
    // A function that does not filter with them any more was rewritten.
    if (!first || !filters(after, pair.after, first.start, first.end)) return [];
    if (now.length < then.length) {
      const gone = then.find(({ span }) => !now.some((one) => one.span.join() === span.join())) ?? first;
      return [told(pair, gone, 'is no longer set')];
    }
    // Terms may have got other names; how many there are tells whether one is gone.
    const other = then.findIndex(({ span }, at) => span.length !== now[at]?.span.length);
    const [old, fresh] = [then[other], now[other]];
    if (now.length > then.length || !old || !fresh) return [];
    // What a function gives may be the terms that are gone.
    if ([old, fresh].some(({ span }) => span.some((term) => term.includes('(')))) return [];
    return [told(pair, old, fresh.span.length > 0 ? `spans ${text(fresh)} now` : 'is empty now', fresh)];
  });
}

function told({ before, after }: BodyPair, old: FilterRange, words: string, fresh?: FilterRange): Found {
  const [side, body, line] = fresh
    ? (['after', after, fresh.line] as const)
    : (['before', before, old.line] as const);
  const place = { file: body.path, line, text: oneLine(body.text.split('\n')[line - body.line] ?? '') };
  const then = `${old.start} to ${old.end}, which spanned ${text(old)}`;
  return {
    file: place.file,
    line: place.line,
    message: `${after.name}() filters with ${then}, and ${words}`,
    symbol: `${after.name}()`,
    [side]: place,
    breaks: ['old binary on new kernel'],
    key: old.end,
  };
}

function text({ span }: FilterRange): string {
  return span.length > 0 ? listed(span) : 'nothing';
}
