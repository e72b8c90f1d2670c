// SPDX-License-Identifier: GPL-2.0-only
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { together } from './together.ts';

const never = (signal: AbortSignal) => sleep(60_000, undefined, { signal });

test('pieces run side by side, and the body says what comes of them', async () => {
  const order: string[] = [];
  const made = await together(new AbortController().signal, async (start) => {
    const slow = start(async () => {
      await sleep(20);
      order.push('slow');
      return 2;
    });
    order.push('body');
    return (await start(async () => 40)) + (await slow);
  });
  expect([made, order]).toEqual([42, ['body', 'slow']]);
});

test('a piece that fails ends the others and the body, and its error is thrown, not what they make of it', async () => {
  const ended: string[] = [];
  const error = new Error('no compiler');
  const made = together(new AbortController().signal, async (start) => {
    const waiting = start((signal) =>
      never(signal).catch(() => {
        ended.push((signal.reason as Error).name);
        throw new Error('no editor either');
      }),
    );
    start(() => Promise.reject(error));
    await waiting;
  });
  await expect(made).rejects.toBe(error);
  expect(ended).toEqual(['AbortError']);
});

test('nothing is left running when the body itself fails', async () => {
  let ended = false;
  const made = together(new AbortController().signal, async (start) => {
    start((signal) =>
      never(signal).catch(async () => {
        await sleep(20);
        ended = true;
      }),
    );
    throw new Error('later');
  });
  await expect(made).rejects.toThrow('later');
  expect(ended).toBe(true);
});

test('what a piece starts late is waited for as well', async () => {
  let ended = false;
  const made = together(new AbortController().signal, async (start) => {
    start(async () => {
      await sleep(20);
      start(async () => {
        await sleep(20);
        ended = true;
      });
    });
  });
  await made;
  expect(ended).toBe(true);
});

test('an abort from outside reaches every piece', async () => {
  const outer = new AbortController();
  const made = together(outer.signal, async (start) => start(never));
  outer.abort(new Error('Ctrl-C'));
  await expect(made).rejects.toThrow('The operation was aborted');
});
