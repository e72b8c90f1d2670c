// SPDX-License-Identifier: GPL-2.0-only
import { byRank, type Examination, examine, rules, type Skipped } from '../../../checks/index.ts';
import { letterOf } from '../../../checks/lib/mail.ts';
import type { Context } from '../../context.ts';
import type { Tree } from '../../kernel/tree.ts';
import type { Rejection } from '../../mail/history.ts';
import type { Message } from '../../mail/message.ts';
import { CHECKPATCH } from '../../series/checkpatch.ts';
import type { Finding } from '../../series/finding.ts';
import type { AnyTopic } from '../../series/topic.ts';
import type { Chosen } from './chosen.ts';
import { COMPILE_RULES, type CompileCheck } from './compile.ts';
import { type Ground, lay } from './lay.ts';
import { atPlaces, type PlacedMail, placedMails } from './places.ts';
import { repeated } from './repeated.ts';
import { styleOf } from './style.ts';
import { mailsOnly, mailsOnTree } from './subject.ts';

/** A patch that does not apply to the tree. */
export const REJECTED = 'patch-rejected';
/** Findings that come from programs and not from the catalogue of rules. */
export const ENGINE_RULES: readonly string[] = [REJECTED, CHECKPATCH, ...COMPILE_RULES];

export interface MailsAsked {
  /** Undefined where only the mails are judged. */
  readonly tree: Tree | undefined;
  /** Whose prerequisite may lie below the patches. */
  readonly topic: AnyTopic | undefined;
  /** Rules, families, and ENGINE_RULES to leave out. */
  readonly disable: readonly string[];
  readonly compile: CompileCheck | undefined;
}

export interface MailsExamined {
  /** Worst first, at their places in the mails' files or in the tree. */
  readonly findings: readonly Finding[];
  readonly skipped: readonly Skipped[];
  /** What the patches were applied to; undefined where they were not. */
  readonly ground: Ground | undefined;
}

/**
 * What all rules, the tree's checkpatch.pl and a compiler say of somebody's patches. Patches that do not apply are a
 * finding, and are judged as mails.
 */
export async function examineMails(
  { patches, covers }: Chosen,
  name: string,
  asked: MailsAsked,
  context: Context,
): Promise<MailsExamined> {
  const { tree, topic, disable, compile } = asked;
  const mails = placedMails([...covers, ...patches]);
  const laid = tree && (await lay(patches, tree, topic, context));
  const applied = laid && 'steps' in laid ? laid : undefined;
  const bare = patches.every(({ subject, author }) => subject === undefined && author === undefined);
  const reason = laid && tree ? `${name} does not apply to ${tree.spec}` : 'no tree was given';
  const subject =
    tree && applied
      ? await mailsOnTree(name, mails, tree, applied, bare)
      : mailsOnly(name, mails, reason, bare);
  // Of a diff without a message there is nothing to be said as of a mail.
  const off = [...disable, ...(bare ? ['message', 'series'] : [])];
  const examination = examine(subject, { disable: off });
  const wanted = (rule: string) => !disable.includes(rule);
  const found: Finding[] = atPlaces(examination.findings, mails);
  if (tree && wanted(CHECKPATCH)) {
    const style = atPlaces(await styleOf(mails, tree, bare, context), mails);
    found.push(...style.filter((one) => !repeated(one, found, rules)));
  }
  if (tree && laid && 'rejected' in laid && wanted(REJECTED))
    found.push(rejection(laid, patches, mails, tree));
  if (tree && applied && compile) found.push(...(await compile(applied.steps, tree, context)));
  return {
    findings: found.filter(({ rule }) => wanted(rule)).sort(byRank),
    skipped: skippedOf(examination),
    ground: applied?.ground,
  };
}

/** What the user has disabled he knows, and that a diff is no mail. */
function skippedOf({ skipped }: Examination): Skipped[] {
  return skipped.filter(({ reason }) => !/^[\w-]+ is disabled$/.test(reason));
}

function rejection(
  { rejected, at }: Rejection,
  patches: readonly Message[],
  mails: readonly PlacedMail[],
  tree: Tree,
): Finding {
  const message = patches[at.patch] as Message;
  const diff = message.diffs[at.diff];
  const mail = mails.find((one) => one.message === message) as PlacedMail;
  const files = letterOf(mail).files;
  const path = diff?.newPath ?? diff?.oldPath;
  const file = files[at.diff]?.path === path ? files[at.diff] : files.find((one) => one.path === path);
  const first = file?.hunks[at.hunk ?? 0]?.[0]?.line;
  const of = at.hunk === undefined ? '' : ` (hunk ${at.hunk + 1} of ${diff?.hunks.length})`;
  return {
    rule: REJECTED,
    severity: 'error',
    file: message.file,
    line: Math.max(1, (first === undefined ? 1 : first - 1) + message.offset),
    message: `the patch does not apply to ${tree.spec}: ${rejected}${of}; rules that need the tree with it were not run`,
  };
}
