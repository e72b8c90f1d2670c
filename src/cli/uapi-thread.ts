// SPDX-License-Identifier: GPL-2.0-only
// What runs in the second thread of `kpw uapi diff`: the rules that ask nothing of the comparison, which the first
// thread works at meanwhile. It opens the sides itself: what was read of them cannot be handed over.
import { parentPort, workerData } from 'node:worker_threads';
import { Cache } from '../cache.ts';
import { runApart } from '../evidence/uapi/compare-sides.ts';
import { openSides } from '../uapi/side.ts';
import { TARGETS } from '../uapi/targets.ts';
import type { Asked } from './uapi-apart.ts';

const { old, names, input, cache, targets, disable } = workerData as Asked;
const { base, fresh } = await openSides(
  old,
  names,
  { cache: new Cache(cache), signal: new AbortController().signal, report: () => {} },
  async () => input,
);
const asked = TARGETS.filter(({ id }) => targets.includes(id));
for (const side of fresh) parentPort?.postMessage(runApart(base, side, asked, disable));
