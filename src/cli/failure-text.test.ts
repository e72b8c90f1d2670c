// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { exitStatus } from './failure-text.ts';

test.each([
  ['SIGHUP', 129],
  ['SIGINT', 130],
  ['SIGTERM', 143],
])('after %s the exit status is %i, whatever was thrown', (reason, status) => {
  expect(exitStatus(new Error('a program has died'), AbortSignal.abort(reason))).toBe(status);
});
