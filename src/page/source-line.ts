// SPDX-License-Identifier: GPL-2.0-only
import type { CellEvidence } from '../evidence/schema.ts';
import type { Hunk } from '../mail/hunk.ts';
import { type KeptMail, utf8 } from './material.ts';

/**
 * The line that a finding points to, out of the patches that a run has kept: the line of the patched file, followed back
 * through the hunks from the last patch on; or a line of a mail.
 *
 * @returns undefined where no hunk shows it
 */
export function sourceLine(
  { file, line }: Pick<CellEvidence['findings'][number], 'file' | 'line'>,
  mails: readonly KeptMail[],
): string | undefined {
  const mail = mails.find((one) => one.file === file);
  if (mail) return shownIn(mail.message.mail, line);
  let at = line;
  for (const { message } of [...mails].reverse()) {
    const hunks = message.diffs.filter(({ newPath }) => newPath === file).flatMap(({ hunks: own }) => own);
    const found = hunks.find(({ newStart, newLines }) => at >= newStart && at < newStart + newLines);
    if (found) return textAt(found, at);
    at -= moved(hunks, at);
  }
  return undefined;
}

function shownIn(text: string, line: number): string | undefined {
  const found = text.split('\n')[line - 1];
  return found === undefined ? undefined : utf8(found);
}

function textAt({ newStart, lines }: Hunk, line: number): string | undefined {
  const news = lines.filter((one) => one[0] !== '-' && one[0] !== '\\');
  const found = news[line - newStart];
  return found === undefined ? undefined : utf8(found.slice(1));
}

/** By how many lines hunks above a line have moved it. */
function moved(hunks: readonly Hunk[], line: number): number {
  return hunks
    .filter(({ newStart, newLines }) => newStart + newLines <= line)
    .reduce((sum, { newLines, oldLines }) => sum + newLines - oldLines, 0);
}
