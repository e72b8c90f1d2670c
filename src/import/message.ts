// SPDX-License-Identifier: GPL-2.0-only
import type { Message } from '../mail/message.ts';

/** What people said of the patch that was posted, and not of the one that a template makes. */
const OF_THE_POSTING =
  /^(?:Signed-off-by|Reviewed-by|Acked-by|Tested-by|Co-developed-by|Message-I[dD]|Cc): \S|^\[[^\]]*@?[^\]]*: [^\]]*\]$/i;

/** The commit message without its last lines' approvals: only a person gives them, and to what she has seen. */
export function importedMessage({ body }: Pick<Message, 'body'>): { body: string; left: readonly string[] } {
  const lines = body.split('\n');
  const left = lines.filter((line) => OF_THE_POSTING.test(line));
  const kept = lines.filter((line) => !OF_THE_POSTING.test(line));
  return { body: kept.join('\n').trim(), left };
}
