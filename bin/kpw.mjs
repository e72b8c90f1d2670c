#!/usr/bin/env node
// SPDX-License-Identifier: GPL-2.0-only
// The program is run from its TypeScript: a template edited a second ago is what runs, and nothing is to be rebuilt.
// Whatever goes wrong before that runs gets a code and an exit status here (src/exit-status.ts has the table).
import { startFailure } from './start-failure.mjs';

// A limit on the size of files is then told as an error of the write (EFBIG), not by a silent end.
process.on('SIGXFSZ', () => undefined);

try {
  const { bundle } = await import('./bundle.mjs');
  const made = await bundle();
  if (made === undefined) {
    const { register } = await import('tsx/esm/api');
    register();
  } else if (process.argv.includes('--verbose')) {
    // Stack traces in the lines of the TypeScript; the maps take longer to read than most verbs to run.
    process.setSourceMapsEnabled(true);
  }
  const { main } = await import(made?.url ?? '../src/cli/main.ts');
  process.exitCode = await main(process.argv.slice(2), made);
} catch (error) {
  const { text, status } = startFailure(error);
  process.stderr.write(text);
  process.exitCode = status;
}
