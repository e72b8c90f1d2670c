// SPDX-License-Identifier: GPL-2.0-only
import { build } from './build.ts';
import { check } from './check.ts';
import type { Command } from './command.ts';
import { fuzz } from './fuzz.ts';
import { generate } from './generate.ts';
import { layout } from './layout.ts';
import { machines } from './machines.ts';
import { report } from './report.ts';
import { rules } from './rules.ts';
import { run } from './run.ts';
import { show } from './show.ts';
import { test } from './test.ts';
import { trees } from './trees.ts';
import { uapiDiff } from './uapi-diff.ts';
import { uapiDump } from './uapi-dump.ts';
import { uapiShow } from './uapi-show.ts';

/** Verbs of two words, by the first. */
export const GROUPS: Readonly<Record<string, string>> = {
  uapi: 'what a tree promises to userspace, and what a change does to it; needs no compiler',
};

/** All verbs, in the order in which work goes. */
export const commands: readonly Command[] = [
  run,
  show,
  trees,
  machines,
  layout,
  generate,
  fuzz,
  check,
  uapiDiff,
  uapiShow,
  uapiDump,
  rules,
  build,
  test,
  report,
];
