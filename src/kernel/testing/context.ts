// SPDX-License-Identifier: GPL-2.0-only
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { Cache } from '../../cache.ts';
import type { Context, Progress } from '../../context.ts';

/** An empty folder that is gone after the test. */
export async function scratch(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kpw-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export interface TestContext extends Context {
  abort: AbortController;
  said: string[];
}

/** A context with a cache of its own, that remembers what was reported. */
export async function testContext(onReport?: (progress: Progress) => void): Promise<TestContext> {
  const abort = new AbortController();
  const said: string[] = [];
  return {
    cache: new Cache(await scratch()),
    abort,
    signal: abort.signal,
    said,
    report(progress) {
      said.push([progress.task, progress.state, progress.text].filter(Boolean).join(' | '));
      onReport?.(progress);
    },
  };
}
