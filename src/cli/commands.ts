// SPDX-License-Identifier: GPL-2.0-only
import { build } from './build.ts';
import { check } from './check.ts';
import type { Command } from './command.ts';
import { fuzz } from './fuzz.ts';
import { generate } from './generate.ts';
import { layout } from './layout.ts';
import { machines } from './machines.ts';
import { report } from './report.ts';
import { run } from './run.ts';
import { show } from './show.ts';
import { test } from './test.ts';
import { trees } from './trees.ts';

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
  build,
  test,
  report,
];
