// SPDX-License-Identifier: GPL-2.0-only

import { inCellOrder } from '../evidence/build.ts';
import { cellsOf } from '../evidence/cells.ts';
import { kernelGroups } from '../evidence/kernels.ts';
import { EXIT_STATUS } from '../exit-status.ts';
import { gather } from '../gather.ts';
import { NeedsSource } from '../kernel/failures.ts';
import { compose } from '../series/generate.ts';
import { swapOf } from '../subsystem.ts';
import { topicOf, treeOf } from './catalogue.ts';
import { type Command, flag, list } from './command.ts';
import { failureData, failureText } from './failure-text.ts';
import { CONFIG, KERNEL, kernelChoice } from './kernel-choice.ts';
import { JSON_OUTPUT, MACHINE, SET, TOPIC, TOPICS, TREE } from './options.ts';
import { POSTED_HELP, selectDesigns } from './posted-designs.ts';
import { openTopicTree, topicMachine } from './select.ts';
import { columns } from './table.ts';

export const build: Command = {
  name: 'build',
  arguments: '[variants...]',
  summary:
    "build the variants' modules for the distribution's kernel of the same release series, or kernels from source",
  description: `${POSTED_HELP}`,
  options: [TOPIC, TOPICS, TREE, MACHINE, KERNEL, CONFIG, SET, JSON_OUTPUT],
  async run(names, options, terminal) {
    const { context, colour } = terminal;
    const { topic, catalogue } = await topicOf(options);
    const choices = await selectDesigns(topic, names, list(options, 'set'), context);
    const tree = await openTopicTree(topic, treeOf(options, catalogue), context);
    const machine = await topicMachine(topic, options, catalogue);
    const choice = await kernelChoice(options, machine);
    const cells = cellsOf(await compose(topic, tree, choices, context), machine.traits);
    const groups = await gather(
      kernelGroups(cells, tree, { machine, choice, swap: swapOf(topic), guests: 1 }, context),
    );
    const builds = inCellOrder(
      groups.flatMap((group) => group.builds),
      cells,
    );
    if (flag(options, 'json')) {
      const data = builds.map(({ cell, ...built }) =>
        built.failure
          ? { cell: cell.name, ...failureData(built.failure) }
          : { cell: cell.name, modules: built.modules, warnings: built.build?.warnings ?? [] },
      );
      terminal.print(JSON.stringify({ kernel: groups[0]?.kernel.release, cells: data }, null, 2));
    } else {
      const rows = builds.map(({ cell, ...built }) =>
        built.failure
          ? [
              built.failure instanceof NeedsSource ? colour.warn('skipped') : colour.bad('failed'),
              cell.name,
              built.failure.title,
            ]
          : [colour.good('built'), cell.name, built.modules.map(({ path }) => path).join('\n')],
      );
      terminal.print(`${groups.map(({ kernel }) => kernel.release).join('\n')}\n${columns(rows)}`);
      for (const { failure } of builds) if (failure) terminal.note(failureText(failure, colour, false));
    }
    return builds.some(({ failure }) => failure && !(failure instanceof NeedsSource))
      ? EXIT_STATUS.BUILD_FAILED
      : EXIT_STATUS.OK;
  },
};
