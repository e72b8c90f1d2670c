#!/usr/bin/env node
// SPDX-License-Identifier: GPL-2.0-only
// A test for NIPA: copy this folder to tests/series/ there. The tree stands on the last patch of the series, BRANCH_BASE
// is the branch below it. One line goes to $DESC_FD; exit 0 is okay, 250 a warning, everything else a failure.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const { KPW = 'kpw', BRANCH_BASE = '', DESC_FD = '', RESULTS_DIR = '.' } = process.env;
const EXIT = { pass: 0, warn: 250, fail: 1 };

function end(status, description) {
  const line = `${description.replace(/\s+/g, ' ').trim()}\n`;
  if (/^\d+$/.test(DESC_FD)) writeSync(Number(DESC_FD), line);
  process.stdout.write(line);
  process.exit(EXIT[status] ?? 1);
}

if (BRANCH_BASE === '') end('fail', 'BRANCH_BASE is not set: NIPA sets it to the branch below the series');

const json = join(RESULTS_DIR, 'kpw.json');
const outputs = [`b4-review=${json}`, `sarif=${join(RESULTS_DIR, 'kpw.sarif')}`];
const argv = ['check', `.@${BRANCH_BASE}..HEAD`, ...outputs.flatMap((one) => ['--output', one])];
// The table, and why something failed, are for NIPA's files stdout and stderr.
const { error, status } = spawnSync(KPW, argv, { stdio: ['ignore', 'inherit', 'inherit'] });
if (error) end('fail', `${KPW} does not start: ${error.message}`);
try {
  const [{ status: outcome, summary }] = JSON.parse(readFileSync(json, 'utf8'));
  end(outcome, summary);
} catch {
  end('fail', `kpw check ended with status ${status}, see stderr`);
}
