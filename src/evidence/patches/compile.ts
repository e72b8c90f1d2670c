// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../../context.ts';
import type { Tree } from '../../kernel/tree.ts';
import type { PatchStep } from '../../mail/history.ts';
import type { Finding } from '../../series/finding.ts';

/** What a compiler says that it did not say before the patch: errors, warnings, and what was not compiled. */
export const COMPILE_RULES = ['compile-error', 'compile-warning', 'compile-skipped'] as const;

/**
 * Compiles what patches touch, patch by patch: each step has the texts of its files before and after, and all other
 * files are the tree's. Findings are of COMPILE_RULES, their places in the texts after the step.
 */
export type CompileCheck = (
  steps: readonly PatchStep[],
  tree: Tree,
  context: Context,
) => Promise<readonly Finding[]>;
