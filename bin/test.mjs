// SPDX-License-Identifier: GPL-2.0-only
// Everything that must hold: style, types, tests. Arguments go to vitest.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));
mkdirSync(`${PROJECT}out`, { recursive: true });

const steps = [
  ['biome', 'check', '.'],
  ['tsc', '--noEmit'],
  [
    'vitest',
    'run',
    '--reporter=default',
    '--reporter=json',
    '--outputFile.json=out/vitest.json',
    ...process.argv.slice(2),
  ],
];
for (const [program, ...args] of steps) {
  const { status, signal } = spawnSync(`${PROJECT}node_modules/.bin/${program}`, args, {
    stdio: 'inherit',
    cwd: PROJECT,
  });
  if (signal) process.exit(130);
  if (status !== 0) process.exit(status ?? 1);
}
