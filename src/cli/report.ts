// SPDX-License-Identifier: GPL-2.0-only
import { resolve } from 'node:path';
import { readEvidence, runNames } from '../evidence/read.ts';
import { type Command, flag, text } from './command.ts';
import { JSON_OUTPUT, OUT } from './options.ts';
import { failures, show } from './outcome.ts';

export const report: Command = {
  name: 'report',
  arguments: '[run]',
  summary: 'print the comparison of a kept run again; without a name, of the latest',
  options: [
    OUT,
    { flags: '--markdown', help: 'print Markdown' },
    { flags: '--list', help: 'list the runs that are kept instead' },
    JSON_OUTPUT,
  ],
  async run([name = 'latest'], options, terminal) {
    const out = resolve(text(options, 'out') ?? 'out');
    if (flag(options, 'list')) {
      const names = await runNames(out);
      terminal.print(flag(options, 'json') ? JSON.stringify(names) : names.join('\n'));
      return 0;
    }
    const evidence = await readEvidence(out, name);
    const format = flag(options, 'json') ? 'json' : flag(options, 'markdown') ? 'markdown' : 'table';
    terminal.print(show(evidence, format, terminal));
    terminal.note(failures(evidence, terminal));
    return 0;
  },
};
