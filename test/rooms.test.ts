// SPDX-License-Identifier: GPL-2.0-only
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { ROOMS } from './rooms.ts';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));

test.each(ROOMS)('$page says who calls the folder, and in which order to read it', ({ folder, page }) => {
  const path = join(PROJECT, page);
  expect(existsSync(path), `${page} is missing: what ${folder} is for, its callers, what to read first`).toBe(
    true,
  );
  const text = readFileSync(path, 'utf8');
  expect(text).toMatch(/^Callers: /m);
  const [, order = ''] = /^Read in this order: (.*?)(?:\n\n|$)/ms.exec(text) ?? [];
  // A file by its name with an ending, a folder without one.
  const named = [...order.matchAll(/`([\w/-]+(?:\.\w+)*)`/g)].map(([, name = '']) => name);
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter((name) => !existsSync(join(PROJECT, folder, name)))).toEqual([]);
});
