// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../../context.ts';
import type { Tree } from '../../kernel/tree.ts';
import { checkpatch } from '../../series/checkpatch.ts';
import type { Finding } from '../../series/finding.ts';
import type { PlacedMail } from './places.ts';

/**
 * What the tree's checkpatch.pl says of mails that have diffs, at lines of the mails. A bare diff is handed to it without
 * the empty line that stands for its headers, which it would take for a message, and is not asked for one.
 */
export async function styleOf(
  mails: readonly PlacedMail[],
  tree: Tree,
  bare: boolean,
  context: Context,
): Promise<Finding[]> {
  const diffs = mails.filter(({ message }) => message.diffs.length > 0);
  if (!bare) return checkpatch({ tree, mails: diffs }, context);
  const plain = diffs.map(({ name, text }) => ({ name, text: text.slice(1) }));
  const findings = await checkpatch({ tree, mails: plain }, context);
  return findings
    .filter(({ message }) => !message.endsWith('(COMMIT_MESSAGE)'))
    .map((finding) => ({ ...finding, line: finding.line + 1 }));
}
