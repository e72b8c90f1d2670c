// SPDX-License-Identifier: GPL-2.0-only

import { newIoctls } from '../evidence/uapi/registered.ts';
import { BadParameter } from '../series/errors.ts';
import { compose } from '../series/generate.ts';
import { post } from '../series/post.ts';
import { whyRfc } from '../series/rfc.ts';
import { threaded } from '../series/thread.ts';
import { templatesOf } from '../series/topic-home.ts';
import { topicOf, treeOf } from './catalogue.ts';
import { type Command, flag, list, text } from './command.ts';
import { JSON_OUTPUT, SELFTEST, SET, TOPIC, TOPICS, TREE } from './options.ts';
import { PROJECT } from './project.ts';
import { openTopicTree, selectVariants } from './select.ts';
import { AUTHOR_OPTIONS, authorship } from './series-author.ts';
import { headingOf, messageId } from './series-heading.ts';
import { seriesLetter } from './series-letter.ts';
import { OUTPUT_OPTIONS, refuseTwoOutputs, writeMails } from './series-output.ts';
import { recipientsFor } from './series-recipients.ts';
import { refuseRemarks, remarksOn } from './series-review.ts';
import { seriesData, seriesNotes } from './series-summary.ts';

export const series: Command = {
  name: 'series',
  arguments: '<variant>',
  needs: 'a variant: kpw series opt-in-ioctl',
  summary: 'write one variant as mails that are fit to send; kpw sends nothing',
  description: `The prerequisite, if the tree needs one, and the variant's own patches, as one thread. A series of several
patches gets a cover letter with the question, this design's answer, what a kept run saw of it and of the
others, and what is new in this version. To: and Cc: come from the tree's own get_maintainer.pl and the
topic's thread. For a revision of a repository the mails name the base commit.

kpw writes no mail if a rule of the family review (kpw rules review) has a warning. The failure lists each
remark with its place; --anyway writes the mails nevertheless.

The mails are an mbox on standard output, or in a file; the cover letter goes to FILE.cover, since git am
stops at a mail without a patch. --out makes a file of each mail, the cover letter first, for git
send-email. The same inputs give the same bytes; the date is 2001-09-17, git's date without a meaning.

  kpw series opt-in-ioctl --tree ~/linux@v6.12 --mbox opt-in.mbox
  kpw series region-flag --tree ~/linux@v6.12 -v 2 --note 'Say what the flag costs' --out outgoing
  kpw series new-capability --tree ~/linux@v6.12 --rfc --in-reply-to 1234-1-ada@example.org
  kpw series region-flag --tree ~/linux@v6.12 --signoff --without-prerequisite | git am`,
  options: [
    TOPIC,
    TOPICS,
    TREE,
    SET,
    SELFTEST,
    ...OUTPUT_OPTIONS,
    {
      flags: '-v, --reroll-count <number>',
      help: 'version of the series; from 2 on it needs notes',
      default: '1',
    },
    { flags: '--note <text...>', help: "what is new in this version, besides the template's own notes" },
    {
      flags: '--rfc',
      help: '[RFC PATCH] instead of [PATCH]; the default if a patch is not for merging',
    },
    { flags: '--prefix <word>', help: 'one more word in the brackets of the subjects: net-next' },
    { flags: '--cover', help: 'write a cover letter even for one patch, and have it in the mbox itself' },
    { flags: '--no-cover', help: 'write none' },
    { flags: '--without-prerequisite', help: "leave out the prerequisite's patches, and write their ids" },
    { flags: '--no-recipients', help: 'no To: and Cc: but those of --to and --cc' },
    { flags: '--to <address...>', help: 'one more To:, as often as wanted' },
    { flags: '--cc <address...>', help: 'one more Cc:, as often as wanted' },
    { flags: '--in-reply-to <message-id>', help: 'mail that the series answers' },
    ...AUTHOR_OPTIONS,
    {
      flags: '--runs <folder>',
      help: 'where the runs of kpw run are kept, for the cover letter',
      default: 'out',
    },
    { flags: '--anyway', help: 'write the mails though a rule of the family review has something to say' },
    { flags: '--no-evidence', help: 'say nothing of runs in the cover letter' },
    JSON_OUTPUT,
  ],
  async run([name = ''], options, terminal) {
    const { context } = terminal;
    refuseTwoOutputs(options);
    // Mistakes in the options fail before the tree is opened.
    headingOf(options, false);
    const inReplyTo = messageId(text(options, 'inReplyTo'));
    const { topic, catalogue } = await topicOf(options);
    const [choice] = selectVariants(topic, [name], list(options, 'set'), flag(options, 'selftest')) as [
      ReturnType<typeof selectVariants>[number],
    ];
    const tree = await openTopicTree(topic, treeOf(options, catalogue), context);
    const author = await authorship(options, tree, context);
    const { by, sender, signoff } = author;
    const designs = await compose(topic, tree, [choice], context);
    const [{ composition }] = designs.variants as [(typeof designs.variants)[number]];
    const skip = flag(options, 'withoutPrerequisite')
      ? composition.patches.filter(({ role }) => role === 'prerequisite').length
      : 0;
    if (composition.patches.length === skip) throw nothing(name, tree.spec, skip);
    const heading = headingOf(options, whyRfc(composition, skip).length > 0);
    const { letter, remark, evidence, seen } = await seriesLetter(
      designs,
      options,
      skip,
      heading.version,
      context,
    );
    const templates = templatesOf(PROJECT, topic);
    const asked = { heading: { ...heading, sender, signoff, skip }, by, letter, remark };
    const plain = await post(designs, asked, templates, context);
    const remarks = await remarksOn(designs, plain, skip, seen, context);
    if (!flag(options, 'anyway')) refuseRemarks(remarks, name, tree.spec);
    const { recipients, lacking } = await recipientsFor(designs, plain, skip, options, context);
    const mails = threaded(plain, { recipients, inReplyTo });
    const ioctls = await newIoctls(designs);
    const made = { designs, mails, recipients, evidence, ioctls, lacking, author, remarks };
    const written = await writeMails(mails, options, terminal);
    if (flag(options, 'json')) terminal.print(JSON.stringify(seriesData(made, written), null, 2));
    else terminal.note(seriesNotes(made, written, terminal));
    return 0;
  },
};

function nothing(name: string, spec: string, skip: number): BadParameter {
  if (skip === 0)
    return new BadParameter({
      title: `${spec} has ${name} already, so there is no patch to send`,
      where: name,
      hint: 'Name a tree without it: --tree PATH@REV.',
    });
  return new BadParameter({
    title: `${name} has no patch of its own on ${spec}`,
    where: '--without-prerequisite',
    hint: 'Leave --without-prerequisite out: the prerequisite is all that there is.',
  });
}
