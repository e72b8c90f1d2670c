// SPDX-License-Identifier: GPL-2.0-only
import type { Command } from '../src/cli/command.ts';
import { commandLine } from '../src/cli/main.ts';
import { testContext } from './support.ts';

export interface VerbRun {
  readonly status: number;
  /** Standard output and standard error, without colours. */
  readonly said: string;
  readonly noted: string;
}

/** Runs a verb as the command line would, options parsed and defaulted by its own table; what it throws is thrown. */
export async function runVerb(verb: Command, argv: readonly string[]): Promise<VerbRun> {
  const said: string[] = [];
  const noted: string[] = [];
  const plain = (text: string) => text;
  let status = 0;
  const program = commandLine([verb], async (command, names, options) => {
    status = await command.run(names, options, {
      context: testContext(),
      print: (text) => said.push(text),
      note: (text) => noted.push(text),
      colour: { good: plain, bad: plain, warn: plain, dim: plain, bold: plain },
      columns: undefined,
    });
  });
  await program.parseAsync([...verb.name.split(' '), ...argv], { from: 'user' });
  return { status, said: said.join('\n'), noted: noted.join('\n') };
}
