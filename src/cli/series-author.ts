// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../context.ts';
import type { Tree } from '../kernel/tree.ts';
import type { Authorship } from '../series/authorship.ts';
import { BadParameter, NoIdentity } from '../series/errors.ts';
import { committerOf, mailbox } from '../series/identity.ts';
import { NOBODY } from '../series/import-stream.ts';
import { flag, type OptionSpec, type OptionValues, text } from './command.ts';

export const AUTHOR_OPTIONS: readonly OptionSpec[] = [
  {
    flags: '--signoff',
    help: 'add your Signed-off-by, of git config user.name and user.email; never done unasked',
  },
  { flags: '--author <mailbox>', help: 'author of the patches, "Name <address>", where it is not you' },
  { flags: '--date <date>', help: 'date of all mails: now, or 2026-11-24T12:00Z' },
];

/** By whom a series is, and whom it comes from. */
export interface SeriesAuthor {
  readonly by: Authorship;
  /** Of the From: field. */
  readonly sender: string;
  /** Whether git knew no name, so that the mails come from nobody. */
  readonly nobody: boolean;
  readonly signoff: boolean;
}

/**
 * The sender is the user as git knows him or her, of the tree's repository first; where git knows nobody, the mails
 * come from the same nobody as those of kpw generate, and cannot be signed off.
 *
 * @throws NoIdentity, BadParameter
 */
export async function authorship(
  options: OptionValues,
  { base }: Tree,
  context: Context,
): Promise<SeriesAuthor> {
  const signoff = flag(options, 'signoff');
  const known = await committerOf(base.kind === 'git' ? base.path : undefined, context);
  if (signoff && known === undefined)
    throw new NoIdentity({
      title: 'git knows no name and address to sign off with',
      where: '--signoff',
      hint: 'Say who you are: git config --global user.name "…" and user.email "…".',
    });
  const sender = known ?? NOBODY.author;
  const given = text(options, 'author');
  const author = given === undefined ? sender : mailbox(given);
  if (author === undefined)
    throw new BadParameter({
      title: `--author needs a name and an address, not "${given}"`,
      where: `--author ${given}`,
      hint: 'Give a name and an address: --author "Ada Lamp <ada@example.org>"',
    });
  return {
    by: { author, date: dateOf(text(options, 'date')) },
    sender,
    nobody: known === undefined,
    signoff,
  };
}

/** As git's raw format has it, in UTC. */
function dateOf(given: string | undefined): string {
  if (given === undefined) return NOBODY.date;
  const date = given === 'now' ? new Date() : new Date(given);
  const seconds = Math.floor(date.valueOf() / 1000);
  if (seconds >= 0) return `${seconds} +0000`;
  throw new BadParameter({
    title: `--date cannot read "${given}"`,
    where: `--date ${given}`,
    hint: 'Give now, or a date as ISO 8601 or a mail has it: 2026-11-24T12:00Z',
  });
}
