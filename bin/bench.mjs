// SPDX-License-Identifier: GPL-2.0-only
import { register } from 'tsx/esm/api';

register();
const { bench } = await import('../bench/bench.ts');
process.exitCode = await bench(process.argv.slice(2));
