// SPDX-License-Identifier: GPL-2.0-only
import { letterOf } from '../../../checks/lib/mail.ts';
import type { Tree } from '../../kernel/tree.ts';
import { isSubmodule } from '../../mail/diff.ts';
import type { Rejection } from '../../mail/history.ts';
import type { Message } from '../../mail/message.ts';
import type { Finding } from '../../series/finding.ts';
import type { LaidPatches } from './lay.ts';
import type { PlacedMail } from './places.ts';

/** A patch that does not apply to the tree. */
export const REJECTED = 'patch-rejected';
/** A patch whose diff lost something on its way. */
export const DAMAGED = 'patch-damaged';
/** A binary file, which no rule reads. */
export const BINARY = 'patch-binary';

/**
 * What of some patches could not be judged, and why.
 *
 * @param whole those that can be read, which `laid` counts
 */
export function unreadPatches(
  patches: readonly Message[],
  whole: readonly Message[],
  laid: LaidPatches | undefined,
  tree: Tree | undefined,
  mails: readonly PlacedMail[],
): Finding[] {
  const rejections = tree && laid ? laid.left : [];
  return [
    ...patches.flatMap(damaged),
    ...patches.flatMap(binary),
    ...rejections.map((one) => rejection(one, whole, rejections, mails, tree?.spec ?? '')),
  ];
}

function damaged({ damage, file, offset }: Message): Finding[] {
  if (!damage) return [];
  const { title, detail } = damage.failure;
  const said = detail === undefined ? '' : `: ${detail.trim()}`;
  return [
    {
      ...{ rule: DAMAGED, severity: 'error', file, line: Math.max(1, damage.line + offset) },
      message: `the diff is damaged: ${title}${said}`,
    },
  ];
}

function binary({ diffs, file, offset, mail }: Message): Finding[] {
  const all = diffs.filter((diff) => diff.binary || isSubmodule(diff));
  const [first] = all;
  if (!first) return [];
  const paths = all.map(({ newPath, oldPath }) => newPath ?? oldPath ?? '');
  const head = mail.indexOf('\n\n') < 0 ? 0 : mail.slice(0, mail.indexOf('\n\n')).split('\n').length + 1;
  const line = Math.max(1, head + first.line + offset);
  const message = `${paths.join(', ')} ${paths.length > 1 ? 'are' : 'is'} ${all.every(isSubmodule) ? 'a submodule' : 'binary'}: not looked at`;
  return [{ rule: BINARY, severity: 'note', file, line, message }];
}

function rejection(
  { rejected, near, at }: Rejection,
  patches: readonly Message[],
  all: readonly Rejection[],
  mails: readonly PlacedMail[],
  tree: string,
): Finding {
  const message = patches[at.patch] as Message;
  const diff = message.diffs[at.diff];
  const mail = mails.find((one) => one.message === message) as PlacedMail;
  const files = letterOf(mail).files;
  const path = diff?.newPath ?? diff?.oldPath;
  const file = files[at.diff]?.path === path ? files[at.diff] : files.find((one) => one.path === path);
  const first = file?.hunks[at.hunk ?? 0]?.[0]?.line;
  const of = at.hunk === undefined ? '' : ` (hunk ${at.hunk + 1} of ${diff?.hunks.length})`;
  const before = all.find(
    (other) => other.at.patch < at.patch && patches[other.at.patch]?.diffs.some((one) => touches(one, path)),
  );
  const after = before ? '; a patch before it, which changes the file, was left out' : '';
  return {
    rule: REJECTED,
    severity: 'error',
    file: message.file,
    line: Math.max(1, (first === undefined ? 1 : first - 1) + message.offset),
    message: `the patch does not apply to ${tree}: ${rejected}${of}${near === undefined ? '' : `; ${near}`}${after}`,
  };
}

function touches(
  { oldPath, newPath }: { readonly oldPath: string | undefined; readonly newPath: string | undefined },
  path: string | undefined,
): boolean {
  return path !== undefined && (oldPath === path || newPath === path);
}
