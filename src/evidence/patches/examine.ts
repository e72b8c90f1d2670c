// SPDX-License-Identifier: GPL-2.0-only
import { byRank, examineBy, type Skipped } from '../../../checks/engine/examine.ts';
import type { Context } from '../../context.ts';
import type { Tree } from '../../kernel/tree.ts';
import { PatchOutside } from '../../mail/failures.ts';
import type { Message } from '../../mail/message.ts';
import type { PostedSeries } from '../../mail/posted.ts';
import { CHECKPATCH } from '../../series/checkpatch.ts';
import type { Finding } from '../../series/finding.ts';
import type { AnyTopic } from '../../series/topic.ts';
import { growthText } from '../../uapi/growth.ts';
import { ruleCatalogue } from '../catalogue.ts';
import type { CellEvidence } from '../schema.ts';
import { COMPILE_RULES, type CompileCheck } from './compile.ts';
import { FIXES_COMMIT, fixesOf } from './fixes.ts';
import { gathered } from './gathered.ts';
import { type AppliedTo, type LaidPatches, layPatches } from './lay.ts';
import { atPlaces, placedMails } from './places.ts';
import { repeated } from './repeated.ts';
import { reviewOf, TRAILERS, UNANSWERED } from './review.ts';
import { styleOf } from './style.ts';
import { mailsOnly, mailsOnTree } from './subject.ts';
import { withSurroundings } from './surroundings.ts';
import { BINARY, DAMAGED, REJECTED, unreadPatches } from './unread.ts';

/** Findings that come from programs and not from the catalogue of rules. */
export const ENGINE_RULES: readonly string[] = [
  ...[REJECTED, DAMAGED, BINARY, FIXES_COMMIT, TRAILERS, UNANSWERED],
  ...[CHECKPATCH, ...COMPILE_RULES],
];

export interface MailsAsked {
  /** Undefined where only the mails are judged. */
  readonly tree: Tree | undefined;
  /** Whose prerequisite may lie below the patches. */
  readonly topic: AnyTopic | undefined;
  /** Rules, families, and ENGINE_RULES to leave out. */
  readonly disable: readonly string[];
  readonly compile: CompileCheck | undefined;
  /** Texts of the tree as it was before somebody else's patches, where these are to stand on that. */
  readonly without?: LaidPatches['below'] | undefined;
}

export interface MailsExamined {
  /** Worst first, at their places in the mails' files or in the tree. */
  readonly findings: readonly Finding[];
  readonly skipped: readonly Skipped[];
  /** What the patches were applied to; undefined where none was. */
  readonly ground: AppliedTo | undefined;
  /** How many patches were applied. */
  readonly judged: number;
  /** What was applied to what, and what was not; undefined where no tree was given. */
  readonly laid: LaidPatches | undefined;
  /** What userspace makes of it; undefined where nothing was applied. */
  readonly uapi: CellEvidence['uapi'] | undefined;
}

/**
 * What all rules, the tree's checkpatch.pl and a compiler say of somebody's patches. What does not apply, or cannot be
 * read, is a finding; the other patches are judged on the tree, and all of them as mails.
 *
 * @throws PatchOutside
 */
export async function examineMails(
  series: PostedSeries,
  name: string,
  asked: MailsAsked,
  context: Context,
): Promise<MailsExamined> {
  const { patches, covers } = series;
  const { tree, topic, disable, compile } = asked;
  for (const { damage } of patches) if (damage?.failure instanceof PatchOutside) throw damage.failure;
  const whole = patches.filter(({ damage }) => damage === undefined);
  const mails = placedMails([...covers, ...patches]);
  const base = baseOf([...covers, ...patches]);
  const laid = tree && (await layPatches(whole, tree, { topic, base, without: asked.without }, context));
  const applied = laid && laid.steps.length > 0 ? laid : undefined;
  const bare = patches.every(({ subject, author }) => subject === undefined && author === undefined);
  const reason = whyNotOnTree(name, tree, whole.length);
  const subject = applied
    ? await withSurroundings(await mailsOnTree(name, mails, applied, bare), applied.tree, disable, context)
    : mailsOnly(name, mails, reason, bare);
  // Of a diff without a message there is nothing to be said as of a mail.
  const off = [...disable, ...(bare ? ['message', 'series', ...OF_MESSAGES] : [])];
  const catalogue = ruleCatalogue(context);
  const lacking = (applied?.left.length ?? 0) > 0 || whole.length < patches.length;
  const examination = examineBy(
    lacking ? { ...subject, lacks: { ...subject.lacks, whole: LEFT_OUT } } : subject,
    { disable: off, catalogue },
  );
  // Nobody has to be told what he has switched off himself.
  const isOff = (rule: string) =>
    catalogue.some(({ id, category }) => id === rule && (off.includes(id) || off.includes(category)));
  const wanted = (rule: string) => !disable.includes(rule);
  const found: Finding[] = atPlaces(gathered(examination.findings), mails);
  if (tree && wanted(CHECKPATCH)) {
    const style = atPlaces(await styleOf(mails, tree, bare, context), mails);
    found.push(...style.filter((one) => !repeated(one, found, catalogue)));
  }
  if (tree && !bare && wanted(FIXES_COMMIT))
    found.push(...atPlaces(gathered(await fixesOf(mails, applied?.tree ?? tree, context)), mails));
  found.push(...reviewOf(series), ...unreadPatches(patches, whole, laid, tree, mails));
  if (applied && compile) found.push(...(await compile(applied.steps, applied.tree, context)));
  return {
    findings: found.filter(({ rule }) => wanted(rule)).sort(byRank),
    skipped: examination.skipped.filter(({ rule }) => !isOff(rule)),
    ground: applied?.ground,
    judged: applied?.steps.length ?? 0,
    laid,
    uapi:
      applied && subject.uapi
        ? { verdict: examination.verdict, growth: growthText(subject.uapi) }
        : undefined,
  };
}

/** Rules of other families that judge what a message says. */
const OF_MESSAGES = ['review-origin', 'review-flag-readers', 'review-constant-orphaned'];

const LEFT_OUT = 'a patch of the series was left out, and may have what is missed';

/** The commit that the mails name as what they are made on. */
export function baseOf(mails: readonly Message[]): string | undefined {
  for (const { mail } of mails) {
    const [, base] = /^base-commit: ([0-9a-f]{12,64})\b/m.exec(mail) ?? [];
    if (base !== undefined) return base;
  }
  return undefined;
}

/** What the user has disabled he knows, and that a diff is no mail. */
/** A damaged diff is not said to be at odds with the tree. */
function whyNotOnTree(name: string, tree: Tree | undefined, whole: number): string {
  if (!tree) return 'no tree was given';
  return whole === 0
    ? `${name} is damaged: no patch of it can be read`
    : `${name} does not apply to ${tree.spec}`;
}
