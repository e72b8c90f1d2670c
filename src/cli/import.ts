// SPDX-License-Identifier: GPL-2.0-only
import { join, relative } from 'node:path';
import { BadParameter } from '../series/errors.ts';
import { templatesOf } from '../series/topic-home.ts';
import { catalogueOf, DEFAULT_TREES, selectTopic, treeOf } from './catalogue.ts';
import { type Command, flag, list, text } from './command.ts';
import { mailsOfDesign } from './compare-designs.ts';
import { importData, importText, trialText } from './import-text.ts';
import { JSON_OUTPUT, TOPIC, TOPICS, TREES } from './options.ts';
import { PROJECT } from './project.ts';
import { openTopicTree } from './select.ts';
import { columns } from './table.ts';

export const importPatches: Command = {
  name: 'import',
  arguments: '<patches>',
  needs: 'patches: kpw import series.mbox',
  summary: 'make a variant of a topic from a posted series: each hunk becomes an edit on a structural anchor',
  description: `Reads an mbox, a mail, a diff, a folder of patches or commits (PATH@A..B), applies them to the first --tree and
writes templates/TOPIC/variants/NAME.ts, with a file for each patch in a folder of its name. Each hunk gets the most
lasting description of its place that matches exactly once: a named function, struct or macro, a condition or a
statement in it, a neighbour. After every patch the variant gives the same bytes as the patches, or kpw writes nothing.
New numbers in a header of the userspace API become the next free numbers on other trees.

Then kpw tries the other trees. same: the patches apply there as text, and the template gives the same bytes; adapted:
they do not apply, and the template finds its places; needs a decision: an anchor is missing or ambiguous there (kpw lists
its candidates), or text and template give different bytes.

  kpw import series.mbox --topic floppy-ndelay --tree debian:6.1 --name late-check
  kpw import ~/linux@v6.12..my-branch --topics ~/lamps --tree ~/linux@v6.12 --tree debian:6.12`,
  options: [
    { flags: '--name <variant>', help: 'what the variant is called; by default after the first subject' },
    {
      ...TREES,
      help: 'the tree that the patches apply to, then others to try; by default debian:6.1 (or the first of kpw.config.json), and the other trees that are set or tried always',
    },
    TOPIC,
    TOPICS,
    JSON_OUTPUT,
  ],
  async run([source = ''], options, terminal) {
    const { context } = terminal;
    const catalogue = await catalogueOf(options);
    const topic = selectTopic(catalogue, text(options, 'topic'));
    const [{ importVariant }, { tryImport: tryOn }, { formatted }, { defaultName }, api] = await Promise.all([
      import('../import/import.ts'),
      import('../import/try.ts'),
      import('../import/source/format.ts'),
      import('../import/default-name.ts'),
      import('../api/index.ts'),
    ]);
    const { mails } = await mailsOfDesign(
      { name: 'to import', source },
      [],
      ' nor the id of a message',
      context,
    );
    const [first = treeOf({}, catalogue), ...further] = list(options, 'tree');
    const known = catalogue.settings?.trees ?? DEFAULT_TREES;
    const others = further.length > 0 ? further : known.filter((spec) => spec !== first);
    if (others.includes(first))
      throw new BadParameter({
        title: `--tree names ${first} twice`,
        where: '--tree',
        hint: 'The first tree is the one that the patches apply to; name others behind it.',
      });
    const folder = join(templatesOf(PROJECT, topic), topic.id);
    const imported = await importVariant(
      {
        ...{ topic, folder, own: topic.home !== undefined, messages: mails.messages, where: mails.name },
        name: text(options, 'name') ?? defaultName(mails.messages, mails.name),
        tree: await openTopicTree(topic, first, context),
        api: { ...api },
        format: (code, own) => formatted(code, PROJECT, own),
      },
      context,
    );
    const trials = [];
    for (const spec of others) {
      context.report({ task: `try on ${spec}`, state: 'start' });
      const tree = await openTopicTree(topic, spec, context);
      const trial = await tryOn(topic, tree, imported.variant, imported.messages, context);
      trials.push(trial);
      context.report({ task: `try on ${spec}`, state: 'done', text: trial.state });
    }
    if (flag(options, 'json')) {
      terminal.print(JSON.stringify(importData(topic.id, first, imported, trials), null, 2));
      return 0;
    }
    const local = (path: string) => relative(process.cwd(), path);
    terminal.print(importText(imported, first, local));
    terminal.print(`\n${trialText(trials, terminal)}`);
    const steps = [
      [local(imported.made.file), 'write what the design promises, into its contract'],
      [`kpw lint --topic ${topic.id} --tree ${first}`, 'the C, the anchors, the promises'],
      [
        `kpw generate ${imported.variant.id} --topic ${topic.id} --tree ${first}`,
        'the series, into patches/',
      ],
    ];
    terminal.note(`\nnext\n${columns(steps).replace(/^/gm, '  ')}`);
    return 0;
  },
};
