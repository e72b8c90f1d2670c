// SPDX-License-Identifier: GPL-2.0-only

import { join } from 'node:path';
import type { Message } from '../mail/message.ts';
import { patchesOf } from '../mail/patches.ts';
import { BadParameter } from '../series/errors.ts';
import { compose } from '../series/generate.ts';
import { generatedFrom } from '../series/generated-from.ts';
import type { Mail } from '../series/mail.ts';
import { movedAnchors } from '../series/moved.ts';
import { post } from '../series/post.ts';
import { readProvenance } from '../series/provenance.ts';
import { templateHash } from '../series/template-hash.ts';
import { threaded } from '../series/thread.ts';
import { templatesOf } from '../series/topic-home.ts';
import { trailers } from '../series/verify.ts';
import { catalogueOf } from './catalogue.ts';
import { type Command, flag, text } from './command.ts';
import { mailsOf } from './mail-source.ts';
import { JSON_OUTPUT, TOPICS } from './options.ts';
import { checkAgainstBase } from './port-base.ts';
import { portData, portNotes } from './port-summary.ts';
import { PROJECT } from './project.ts';
import { openTopicTree } from './select.ts';
import { AUTHOR_OPTIONS, authorship } from './series-author.ts';
import { OUTPUT_OPTIONS, refuseTwoOutputs, writeMails } from './series-output.ts';

export const port: Command = {
  name: 'port',
  arguments: '<mbox>',
  needs: 'patches: kpw port fix.patch --onto debian:6.1',
  summary: 'carry patches from one tree to another by structure, or refuse and say why',
  description: `kpw carries anybody's patches change by change. It looks up the function, struct or entry in the other
tree by its name or its text, aligns the lines, and puts the change where its neighbours are. It never
fuzzes: if the target has other lines, two places or none, it refuses the change, lists the candidate
places, and writes nothing. The original files come from --base, or by the patches' blob ids from the
repository of --onto; without either, kpw uses the hunks alone. Standard error has the old and the new
place of each change, and the range-diff against the original; --compile compiles every patch.

kpw generates its own patches anew: each says below its "---" from which template, with which parameters
and for which tree it was made. An edit whose place the other tree lacks is an error. Standard error says
what the patches were made for, whether the template changed since, and the old and the new place of
each edit.

Changes by hand would be lost, so kpw looks for them first: it makes the patches for their own base too, if
it can open that, and compares.

  kpw port fix.patch --base debian:7.2 --onto debian:6.1 > fix-6.1.patch
  kpw port opt-in.mbox --onto debian:7.2 > opt-in-7.2.mbox
  kpw port opt-in.mbox --onto ~/linux@v6.12 --out outgoing`,
  options: [
    { flags: '--onto <spec>', help: 'tree to make them for: debian:7.2, PATH or PATH@REV' },
    { flags: '--base <spec>', help: 'the tree that they were made for, where kpw cannot find it by itself' },
    {
      flags: '--compile',
      help: "compile anybody's patches in the other tree, each for x86-64, arm64 and ppc64le",
    },
    { flags: '--force', help: 'make them anew even if changes by hand are lost' },
    TOPICS,
    ...OUTPUT_OPTIONS,
    ...AUTHOR_OPTIONS,
    JSON_OUTPUT,
  ],
  async run([path = ''], options, terminal) {
    const { context } = terminal;
    refuseTwoOutputs(options);
    const { name: where, messages } = await mailsOf(path, [], context);
    const found = patchesOf(messages, where);
    if (found.every(({ notes }) => readProvenance(notes) === undefined)) {
      const { portAnybodys } = await import('./port-any.ts');
      return portAnybodys(found, requiredTree(text(options, 'onto')), headingOf(found[0]), options, terminal);
    }
    const { topics } = await catalogueOf(options);
    const from = generatedFrom(
      found,
      topics.flatMap((one) => one.topic ?? []),
      where,
    );
    const { topic, choice, patches } = from;
    const onto = await openTopicTree(topic, requiredTree(text(options, 'onto')), context);
    const templates = templatesOf(PROJECT, topic);
    const now = await templateHash(join(templates, topic.id), choice.variant.id);
    const own = patches.find(({ role }) => role === 'variant');
    const template = { was: own?.block.templateHash ?? '', is: now.slice(0, 16) };
    const check = await checkAgainstBase(from, template, onto, options, templates, context);
    const author = await authorship(options, onto, context);
    const designs = await compose(topic, onto, [choice], context);
    const [{ composition }] = designs.variants as [(typeof designs.variants)[number]];
    const skip = from.alone ? composition.patches.filter(({ role }) => role === 'prerequisite').length : 0;
    const { by, sender, signoff } = author;
    const heading = { ...headingOf(patches[0]?.message), sender, signoff, skip };
    const plain = await post(designs, { heading, by, letter: undefined, remark: '' }, templates, context);
    const mails = threaded(plain, { recipients: [], inReplyTo: undefined });
    const made = {
      ...{ from, onto, template, check, mails, author },
      moved: movedAnchors(patches, composition.patches),
      left: [...new Set(patches.flatMap(({ message }) => trailers(message)))].filter(
        (line) => !isMade(line, plain),
      ),
    };
    const written = await writeMails(mails, options, terminal);
    if (flag(options, 'json')) terminal.print(JSON.stringify(portData(made, written), null, 2));
    else terminal.note(portNotes(made, written, terminal));
    return 0;
  },
};

function requiredTree(spec: string | undefined): string {
  if (spec !== undefined) return spec;
  throw new BadParameter({
    title: 'kpw port needs --onto: the tree to carry the patches to',
    where: '--onto',
    hint: 'Name one: --onto debian:7.2, or PATH@REV of a clone of your own.',
  });
}

/** `[RFC PATCH vfio v2 1/2] …`: what stands in the brackets stays there. */
function headingOf(message: Message | undefined): { prefix: string; version: number } {
  const tags = /^\s*\[([^\]]*)\]/.exec(message?.subject ?? '')?.[1] ?? '';
  const words = tags.split(/[\s,]+/).filter(Boolean);
  const version = words.find((word) => /^v\d{1,3}$/i.test(word))?.slice(1) ?? '1';
  const kept = words.filter((word) => !/^(v\d{1,3}|\d+\/\d+)$/i.test(word));
  return { prefix: kept.join(' ') || 'PATCH', version: Number(version) };
}

/** Whether the new mails have that line too. */
function isMade(line: string, mails: readonly Mail[]): boolean {
  return mails.some((mail) => Buffer.from(mail.text, 'latin1').toString('utf8').split('\n').includes(line));
}
