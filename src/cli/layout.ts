// SPDX-License-Identifier: GPL-2.0-only

import { compose } from '../series/generate.ts';
import { askedTrees, topicOf } from './catalogue.ts';
import { type Command, flag, list } from './command.ts';
import { JSON_OUTPUT, SET, TOPIC, TOPICS, TREES_FETCHED } from './options.ts';
import { openTrees, selectVariants } from './select.ts';
import { columns } from './table.ts';

export const layout: Command = {
  name: 'layout',
  arguments: '[variants...]',
  summary: "find a topic's parts in a tree: every anchor that the variants use, with its line",
  options: [TOPIC, TOPICS, TREES_FETCHED, SET, JSON_OUTPUT],
  async run(names, options, terminal) {
    const { topic, catalogue } = await topicOf(options);
    const choices = selectVariants(topic, names, list(options, 'set'));
    const found: {
      tree: string;
      series: string;
      anchor: string;
      path: string;
      line: number;
      purpose: string;
    }[] = [];
    for (const tree of await openTrees(askedTrees(options, catalogue), terminal, topic)) {
      const designs = await compose(topic, tree, choices, terminal.context);
      const all = [
        { id: 'prerequisite', patches: designs.prerequisite.patches },
        ...designs.variants.map(({ variant, composition }) => ({
          id: variant.id,
          patches: composition.patches.filter(({ role }) => role === 'variant'),
        })),
      ];
      for (const { id, patches } of all)
        for (const { anchors } of patches)
          found.push(...anchors.map((use) => ({ tree: tree.spec, series: id, ...use })));
    }
    if (flag(options, 'json')) terminal.print(JSON.stringify(found, null, 2));
    else
      terminal.print(
        columns(
          found.map(({ tree, series, anchor, path, line, purpose }) => [
            tree,
            series,
            anchor,
            `${path}:${line}`,
            purpose,
          ]),
          ['tree', 'series', 'anchor', 'place', 'edit'],
        ),
      );
    return 0;
  },
};
