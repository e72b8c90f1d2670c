// SPDX-License-Identifier: GPL-2.0-only
import type { ChangeVerdict, Judgement, StructurePath, VerdictKind } from '../backport/verdict.ts';
import { BACKPORT_VERDICTS } from '../backport/verdict.ts';
import type { Failure } from '../failure.ts';
import type { Terminal } from './command.ts';

const WORDS: Readonly<Record<VerdictKind, string>> = {
  same: 'same place',
  moved: 'moved',
  'no-counterpart': 'no counterpart',
  context: 'context differs',
  partly: 'partly applied',
  extra: 'extra',
  there: 'there already',
  undetermined: 'undetermined',
};

/** One backport as a person reads it: a line a change, what is wrong first. */
export function judgementText(
  { title, from, judgement, uncompared }: QueueEntry,
  brief: boolean,
  { colour }: Pick<Terminal, 'colour'>,
): string {
  const which = brief ? `${shortened(from)}  ` : '';
  if (!judgement) return `${colour.warn('not compared')}  ${which}${title}\n    ${uncompared?.title ?? ''}`;
  const { verdicts, notes, remarks, state, upstreamTitle } = judgement;
  const paint = { right: colour.good, doubtful: colour.warn, wrong: colour.bad }[state];
  const head = `${paint(state)}  ${which}${colour.bold(title || upstreamTitle)}  ${counted(verdicts)}`;
  if (brief && state === 'right' && !verdicts.some(isWorthTelling)) return head;
  const shown = brief ? verdicts.filter((one) => isWorthTelling(one)) : verdicts;
  return [
    head,
    ...(title !== upstreamTitle && title !== '' && upstreamTitle !== ''
      ? [`  upstream's title is "${upstreamTitle}"`]
      : []),
    ...remarks.map((remark) => colour.dim(`  ${remark}`)),
    ...notes.map((note) => `  note in the message: ${note}`),
    ...together(shown).flatMap((one) => verdictText(one, colour)),
  ].join('\n');
}

/** A commit as git log --oneline has it. */
function shortened(from: string): string {
  return /^[0-9a-f]{40,64}$/.test(from) ? from.slice(0, 12) : from;
}

/** Other words are for a person to look at; other code around is what backports are made for. */
function isWorthTelling({ verdict, reworded }: ChangeVerdict): boolean {
  return verdict === 'context' ? reworded.length > 0 : !['same', 'there'].includes(verdict);
}

/** Changes of one hunk with the same verdict at the same path take one line. */
function together(verdicts: readonly ChangeVerdict[]): (ChangeVerdict & { readonly times: number })[] {
  const ordered = [...verdicts].sort(
    (a, b) => BACKPORT_VERDICTS.indexOf(a.verdict) - BACKPORT_VERDICTS.indexOf(b.verdict),
  );
  const told = new Map<string, ChangeVerdict & { times: number }>();
  for (const one of ordered) {
    const where = (place: StructurePath | undefined) => [place?.path, ...(place?.scopes ?? [])].join(' › ');
    const plain = one.lacks.length + one.more.length + one.reworded.length === 0;
    const key = [
      one.verdict,
      one.hunk,
      where(one.upstream),
      where(one.backport),
      one.why,
      plain ? '' : told.size,
    ].join('\0');
    const known = told.get(key);
    if (known) known.times++;
    else told.set(key, { ...one, times: 1 });
  }
  return [...told.values()];
}

function verdictText(one: ChangeVerdict & { readonly times: number }, colour: Terminal['colour']): string[] {
  const paint =
    one.verdict === 'moved' || one.verdict === 'partly' || one.verdict === 'extra'
      ? colour.bad
      : one.verdict === 'same' || one.verdict === 'there'
        ? colour.good
        : colour.warn;
  const times = one.times > 1 ? ` (${one.times} changes)` : '';
  const own = one.backport ?? one.upstream;
  const other =
    one.upstream && one.backport && words(one.upstream) !== words(one.backport)
      ? [`      upstream  ${words(one.upstream, true)}`]
      : [];
  return [
    `  ${paint(WORDS[one.verdict].padEnd(15))} ${own ? words(own, true) : ''}${times}`,
    ...other,
    ...(one.right ? [`      belongs   ${words(one.right, true)}${likeness(one)}`] : []),
    ...(one.why === undefined ? [] : [`      ${one.why}`]),
    ...listed('the target lacks', one.lacks),
    ...listed('the target has more', one.more),
    ...one.reworded
      .slice(0, MOST)
      .map(({ upstream, backport }) => `      upstream has ${quoted(upstream)}, here ${quoted(backport)}`),
    ...(one.reworded.length > MOST ? [`      and ${one.reworded.length - MOST} more lines differ`] : []),
  ];
}

