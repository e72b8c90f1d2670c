#!/usr/bin/env node
// SPDX-License-Identifier: GPL-2.0-only
// For b4.review-series-check-cmd. b4 hands the cover letter in, which has no diff: the patches are those of the review
// branch that $B4_TRACKING_FILE tells of. Options on the command line are handed on to kpw check.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const { KPW = 'kpw', B4_TRACKING_FILE } = process.env;

function answer(results) {
  process.stdout.write(`${JSON.stringify(results)}\n`);
  process.exit(0);
}

// A series that is not checked out has no branch. An empty array is "nothing to report".
if (!B4_TRACKING_FILE) answer([]);

const { series = {} } = JSON.parse(readFileSync(B4_TRACKING_FILE, 'utf8'));
const { 'first-patch-commit': first, 'change-id': change } = series;
if (!first || !change) answer([]);

// The last commit of the branch is b4's own.
const range = `.@${first}~1..b4/review/${change}~1`;
const argv = ['check', range, '--output', 'b4-review=-', ...process.argv.slice(2)];
const { error, status } = spawnSync(KPW, argv, { stdio: ['ignore', 'inherit', 'inherit'] });
if (error) answer([{ tool: 'kpw', status: 'fail', summary: `${KPW} does not start: ${error.message}` }]);
process.exit(status ?? 1);
