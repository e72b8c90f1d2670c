// SPDX-License-Identifier: GPL-2.0-only

/** What a verdict or a test's status is called, with a sign that shows without colours. */
const STATUS: Readonly<
  Record<string, { readonly sign: string; readonly word: string; readonly tone: string }>
> = {
  PASS: { sign: '✓', word: 'passed', tone: 'good' },
  XFAIL: { sign: '✓', word: 'failed, as announced', tone: 'good' },
  FAIL: { sign: '✗', word: 'failed', tone: 'bad' },
  ERROR: { sign: '!', word: 'error', tone: 'bad' },
  MISS: { sign: '!', word: 'missed', tone: 'bad' },
  SKIP: { sign: '–', word: 'not run', tone: 'none' },
};

export function statusMark(status: string): {
  readonly sign: string;
  readonly word: string;
  readonly tone: string;
} {
  return STATUS[status] ?? { sign: '?', word: status, tone: 'none' };
}
