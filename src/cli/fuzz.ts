// SPDX-License-Identifier: GPL-2.0-only

import { type FuzzedHunk, fuzzOf as fuzzHunks } from '../series/fuzz.ts';
import { compose, diffs } from '../series/generate.ts';
import { topicOf } from './catalogue.ts';
import { type Command, flag, list, text } from './command.ts';
import { JSON_OUTPUT, SET, TOPIC, TOPICS } from './options.ts';
import { openTopicTree, selectVariants } from './select.ts';
import { columns } from './table.ts';

export const fuzz: Command = {
  name: 'fuzz',
  arguments: '<variant>',
  needs: 'a variant: kpw fuzz opt-in-ioctl',
  summary: "show what patch -F3 makes of one tree's series on another tree, hunk by hunk",
  description: `A hunk that patch(1) reports as applied may have landed in another function. Each line says which function
the hunk was written for and which one it is in now. Files that the other tree calls otherwise are renamed first, as a
careful person would. The workbench does not port patches by their context: kpw generate makes them anew.`,
  options: [
    TOPIC,
    TOPICS,
    { flags: '--from <spec>', help: 'tree that the series is made for', default: 'debian:5.10' },
    { flags: '--onto <spec>', help: 'tree that patch(1) is run on', default: 'debian:6.1' },
    SET,
    JSON_OUTPUT,
  ],
  async run(names, options, terminal) {
    const { context, colour } = terminal;
    const { topic } = await topicOf(options);
    const choices = selectVariants(topic, names, list(options, 'set'));
    const from = await compose(
      topic,
      await openTopicTree(topic, text(options, 'from') ?? '', context),
      choices,
      context,
    );
    const onto = await compose(
      topic,
      await openTopicTree(topic, text(options, 'onto') ?? '', context),
      choices,
      context,
    );
    const there = topic.files(onto.baseline.layout);
    const renamed = new Map(
      Object.entries(topic.files(from.baseline.layout)).map(([role, path]) => [path, there[role] ?? path]),
    );
    const [diff = ''] = await diffs(from, context);
    const [{ composition }] = from.variants as [(typeof from.variants)[number]];
    const hunks = await fuzzHunks(diff, composition.edited, onto.baseline.pristine, renamed, context);
    if (flag(options, 'json')) {
      terminal.print(JSON.stringify(hunks, null, 2));
      return 0;
    }
    terminal.print(
      columns(
        hunks.map((hunk) => [said(hunk, colour), hunk.meant, landed(hunk, colour), hunk.adds.slice(0, 44)]),
        ['patch -F3', 'written for', 'landed in', 'adds'],
      ),
    );
    const wrong = hunks.filter((hunk) => hunk.outcome === 'applied' && !same(hunk));
    const failed = hunks.filter(({ outcome }) => outcome === 'failed');
    terminal.print(
      `${hunks.length} hunks of ${from.tree.spec} on ${onto.tree.spec}: ${failed.length} failed, ` +
        `${wrong.length} "succeeded" in the wrong place; kpw generate makes the series for ${onto.tree.spec} from the template.`,
    );
    return 0;
  },
};

/** The core's functions and structs got `_core` into their names; the same part is the same place. */
function same({ meant, landed }: FuzzedHunk): boolean {
  const plain = (name: string | undefined) => name?.replaceAll('_core', '');
  return plain(meant) === plain(landed);
}

function said({ outcome, fuzz: ignored }: FuzzedHunk, colour: { bad(text: string): string }): string {
  if (outcome === 'failed') return colour.bad('FAILED');
  return ignored > 0 ? `succeeded, fuzz ${ignored}` : 'succeeded';
}

function landed(hunk: FuzzedHunk, colour: { bad(text: string): string; dim(text: string): string }): string {
  if (hunk.landed === undefined) return colour.dim('–');
  return same(hunk) ? hunk.landed : colour.bad(`${hunk.landed}  ✘`);
}
