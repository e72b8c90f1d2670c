// SPDX-License-Identifier: GPL-2.0-only
import { PassThrough } from 'node:stream';
import { afterEach, expect, test, vi } from 'vitest';
import { standardInput } from './sides.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

function given(): PassThrough {
  const stream = new PassThrough();
  vi.spyOn(process, 'stdin', 'get').mockReturnValue(stream as unknown as typeof process.stdin);
  return stream;
}

test('standard input is read to its end', async () => {
  const stream = given();
  const text = standardInput(new AbortController().signal);
  stream.end('a lamp');
  expect(await text).toBe('a lamp');
});

test('a signal ends the wait for standard input that nobody writes to', async () => {
  given();
  const controller = new AbortController();
  const text = standardInput(controller.signal);
  controller.abort(new Error('SIGTERM'));
  await expect(text).rejects.toThrow('SIGTERM');
});
