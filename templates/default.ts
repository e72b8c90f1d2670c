// SPDX-License-Identifier: GPL-2.0-only

/** The topic where none is named: the first of index.ts, told without loading any (src/cli/options.test.ts compares). */
export const defaultTopic = 'msix-mmap';
