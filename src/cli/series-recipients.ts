// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../context.ts';
import { BadParameter } from '../series/errors.ts';
import type { Designs } from '../series/generate.ts';
import type { Mail } from '../series/mail.ts';
import { maintainers } from '../series/maintainers.ts';
import { type Recipient, recipients, unreachable } from '../series/recipients.ts';
import { list, type OptionValues } from './command.ts';

export interface FoundRecipients {
  readonly recipients: readonly Recipient[];
  /** What could not be found out, each as a sentence. */
  readonly lacking: readonly string[];
}

/**
 * @param mails with or without a cover letter
 * @param skip patches of the composition that are not among them
 * @throws BadParameter for an address that is none; what maintainers() throws
 */
export async function recipientsFor(
  { topic, tree, variants }: Designs,
  mails: readonly Mail[],
  skip: number,
  options: OptionValues,
  context: Context,
): Promise<FoundRecipients> {
  const [to, cc] = [list(options, 'to'), list(options, 'cc')];
  for (const [option, words] of Object.entries({ to, cc }))
    for (const word of words) requireAddress(option, word);
  const none = { maintainers: [], commenters: [], uapi: false, listed: '', ignored: '' };
  if (options.recipients === false) return { recipients: recipients({ ...none, to, cc }), lacking: [] };
  const named = await maintainers(
    tree,
    mails.filter(({ name }) => !name.includes('cover-letter')),
    context,
  );
  const patches = variants[0]?.composition.patches.slice(skip) ?? [];
  const asked = {
    maintainers: named ?? [],
    commenters: topic.commenters ?? [],
    uapi: patches.some(({ after }) => [...after.keys()].some((path) => /(^|\/)include\/uapi\//.test(path))),
    listed: (await tree.read('MAINTAINERS')) ?? '',
    ignored: (await tree.read('.get_maintainer.ignore')) ?? '',
    ...{ to, cc },
  };
  return {
    recipients: recipients(asked),
    lacking: [
      ...(named === undefined
        ? [`${tree.spec} has no scripts/get_maintainer.pl or no MAINTAINERS: no maintainer is named`]
        : []),
      ...unreachable(asked).map(
        ({ name, part }) => `${name}, who ${part}, has no address in the thread or the tree`,
      ),
    ],
  };
}

function requireAddress(option: string, word: string): void {
  if (/^\s*([^<>@\s]+@[^<>@\s]+|"?[^"<>@\n]*"?\s*<[^<>@\s]+@[^<>@\s]+>)\s*$/.test(word)) return;
  throw new BadParameter({
    title: `"${word}" is no mail address`,
    where: `--${option} ${word}`,
    hint: 'Give one address each time: ada@example.org, or "Ada Lamp <ada@example.org>".',
  });
}
