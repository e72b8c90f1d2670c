// SPDX-License-Identifier: GPL-2.0-only
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { topics } from '../../templates/index.ts';
import { templatesOf } from '../series/topic-home.ts';
import { askedTrees, catalogueOf, selectTopic, treeOf } from './catalogue.ts';
import { type Command, flag } from './command.ts';
import { JSON_OUTPUT, TOPICS } from './options.ts';
import { PROJECT } from './project.ts';
import { columns } from './table.ts';

export const newVariant: Command = {
  name: 'new variant',
  arguments: '<topic> <name>',
  needs: `a topic and a name: kpw new variant ${topics[0]?.id} my-design`,
  summary: "begin a design of your own: a variant that is complete and listed, from the topic's skeleton",
  description: `Writes templates/TOPIC/variants/NAME.ts and adds it to the list in templates/TOPIC/index.ts. The name is in
kebab-case. kpw overwrites no file.

  kpw new variant ${topics[0]?.id} advisory-sparse`,
  options: [TOPICS, JSON_OUTPUT],
  async run([topicId = '', name = ''], options, terminal) {
    const catalogue = await catalogueOf(options);
    const topic = selectTopic(catalogue, topicId);
    const folder = join(templatesOf(PROJECT, topic), topic.id);
    const { writeVariant: make } = await import('../skeleton/variant.ts');
    const made = await make(
      folder,
      name,
      topic.variants.map(({ id }) => id),
    );
    const local = (path: string) => relative(process.cwd(), path);
    if (flag(options, 'json')) {
      terminal.print(JSON.stringify({ topic: topic.id, variant: name, ...made }, null, 2));
      return 0;
    }
    terminal.print(`made ${local(made.file)}, and listed it in ${local(made.index)} as ${made.exported}`);
    // As short as it can be said: one topic of the user's need not be named, nor the package's first.
    const mine = catalogue.topics.filter((one) => one.own);
    const isUsual = (mine.length > 0 ? mine : catalogue.topics)[0]?.id === topic.id && mine.length <= 1;
    const named = isUsual ? '' : ` --topic ${topic.id}`;
    const trees = askedTrees({}, catalogue);
    const steps = [
      [`kpw lint${named}`, 'the C, the anchors, the promises'],
      [`kpw generate ${name} --stdout --tree ${treeOf({}, catalogue)}${named}`, 'the diff'],
      [`kpw check ${name}${named}`, `all rules and checkpatch, on ${trees.join(', ')}`],
      [`kpw run ${name}${named}`, 'a column of its own beside the baseline'],
      [`kpw generate ${name}${named}`, 'the series, into patches/'],
    ];
    terminal.note(`next  write there who proposed it, the message, the edits and the contract; the roles that edits
      are made of are in ${local(join(folder, 'layout'))}${existsSync(join(folder, 'layout')) ? '' : '.ts'}. Then
${columns(steps).replace(/^/gm, '        ')}`);
    return 0;
  },
};
