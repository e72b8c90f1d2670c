// SPDX-License-Identifier: GPL-2.0-only

import type { Accelerator } from './command.ts';
import type { Judged } from './judge.ts';
import type { Measurement, Observation, SampleSeries } from './ktap.ts';

export interface CellResult extends Judged {
  cell: string;
  /** Number of the boot that the result comes from, from 1; 0 when no boot was left for it. */
  boot: number;
  observations: Observation[];
  measurements: Measurement[];
  series: SampleSeries[];
  /** Last lines of the cell's part of the console. */
  consoleTail: string;
  /** What modules built for coverage were seen to do (coverage.ts); absent where the guest did not get to say it. */
  coverage?: string;
  /** First lines of the kernel's reports that are known, and did not fail it; absent where there were none. */
  splats?: readonly string[];
  /** The earlier run that it is of, where a guest with the very same in it passed before. */
  kept?: Pick<KnownCell, 'folder' | 'at' | 'accelerator'>;
}

/** What a cell did in an earlier run whose guest was given the very same. */
export interface KnownCell {
  /** Folder of that run, absolute, and when its guest had ended (ISO 8601). */
  readonly folder: string;
  readonly at: string;
  readonly accelerator: Accelerator;
  /** `uname -r` as that guest said. */
  readonly release: string;
  readonly result: CellResult;
}
