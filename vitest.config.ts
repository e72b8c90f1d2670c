// SPDX-License-Identifier: GPL-2.0-only
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['node_modules', 'out'],
    // For hangs alone: a test that takes a second alone takes a minute on a host that does twenty things beside it.
    testTimeout: 1_800_000,
    hookTimeout: 1_800_000,
    teardownTimeout: 600_000,
    // Two cores; the guest's boot wants one of them.
    maxWorkers: 2,
  },
});
