#!/usr/bin/env node
// SPDX-License-Identifier: GPL-2.0-only
// The program is run from its TypeScript: a template edited a second ago is what runs, and nothing is to be rebuilt.
// Whatever goes wrong before that runs gets a code and an exit status here (src/exit-status.ts has the table).
import { setFlagsFromString } from 'node:v8';
import { startFailure } from './start-failure.mjs';

/**
 * Calls and loops after which V8 optimises a function, in bytes of its bytecode; for threads too. By its default a fifth
 * of the CPU of a comparison goes into optimising functions that are then hardly called, and into those that were
 * optimised too early. Measured with the V8 of Node 20; a later one may tell a flag that it does not know to standard
 * error. (V8, src/flags/flag-definitions.h: interrupt_budget)
 *
 * The second is how much bytecode goes into one optimised function with what it calls, a fifth of the default: to compile
 * what a comparison inlines takes longer than the calls that it saves. (The same: max_inlined_bytecode_size_cumulative)
 */
if (/^11\./.test(process.versions.v8)) {
  setFlagsFromString('--interrupt-budget=800000');
  setFlagsFromString('--max-inlined-bytecode-size-cumulative=200');
}

// A limit on the size of files is then told as an error of the write (EFBIG), not by a silent end.
process.on('SIGXFSZ', () => undefined);

try {
  const { bundle } = await import('./bundle.mjs');
  const made = await bundle();
  const { main, keep } = await program(made);
  process.exitCode = await main(process.argv.slice(2), made);
  keep(process.exitCode);
} catch (error) {
  const { text, status } = startFailure(error);
  process.stderr.write(text);
  process.exitCode = status;
}

/** The bundle with the bytecode of an earlier run of the verb; where there is none, the sources. */
async function program(made) {
  if (made === undefined) {
    const { register } = await import('tsx/esm/api');
    register();
    return { main: (await import('../src/cli/main.ts')).main, keep: () => undefined };
  }
  const { load, loadTraced } = await import('./code-cache.mjs');
  const [verb = 'none'] = process.argv.slice(2).filter((word) => /^[a-z][a-z0-9-]{1,20}$/.test(word));
  const { exports, keep } = process.argv.includes('--verbose')
    ? loadTraced(made.path)
    : load(made.path, verb);
  // A word that is no verb needs no file.
  return { main: exports.main, keep: (status) => (status === 2 ? undefined : keep()) };
}
