// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { type Asked, apart } from './uapi-apart.ts';

const asked: Asked = { old: 'a', names: ['b', 'c'], input: '', cache: '/nowhere', targets: [], disable: [] };

/** A thread that runs this text. */
const program = (text: string) => new URL(`data:text/javascript,${encodeURIComponent(text)}`);

test('what the thread says is handed out by the place of the new side, whenever it is asked for', async () => {
  const from = apart(
    program(`import { parentPort, workerData } from 'node:worker_threads';
      for (const name of workerData.names) parentPort.postMessage({ runs: [], skipped: [{ rule: name, reason: '' }] });`),
    asked,
  );
  const second = await from(1);
  expect([(await from(0))?.skipped[0]?.rule, second?.skipped[0]?.rule]).toEqual(['b', 'c']);
});

test('a thread that fails leaves the rest to who asked', async () => {
  const from = apart(
    program(`import { parentPort } from 'node:worker_threads';
      parentPort.postMessage({ runs: [], skipped: [] });
      throw new Error('out of lamps');`),
    asked,
  );
  expect([await from(0), await from(1), await from(1)]).toEqual([
    { runs: [], skipped: [] },
    undefined,
    undefined,
  ]);
});
