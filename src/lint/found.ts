// SPDX-License-Identifier: GPL-2.0-only
import type { Node } from '../ts-morph.ts';
import type { LintRule } from './rules.ts';
import type { Spot } from './trace.ts';

/** A finding before its place is told as line and column. */
export interface LintFound {
  readonly rule: LintRule;
  readonly at: Node | Spot;
  readonly text: string;
}
