// SPDX-License-Identifier: GPL-2.0-only
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { configDefaults, defineConfig } from 'vitest/config';

/** Unit tests that start many processes: each takes seconds, all others together half a minute. */
const SLOW = [
  'src/cache.test.ts',
  'src/cli/progress.test.ts',
  'src/evidence/compare/compare.test.ts',
  'src/evidence/patches/examine.test.ts',
  'src/guest/accelerator.test.ts',
  'src/guest/halves.test.ts',
  'src/guest/kvm/probe.test.ts',
  'src/guest/patience.test.ts',
  'src/kernel/debian/debian-tree.test.ts',
  'src/kernel/debian/refresh.test.ts',
  'src/own/topics.test.ts',
  'src/uapi/side/open.test.ts',
];

const FAST = [
  ...readdirSync(join(import.meta.dirname, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.test.ts') && !path.endsWith('.archive.test.ts'))
    .map((path) => `src/${path}`),
  'test/architecture.test.ts',
].filter((path) => !SLOW.includes(path));

export default defineConfig({
  test: {
    // For hangs alone: a test that takes a second alone takes a minute on a host that does twenty things beside it.
    testTimeout: 1_800_000,
    hookTimeout: 1_800_000,
    teardownTimeout: 600_000,
    // Two cores; the guest's boot wants one of them.
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        // First, so that whoever breaks a function hears of it within a minute.
        test: {
          name: 'fast',
          include: FAST,
          // Modules are loaded once for each worker: half of the time went into loading them for each file.
          isolate: false,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'whole',
          include: ['**/*.test.ts'],
          exclude: [...configDefaults.exclude, 'out', ...FAST],
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
