// SPDX-License-Identifier: GPL-2.0-only
import type { Finding } from '../../checks/rule.ts';
import { ruleCatalogue } from '../evidence/catalogue.ts';
import type { MailsExamined } from '../evidence/patches/examine.ts';
import type { AppliedTo } from '../evidence/patches/lay.ts';
import type { Message } from '../mail/message.ts';
import type { PostedSeries } from '../mail/posted.ts';
import { plural } from '../plural.ts';
import type { Terminal } from './command.ts';
import { findingLines } from './finding-text.ts';
import { STDIN } from './mail-source.ts';

/** One series on one tree. */
export interface CheckedSeries extends MailsExamined {
  readonly series: PostedSeries;
  /** Undefined where no tree was named. */
  readonly tree: string | undefined;
  /** Why the tree was chosen, where it was. */
  readonly why: string | undefined;
}

const LEVEL = { error: 'ERROR', warning: 'WARNING', note: 'CHECK' } as const;

/** As checkpatch.pl --terse prints them, with its name for standard input and its three levels; shared ones once. */
export function checkLines(checked: readonly CheckedSeries[]): string[] {
  const line = ({ file, line, severity, message, rule }: Finding) =>
    `${file === STDIN ? '-' : file}:${line}: ${LEVEL[severity]}: ${message} [${rule}]`;
  return [...new Set(checked.flatMap(({ findings }) => findings.map(line)))];
}

export function checkData(
  name: string,
  all: readonly PostedSeries[],
  checked: readonly CheckedSeries[],
): object {
  const subjects = (mails: readonly Message[]) => mails.map(({ subject }) => subject ?? null);
  const every = (part: 'patches' | 'covers' | 'older') => subjects(all.flatMap((series) => series[part]));
  return {
    mails: name,
    patches: every('patches'),
    covers: every('covers'),
    older: every('older'),
    notes: olderNotes(all),
    checked: checked.map(({ series, tree, why, ground, judged, findings, skipped, uapi }) => ({
      ...(all.length > 1 ? { series: series.patches[0]?.subject ?? null } : {}),
      ...{ tree: tree ?? null, ...(why === undefined ? {} : { why }) },
      ...{ applied: ground ?? null, judged, findings, skipped },
      ...(uapi ? { userspace: uapi.verdict } : {}),
    })),
  };
}

/** So many mails are told one by one. */
const TOLD = 12;

/** What was left out, and is not judged. */
export function olderNotes(all: readonly PostedSeries[]): string[] {
  const older = all.flatMap((series) => series.older);
  const notes = older.slice(0, TOLD).map(({ subject, damage }) => {
    const damaged = damage ? `; it is damaged: ${damage.failure.title}` : '';
    return `${subject ?? 'a patch without a subject'} is of an older version, or was sent again, and was left out${damaged}`;
  });
  return older.length > TOLD ? [...notes, `and ${older.length - TOLD} more`] : notes;
}

/** Behind "3 patches on debian:6.1". */
const GROUNDS: Readonly<Record<AppliedTo, string>> = {
  tree: '',
  'tree-without': ', already applied there: the tree is compared with itself without',
  'base-commit': ', applied to the commit that the mails name as their base',
  blobs: ', applied to the files that the index lines name',
  prerequisite: ", applied behind the topic's prerequisite",
};

/** A series on a tree as a person reads it. */
export function checkText(name: string, one: CheckedSeries, several: boolean, terminal: Terminal): string {
  const { colour } = terminal;
  const { series, tree, why, ground, judged, findings, skipped, uapi } = one;
  const { length } = series.patches;
  const count = length === 1 ? '1 patch' : `${length} patches`;
  const part = ground && judged < length ? `${judged} of ${count} judged` : count;
  const on = tree === undefined ? '' : ` on ${tree}${ground ? GROUNDS[ground] : ', as mails only'}`;
  const chosen = why === undefined ? '' : ` (${why})`;
  const sum = findings.length === 0 ? colour.good('nothing found') : summary(findings);
  const known = new Set<string>();
  const told = findings.flatMap((finding) => {
    const explained = known.has(finding.rule);
    known.add(finding.rule);
    return findingLines(finding, terminal, explained);
  });
  const title = several ? `${name}, "${series.patches[0]?.subject ?? 'no subject'}"` : name;
  const head = `${colour.bold(title)}, ${part}${on}${chosen}: ${sum}`;
  const untouched = uapi?.verdict === 'identical' ? ['  userspace: no difference found'] : [];
  return [head, ...told, ...untouched, ...notRun(skipped, terminal), ''].join('\n');
}

/** `1 error stops a merge, 3 warnings, 14 notes`. */
function summary(findings: readonly Finding[]): string {
  const count = (wanted: Finding['severity']) =>
    findings.filter(({ severity }) => severity === wanted).length;
  const errors = count('error');
  const others = (['warning', 'note'] as const).filter((severity) => count(severity) > 0);
  return [
    errors === 0
      ? 'nothing stops a merge'
      : `${plural(errors, 'error')} ${errors === 1 ? 'stops' : 'stop'} a merge`,
    ...others.map((severity) => plural(count(severity), severity)),
  ].join(', ');
}

/** Families that were left out, by reason; a rule alone where others of its family ran. */
function notRun(skipped: MailsExamined['skipped'], { colour, context }: Terminal): string[] {
  const rules = ruleCatalogue(context);
  const reasons = [...new Set(skipped.map(({ reason }) => reason))];
  return reasons.map((reason) => {
    const ids = skipped.filter((one) => one.reason === reason).map(({ rule }) => rule);
    const families = [...new Set(ids.map((id) => rules.find((rule) => rule.id === id)?.category ?? id))];
    return colour.dim(`  not run: ${ids.length} rules (${families.join(', ')}): ${reason}`);
  });
}
