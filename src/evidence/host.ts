// SPDX-License-Identifier: GPL-2.0-only
import { availableParallelism, cpus, release } from 'node:os';
import type { Evidence } from './schema.ts';

/** What the run ran on: latencies of two hosts are not those of two designs. */
export function hostRecord(): Evidence['host'] {
  const cpu = cpus()[0]?.model.trim();
  return {
    node: process.versions.node,
    cpus: availableParallelism(),
    ...(cpu ? { cpu } : {}),
    kernel: release(),
  };
}
