// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { inThreads, type ThreadOrder } from './uapi-threads.ts';

const question = { targets: [], deny: [], allow: [], disable: [], waivers: [], known: [], between: false };
const asked: ThreadOrder = {
  program: '/nowhere/thread.cjs',
  old: 'a',
  names: ['b', 'c'],
  input: '',
  cache: '/nowhere',
  question,
};

/** A thread that says what it does in each part. */
const program = (headers: string, drivers: string) =>
  new URL(
    `data:text/javascript,${encodeURIComponent(`
      import { parentPort, workerData } from 'node:worker_threads';
      const heard = [];
      const after = (count, say) =>
        parentPort.on('message', (one) => heard.push(one ?? 'nothing') === count && parentPort.postMessage(say(heard)));
      if (workerData.part === 'headers') { ${headers} } else { ${drivers} }`)}`,
  );

const untold = new AbortController().signal;

test('what one thread found of the drivers goes to the other, which answers', async () => {
  const both = program(
    'after(2, (heard) => heard.join())',
    'for (const name of workerData.names) parentPort.postMessage(name);',
  );
  expect(await inThreads(both, asked, untold)).toBe('b,c');
});

test('the thread of the headers is told what the other did not find, so that it looks itself', async () => {
  const both = program(
    'after(2, (heard) => heard.join())',
    // An error is told by another port than messages, and overtakes those that were sent just before it.
    "parentPort.postMessage('b'); setTimeout(() => { throw new Error('out of lamps'); }, 100);",
  );
  expect(await inThreads(both, asked, untold)).toBe('b,nothing');
});

test('a comparison that fails in its thread is no answer', async () => {
  expect(await inThreads(program("throw new Error('out of lamps');", ''), asked, untold)).toBe(undefined);
});

test('Ctrl-C ends both threads, whatever they are at', async () => {
  const ctrl = new AbortController();
  const answer = inThreads(program('for (;;);', 'for (;;);'), asked, ctrl.signal);
  setTimeout(() => ctrl.abort('SIGINT'), 100);
  await expect(answer).rejects.toBe('SIGINT');
});
