// SPDX-License-Identifier: GPL-2.0-only
import { resolve } from 'node:path';
import { readMatrix, writeMatrix } from '../evidence/matrix-file.ts';
import { MergeRefused, mergeRuns } from '../evidence/merge.ts';
import { type Command, flag, text } from './command.ts';
import { requireFolder } from './folder-options.ts';
import { matrixStatus, shownMatrix } from './matrix-output.ts';
import { JSON_OUTPUT, OUT } from './options.ts';
import { OUTPUT, outputsOf } from './outputs.ts';
import { matrixResults } from './results.ts';

export const merge: Command = {
  name: 'merge',
  arguments: '<from...>',
  needs: 'folders of runs: kpw merge a b',
  summary: 'join the runs of several hosts, or shards of a matrix, into one matrix',
  description: `The runs have to belong together: one topic, the same trees and patches, one version of kpw, and no cell twice.
Copies of all runs are put into --out with a matrix.json; what is merged stays as it is.

  kpw matrix --shard 1/2 --out a       on one host
  kpw matrix --shard 2/2 --out b       on another
  kpw merge a b --out both             the table of the whole`,
  options: [OUT, OUTPUT, { flags: '--markdown', help: 'print the table as Markdown' }, JSON_OUTPUT],
  async run(from, options, plain) {
    const outputs = await outputsOf(options, plain);
    const { terminal } = outputs;
    const out = resolve(text(options, 'out') ?? 'out');
    for (const folder of from) requireFolder(resolve(folder), 'kpw merge');
    if ((await readMatrix(out)) && !from.some((one) => resolve(one) === out))
      throw new MergeRefused({
        title: '--out holds a matrix already, and a new one would replace it',
        where: out,
        hint: 'Name another --out; to add to this matrix, name its folder among those to join.',
      });
    const made = await mergeRuns(
      from.map((one) => resolve(one)),
      out,
      terminal.context.signal,
    );
    const file = await writeMatrix(out, made);
    await outputs.write(() => matrixResults(made, made.topic, out, terminal.context));
    terminal.print(shownMatrix(made, made.topic, flag(options, 'json'), flag(options, 'markdown'), terminal));
    terminal.note(`kept in ${file}`);
    return matrixStatus(made);
  },
};
