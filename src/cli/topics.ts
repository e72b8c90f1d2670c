// SPDX-License-Identifier: GPL-2.0-only
import { relative } from 'node:path';
import { EXIT_STATUS } from '../exit-status.ts';
import { type Catalogue, catalogueOf, type KnownTopic } from './catalogue.ts';
import { type Command, flag, type Terminal } from './command.ts';
import { failureData, failureText } from './failure-text.ts';
import { JSON_OUTPUT, TOPICS } from './options.ts';

export const topics: Command = {
  name: 'topics',
  summary: 'list all topics, and where each comes from: the package, or folders of your own',
  description: `Folders of your own are those of --topics, else those that the nearest kpw.config.json (or the field "kpw" of a
package.json) names, in this folder or one above. A topic is a folder in them whose index.ts exports one; machines/ beside
it belongs to all of its topics.

  kpw topics
  kpw topics --topics ~/lamps --json`,
  options: [TOPICS, JSON_OUTPUT],
  async run(_, options, terminal) {
    const catalogue = await catalogueOf(options);
    const { topics: all, homes, settings, machines } = catalogue;
    if (flag(options, 'json')) {
      const data = {
        settings: settings?.file,
        folders: homes,
        trees: settings?.trees,
        topics: all.map(dataOf),
        machines: machines.map(({ name, file }) => ({ id: name, file })),
      };
      terminal.print(JSON.stringify(data, null, 2));
    } else {
      terminal.print(all.map((one) => told(one, terminal)).join('\n\n'));
      terminal.note(`\n${whereText(catalogue)}`);
      for (const { mistake } of all)
        if (mistake) terminal.note(failureText(mistake, terminal.colour, flag(options, 'verbose')));
    }
    const [broken] = all.flatMap(({ mistake }) => mistake ?? []);
    return broken ? EXIT_STATUS.TOPIC_MALFORMED : EXIT_STATUS.OK;
  },
};

function dataOf({ id, folder, own, topic, mistake }: KnownTopic): object {
  if (mistake) return { id, folder, own, ...failureData(mistake) };
  return {
    ...{ id, folder, own, title: topic.title, subsystem: topic.subsystem.id },
    variants: topic.variants.map((one) => one.id),
    machines: topic.subsystem.machines,
  };
}

function told({ id, folder, own, topic }: KnownTopic, { colour }: Terminal): string {
  const place = own ? relative(process.cwd(), folder) || '.' : 'of the package';
  if (!topic)
    return `${colour.bold(id)}  ${colour.bad('has a mistake, see below')}\n  ${colour.dim('from      ')}${place}`;
  const rows = [
    ['from', place],
    ['subsystem', topic.subsystem.id],
    ['variants', topic.variants.map((one) => one.id).join(', ')],
    ['machines', topic.subsystem.machines.join(', ')],
  ];
  return [
    `${colour.bold(id)}  ${topic.title}`,
    ...rows.map(([label = '', text]) => `  ${colour.dim(label.padEnd(10))}${text}`),
  ].join('\n');
}

function whereText({ homes, settings }: Catalogue): string {
  const from = settings ? `, by ${relative(process.cwd(), settings.file)}` : '';
  return homes.length > 0
    ? `looked in ${homes.map((one) => relative(process.cwd(), one) || '.').join(', ')}${from}`
    : 'no folder of your own: kpw new topic begins one, --topics FOLDER names one';
}
