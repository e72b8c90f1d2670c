// SPDX-License-Identifier: GPL-2.0-only
// What a thread of `kpw uapi diff` starts with.
import { workerData } from 'node:worker_threads';
import { load } from './code-cache.mjs';

const { exports, keep } = load(workerData.program, workerData.part);
await exports.run(keep);
