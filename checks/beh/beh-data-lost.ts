// SPDX-License-Identifier: GPL-2.0-only
import { firstMention } from '../lib/driver/body.ts';
import { type DataLost, dataLost } from '../lib/driver/data-moved.ts';
import { listed } from '../lib/tell.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'beh-data-lost',
  severity: 'error',
  effect: 'behaviour-break',
  category: 'beh',
  needs: ['drivers'],
  apart: true,
  title:
    'read(), write(), sendmsg() or recvmsg() of a file, or an attribute of sysfs, moves no data any more: 0, or an error, for everybody.',
  why: 'To a program 0 of read() is the end of the file, and 0 of write() is a reason to try again, for ever; an error for everybody is an interface that is gone.',
  reference:
    'Documentation/admin-guide/reporting-regressions.rst, "What is a regression and what is the no regressions rule?"',
  todo: 'Return the number of bytes that were moved; where the interface has to go, say so in the message and name what programs do without it.',
  compare: ({ before, after }) => dataLost(before, after).map(told),
};

function told({ before, after, call, answers }: DataLost): Found {
  const place = firstMention(after, placeOf(after.name, answers));
  const now = before.name === after.name ? 'now it' : `${after.name}(), which serves it now,`;
  return {
    file: place.file,
    line: place.line,
    symbol: `${after.name}()`,
    message: `${before.name}() moved data for ${call}(); ${now} ${said(answers)}`,
    before: firstMention(before, before.name),
    after: place,
    breaks: ['old binary on new kernel'],
    key: call,
  };
}

function placeOf(name: string, answers: readonly string[]): RegExp {
  if (answers.length === 0) return new RegExp(`\\b${name}\\b`);
  return answers.includes('0') ? /\breturn\s+0\s*;|\breturn\b[^;]*\b0\s*;|=\s*0\s*;/ : /\breturn\b/;
}

function said(answers: readonly string[]): string {
  if (answers.length === 0) return 'does not look at the buffer';
  if (answers.includes('0'))
    return `answers 0${answers.length > 1 ? ' wherever it gives no error' : ' to everybody'}`;
  const errors = answers.filter((one) => one !== '-errno');
  return `answers everybody ${errors.length > 0 ? listed(errors) : 'an error'}`;
}