/** At most this many statements are printed for one place. */
const MOST = 4;

function listed(what: string, statements: readonly string[]): string[] {
  if (statements.length === 0) return [];
  const more = statements.length > MOST ? `; and ${statements.length - MOST} more` : '';
  return [
    `      ${what}: ${statements
      .slice(0, MOST)
      .map((one) => `"${one}"`)
      .join(', ')}${more}`,
  ];
}

const quoted = (line: string | undefined) => (line === undefined ? 'nothing' : `"${line}"`);

function likeness({ likeness: { here, right } }: ChangeVerdict): string {
  const per = (share: number) => `${Math.round(share * 100)} %`;
  if (right === undefined) return '';
  return here === undefined ? ` (${per(right)} alike)` : ` (${per(right)} alike; here ${per(here)})`;
}

function words({ path, line, scopes, statement }: StructurePath, numbered = false): string {
  return [numbered ? `${path}:${line}` : path, ...scopes, ...(statement === '' ? [] : [statement])].join(
    ' › ',
  );
}

function counted(verdicts: readonly ChangeVerdict[]): string {
  return BACKPORT_VERDICTS.flatMap((kind) => {
    const count = verdicts.filter(({ verdict }) => verdict === kind).length;
    return count === 0 ? [] : [`${count} ${WORDS[kind]}`];
  }).join(', ');
}

export function queueSummary(checked: readonly QueueEntry[]): string {
  const of = (state: Judgement['state']) =>
    checked.filter(({ judgement }) => judgement?.state === state).length;
  const none = checked.filter(({ judgement }) => !judgement).length;
  return `${checked.length} patches: ${of('wrong')} wrong, ${of('doubtful')} doubtful, ${none} not compared, ${of('right')} right`;
}

/** As checkpatch.pl prints it, at lines of the target before the patch. */
export function judgementLines({ title, judgement, uncompared }: QueueEntry): string[] {
  if (!judgement) return [`${title}:0: WARNING: ${uncompared?.title ?? 'not compared'}`];
  return judgement.verdicts.filter(isWorthTelling).map((one) => {
    const at = one.backport ?? one.right ?? one.upstream;
    const level =
      one.verdict === 'moved' || (judgement.state === 'wrong' && ['partly', 'extra'].includes(one.verdict))
        ? 'ERROR'
        : 'WARNING';
    const belongs = one.right ? `; belongs to ${words(one.right, true)}${likeness(one)}` : '';
    return `${at?.path ?? ''}:${at?.line ?? 0}: ${level}: ${WORDS[one.verdict]}: ${at?.statement ?? ''}${one.why ? ` (${one.why})` : ''}${belongs}`;
  });
}

export function judgementData({ title, from, judgement, uncompared }: QueueEntry): object {
  if (!judgement)
    return {
      title,
      from,
      state: 'not-compared',
      code: uncompared?.code ?? null,
      why: uncompared?.title ?? null,
    };
  const { verdicts, ...rest } = judgement;
  const orNull = <T>(value: T | undefined) => value ?? null;
  return {
    ...rest,
    from,
    verdicts: verdicts.map((one) => ({
      ...one,
      upstream: orNull(one.upstream),
      backport: orNull(one.backport),
      right: orNull(one.right),
      likeness: { here: orNull(one.likeness.here), right: orNull(one.likeness.right) },
      reworded: one.reworded.map(({ upstream, backport }) => ({
        upstream: orNull(upstream),
        backport: orNull(backport),
      })),
      why: orNull(one.why),
    })),
  };
}

/** One backport of a queue: what was found, or why it was not compared. */
export interface QueueEntry {
  readonly title: string;
  /** Commit, or file and mail, that it came from. */
  readonly from: string;
  readonly judgement: Judgement | undefined;
  readonly uncompared: Failure | undefined;
}
