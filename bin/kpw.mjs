#!/usr/bin/env node
// SPDX-License-Identifier: GPL-2.0-only
// The program is run from its TypeScript: a template edited a second ago is what runs, and nothing is to be rebuilt.
import { register } from 'tsx/esm/api';

register();
const { main } = await import('../src/cli/main.ts');
process.exitCode = await main(process.argv.slice(2));
