// SPDX-License-Identifier: GPL-2.0-only
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['node_modules', 'out'],
    testTimeout: 60_000,
    // Two cores; the guest's boot wants one of them.
    maxWorkers: 2,
  },
});
