// SPDX-License-Identifier: GPL-2.0-only

import { relative, resolve } from 'node:path';
import { EXIT_STATUS } from '../exit-status.ts';
import { type Drift, drift } from '../series/drift.ts';
import { compose, diffs, type MailedSeries, mail } from '../series/generate.ts';
import { patchesFolder, templatesOf } from '../series/topic-home.ts';
import { keepSeries, readSeries, seriesFolder, writeSeries } from '../series/write.ts';
import { askedTrees, topicOf } from './catalogue.ts';
import { type Command, flag, list, type Terminal, text } from './command.ts';
import { JSON_OUTPUT, SELFTEST, SET, TOPIC, TOPICS, TREES_FETCHED } from './options.ts';
import { PROJECT } from './project.ts';
import { openTrees, selectVariants } from './select.ts';

export const generate: Command = {
  name: 'generate',
  arguments: '[variants...]',
  summary: 'write the variants as patch series, for git am',
  description: `Without names, all variants of the topic; without --tree, the four Debian trees. A series is the topic's
prerequisite, where the tree needs one, and the variant's own patches.

  kpw generate                                     all series, into patches/
  kpw generate region-flag --tree ~/linux@v6.12    one series for a revision of one's own tree
  kpw generate --check                             fail (exit 5) where patches/ is out of date
  kpw generate opt-in-ioctl --tree debian:6.1 --set as-posted --stdout | git apply --stat`,
  options: [
    TOPIC,
    TOPICS,
    TREES_FETCHED,
    SET,
    SELFTEST,
    {
      flags: '--check',
      help: 'write nothing; compare with what is there, and tell drift of the base from drift of a template',
    },
    { flags: '--stdout', help: 'print one unified diff of all patches of each series' },
    {
      flags: '--out <folder>',
      help: 'write below this folder instead of patches/: whole series, for git am',
    },
    JSON_OUTPUT,
  ],
  async run(names, options, terminal) {
    const { topic, catalogue } = await topicOf(options);
    const choices = selectVariants(topic, names, list(options, 'set'), flag(options, 'selftest'));
    const out = resolve(text(options, 'out') ?? patchesFolder(PROJECT, topic));
    const results: object[] = [];
    let drifted = false;

    for (const tree of await openTrees(askedTrees(options, catalogue), terminal, topic)) {
      terminal.context.signal.throwIfAborted();
      terminal.context.report({ task: `generate for ${tree.spec}`, state: 'start' });
      const designs = await compose(topic, tree, choices, terminal.context);
      if (flag(options, 'stdout')) {
        for (const diff of await diffs(designs, terminal.context)) terminal.print(diff);
        terminal.context.report({ task: `generate for ${tree.spec}`, state: 'done' });
        continue;
      }
      const made = await mail(designs, templatesOf(PROJECT, topic), terminal.context);
      terminal.context.report({
        task: `generate for ${tree.spec}`,
        state: 'done',
        text: `${made.length} series`,
      });
      if (!flag(options, 'check')) await write(out, made, text(options, 'out') === undefined);
      for (const series of made) {
        const folder = seriesFolder(out, topic.id, series.variant.id, tree.label);
        if (flag(options, 'check')) {
          const found = drift(await readSeries(folder), series.mails);
          drifted ||= found.kind !== 'none';
          results.push({ folder, ...found });
          if (!flag(options, 'json')) terminal.print(driftLine(folder, found, terminal));
        } else {
          results.push({ folder, ...summary(series) });
          if (!flag(options, 'json')) terminal.print(writtenLine(folder, series, terminal));
        }
      }
    }
    if (flag(options, 'json')) terminal.print(JSON.stringify(results, null, 2));
    return drifted ? EXIT_STATUS.DRIFT : EXIT_STATUS.OK;
  },
};

/** In patches/ the prerequisite's mails lie once for each tree; a folder that somebody names gets whole series. */
async function write(out: string, made: readonly MailedSeries[], shared: boolean): Promise<void> {
  const [first] = made;
  if (first === undefined) return;
  if (!shared) {
    for (const { topic, variant, tree, mails } of made)
      await writeSeries(seriesFolder(out, topic.id, variant.id, tree.label), mails);
    return;
  }
  const kept = made.map(({ variant, mails, composition: { patches } }) => ({
    ...{ variant: variant.id, mails },
    shared: patches.filter(({ role }) => role === 'prerequisite').length,
  }));
  await keepSeries(out, first.topic.id, first.tree.label, kept);
}

function summary({ tree, variant, mails, composition }: MailedSeries): object {
  return {
    variant: variant.id,
    tree: tree.spec,
    mails: mails.map(({ name }) => name),
    subjects: composition.patches.map(({ subject }) => subject),
  };
}

function writtenLine(folder: string, { mails }: MailedSeries, { colour }: Terminal): string {
  return `${relative(process.cwd(), folder) || '.'}  ${colour.dim(mails.length === 1 ? '1 patch' : `${mails.length} patches`)}`;
}

function driftLine(folder: string, found: Drift, { colour }: Terminal): string {
  const where = relative(process.cwd(), folder) || '.';
  switch (found.kind) {
    case 'none':
      return `${colour.good('same')}     ${where}`;
    case 'missing':
      return `${colour.bad('missing')}  ${where}`;
    case 'edited':
      return `${colour.bad('edited')}   ${where}  neither base nor template changed: edited by hand? (${found.files.join(', ')})`;
    default:
      return `${colour.bad('drift')}    ${where}  of the ${found.kind}: ${found.detail}`;
  }
}
