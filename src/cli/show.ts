// SPDX-License-Identifier: GPL-2.0-only

import { filled } from '../series/message.ts';
import { formName } from '../series/posted-variant.ts';
import type { ParameterSpec } from '../series/topic.ts';
import { topicOf } from './catalogue.ts';
import { type Command, flag, type Terminal } from './command.ts';
import { JSON_OUTPUT, TOPIC, TOPICS } from './options.ts';
import { selectVariants } from './select.ts';

export const show: Command = {
  name: 'show',
  arguments: '[variants...]',
  summary: 'show what a topic asks, and what its variants answer: who proposed them, their parameters',
  options: [TOPIC, TOPICS, JSON_OUTPUT],
  async run(names, options, terminal) {
    const { topic } = await topicOf(options);
    const variants = selectVariants(topic, names, []).map(
      ({ variant: { id, title, origin, link, today, posted = [], parameters = {} } }): Shown => ({
        id,
        title,
        origin,
        ...(link === undefined ? {} : { link }),
        ...(today === undefined ? {} : { today }),
        ...(posted.length === 0 ? {} : { posted: posted.map(formName) }),
        parameters,
      }),
    );
    if (flag(options, 'json')) {
      terminal.print(
        JSON.stringify({ topic: topic.id, title: topic.title, thread: topic.thread, variants }, null, 2),
      );
      return 0;
    }
    if (names.length === 0) terminal.print(`${terminal.colour.bold(topic.title)}\n${topic.question}\n`);
    for (const variant of variants) terminal.print(describe(variant, terminal));
    return 0;
  },
};

/** What is shown of a variant; the JSON has it as it is. */
interface Shown {
  readonly id: string;
  readonly title: string;
  readonly origin: string;
  readonly link?: string;
  readonly today?: string;
  /** Names of the forms in which its patches are given; absent where edits make them. */
  readonly posted?: readonly string[];
  readonly parameters: Readonly<Record<string, ParameterSpec>>;
}

function describe(
  { id, title, origin, link, today, posted, parameters }: Shown,
  { colour }: Terminal,
): string {
  const lines = Object.entries(parameters).map(
    ([name, { type, choices, default: value, help }]) =>
      `  --set ${name}=${colour.dim(choices ? choices.join('|') : `<${type}>`)}  ${help}${value === undefined ? '' : ` (default ${value})`}`,
  );
  const said = [
    origin,
    ...(link === undefined ? [] : [link]),
    ...(today === undefined ? [] : filled(`Today: ${today}`).split('\n')),
    ...(posted === undefined ? [] : [`given as patches: ${posted.join(', ')}`]),
  ];
  return [`${colour.bold(id)}  ${title}`, ...said.map((line) => `  ${line}`), ...lines, ''].join('\n');
}
