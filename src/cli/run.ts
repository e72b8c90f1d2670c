// SPDX-License-Identifier: GPL-2.0-only

import { relative } from 'node:path';
import { runDesigns } from '../evidence/run.ts';
import { compose } from '../series/generate.ts';
import { ACCEL } from './accel.ts';

import { isRun, keptRun, requiredTree, showChanges } from './against.ts';
import { BOOT_OPTIONS } from './boots.ts';
import { treeOf } from './catalogue.ts';
import { CELL_OPTIONS } from './cell-options.ts';
import { cellQuestion } from './cell-question.ts';
import { type Command, flag, text } from './command.ts';
import { COVERAGE, coverageStatus, FAIL_UNDER, failUnder, writeCoverage } from './coverage.ts';
import { outputsWithPage } from './html-output.ts';
import { jobs } from './jobs.ts';
import { AGAIN, JSON_OUTPUT, OUT, QUICK, SELFTEST, SUITE } from './options.ts';
import { exitStatusOf, failuresText, showRun } from './outcome.ts';
import { OUTPUT_OR_PAGE } from './outputs.ts';
import { POSTED_HELP } from './posted-designs.ts';
import { keptResults } from './results.ts';
import { openTopicTree } from './select.ts';

export const run: Command = {
  name: 'run',
  arguments: '[variants...]',
  summary: 'the main job: generate, check, build and boot all variants, and lay the evidence side by side',
  description: `Writes <out>/<run>/evidence.json, the series and the consoles, and prints the comparison. The exit status is
the highest among the cells (docs/exit-codes.md): 0 where all passed and no finding is an error.

${POSTED_HELP}

  kpw run opt-in-ioctl v2:opt-in-ioctl=v2.mbox    a posted series beside the template that it answers`,
  options: [
    ...CELL_OPTIONS,
    SELFTEST,
    SUITE,
    AGAIN,
    QUICK,
    COVERAGE,
    ...BOOT_OPTIONS,
    FAIL_UNDER,
    {
      flags: '--against <run>',
      help: 'print instead what changed since a kept run, or since another tree; kpw runs that tree first; exit status 1 on a regression alone',
    },
    OUT,
    jobs('guests'),
    ACCEL,
    { flags: '--markdown', help: 'print the comparison as Markdown' },
    OUTPUT_OR_PAGE,
    JSON_OUTPUT,
  ],
  async run(names, options, plain) {
    const { html, outputs, terminal } = await outputsWithPage(options, plain);
    const percent = failUnder(options);
    const { topic, catalogue, choices, context, cells } = await cellQuestion(names, options, terminal);
    const { out } = cells;
    const runOn = async (spec: string) => {
      const tree = await openTopicTree(topic, spec, context);
      return runDesigns({ designs: await compose(topic, tree, choices, context), ...cells }, context);
    };
    const against = text(options, 'against');
    const before =
      against === undefined
        ? undefined
        : isRun(against, out)
          ? await keptRun(against, out)
          : (await runOn(await requiredTree(against, out))).evidence;
    const { evidence, folder } = await runOn(treeOf(options, catalogue));
    await writeCoverage(evidence, folder);
    await outputs.write(() => keptResults(evidence, context));
    await html.write([{ out, name: evidence.run }], terminal);
    const format = flag(options, 'json') ? 'json' : flag(options, 'markdown') ? 'markdown' : 'table';
    if (before) {
      terminal.note(`kept in ${relative(process.cwd(), folder) || '.'}`);
      return showChanges(before, evidence, format, terminal);
    }
    terminal.print(showRun(evidence, topic.rows, format, terminal));
    terminal.note(failuresText(evidence, terminal));
    const stages = evidence.stages.map(({ name, seconds }) => `${name} ${seconds.toFixed(1)}`).join(', ');
    terminal.note(
      `${evidence.seconds.toFixed(1)} s (${stages}); kept in ${relative(process.cwd(), folder) || '.'}`,
    );
    return Math.max(exitStatusOf(evidence, names), coverageStatus(evidence, percent, terminal));
  },
};
