// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto';
import type { Context } from '../../context.ts';
import { Failure } from '../../failure.ts';
import type { Tree } from '../../kernel/tree.ts';
import { chosenSeries } from '../../mail/chosen.ts';
import type { Rejection } from '../../mail/history.ts';
import type { Message } from '../../mail/message.ts';
import { titleOf } from '../../mail/subject.ts';
import type { Finding } from '../../series/finding.ts';
import { Snapshot } from '../../series/sources.ts';
import { uapiNames } from '../../series/stat.ts';
import { failureRecord } from '../build.ts';
import type { CompileCheck } from '../patches/compile.ts';
import { examineMails } from '../patches/examine.ts';
import type { LaidPatches } from '../patches/lay.ts';
import type { Applied } from './between.ts';
import type { ComparedDesign, RejectedPatch } from './schema.ts';
import { endsOf } from './trees.ts';

/** A patch of a design is not for this tree. */
class DesignRejected extends Failure {
  readonly code = 'DESIGN_REJECTED';
}

/** A design as its user named it. */
export interface NamedDesign {
  readonly name: string;
  /** As it stands on the command line or in the question's file. */
  readonly source: string;
  readonly messages: readonly Message[];
  /** For messages: a path, a range. */
  readonly where: string;
  /** What is odd about where it came from. */
  readonly notes: readonly string[];
  /** What to do where it does not apply, if its user may do more than rebase it. */
  readonly hint?: string;
}

export interface DesignOptions {
  readonly disable: readonly string[];
  readonly compile: CompileCheck | undefined;
  /** Texts of the tree as it was before another design, which it has already. */
  readonly without?: LaidPatches['below'];
}

/** A design that was read, applied and checked. */
export interface Examined {
  readonly design: Omit<ComparedDesign, 'files' | 'insertions' | 'deletions' | 'needs'>;
  readonly findings: readonly Finding[];
  /** Undefined where no patch applies. */
  readonly applied: Applied | undefined;
  /** What every patch compiled to, where that was asked for. */
  readonly compiled?: readonly Finding[];
}

/**
 * One design on a tree: its newest whole series, what of it applies, and what the rules say. What does not apply costs
 * this column only.
 *
 * @throws NoPatch, PatchOutside; TreeCorrupt, HostLacks, NoSpace
 */
export async function examinedDesign(
  named: NamedDesign,
  tree: Tree,
  { disable, compile, without }: DesignOptions,
  context: Context,
): Promise<Examined> {
  const { name, source, where } = named;
  const { series, notes } = chosenSeries(named.messages, where);
  const { patches } = series;
  const asked = { tree, topic: undefined, disable, compile: undefined, without };
  const { findings, laid, judged, ground, uapi } = await examineMails(series, name, asked, context);
  const whole = patches.filter(({ damage }) => damage === undefined);
  const rejected = [
    ...patches.flatMap((patch, at) => damagedPatch(patch, at + 1)),
    ...(laid?.left ?? []).map((one) => rejectedPatch(one, whole, patches)),
  ].sort((a, b) => a.number - b.number);
  const steps = laid && judged > 0 ? laid.steps : [];
  const ends = endsOf(steps);
  const compiled = compile && steps.length > 0 && laid ? await compile(steps, laid.tree, context) : undefined;
  return {
    findings,
    applied: steps.length > 0 ? { name, steps, ends } : undefined,
    ...(compiled ? { compiled } : {}),
    design: {
      ...{ name, source, notes: [...named.notes, ...notes, ...(without ? [] : groundNotes(ground, tree))] },
      subjects: patches.map(({ subject, place }) => (subject === undefined ? place : titleOf(subject))),
      mails: patches.map(({ subject, place, mail, id }) => ({
        subject: subject ?? place,
        sha256: createHash('sha256').update(mail, 'latin1').digest('hex'),
        ...(id === undefined ? {} : { messageId: id }),
      })),
      ...(ground === undefined ? {} : { ground }),
      ...{ patches: patches.length, applied: judged, rejected },
      ...(rejected.length > 0
        ? { failure: failureRecord(rejection(named, tree, rejected, patches.length)) }
        : {}),
      ...(uapi ? { uapi } : {}),
      ...(steps.length > 0 ? { uapiNames: uapiNames(texts(ends.before), texts(ends.after)) } : {}),
    },
  };
}

function rejection(
  { name, hint }: NamedDesign,
  tree: Tree,
  rejected: readonly RejectedPatch[],
  total: number,
): DesignRejected {
  return new DesignRejected({
    title: rejectionTitle(name, tree.spec, rejected, total),
    where: rejected
      .map(({ patch, file, hunk }) => `"${patch}": ${file}${hunk === undefined ? '' : `, hunk ${hunk}`}`)
      .join('; '),
    detail: rejected
      .map(({ message, near }) => (near === undefined ? message : `${message}; ${near}`))
      .join('\n'),
    // A variant may know better; a damaged diff fits nowhere.
    hint:
      hint ??
      (rejected.every(isDamaged)
        ? 'Take the mail as it was sent: it was damaged on its way.'
        : 'Rebase the series onto that tree, or compare on the tree that it was made for (--tree).'),
  });
}

const DAMAGED = 'the diff is damaged: ';

function isDamaged({ message }: Pick<RejectedPatch, 'message'>): boolean {
  return message.startsWith(DAMAGED);
}

/** A diff that is damaged says nothing of the tree: only one that is whole can be said not to apply. */
export function rejectionTitle(
  name: string,
  tree: string,
  rejected: readonly Pick<RejectedPatch, 'message'>[],
  total: number,
): string {
  const damaged = rejected.filter(isDamaged).length;
  const are =
    damaged === 0 ? '' : `${damaged} of ${total} ${total === 1 ? 'patch is' : 'patches are'} damaged`;
  if (damaged === rejected.length) return `${name} cannot be read whole: ${are}`;
  const fit =
    rejected.length === total
      ? 'none of its patches fits'
      : `${total - rejected.length} of ${total} patches fit`;
  return `${name} does not apply to ${tree}: ${fit}${are === '' ? '' : `, ${are}`}`;
}

function damagedPatch({ damage, subject, place }: Message, number: number): RejectedPatch[] {
  if (!damage) return [];
  const { title, where = '' } = damage.failure;
  return [{ patch: titleOf(subject) || place, number, file: where, message: `${DAMAGED}${title}` }];
}

function rejectedPatch(
  { rejected, near, at }: Rejection,
  whole: readonly Message[],
  all: readonly Message[],
): RejectedPatch {
  const message = whole[at.patch] as Message;
  const diff = message.diffs[at.diff];
  const hunk = at.hunk === undefined ? {} : { hunk: at.hunk + 1, hunks: diff?.hunks.length ?? 0 };
  return {
    patch: titleOf(message.subject) || message.place,
    number: all.indexOf(message) + 1,
    file: diff?.newPath ?? diff?.oldPath ?? '',
    ...hunk,
    message: rejected,
    ...(near === undefined ? {} : { near }),
  };
}

/** That a column stands on something else than the others do has to be said. */
function groundNotes(ground: ComparedDesign['ground'], tree: Tree): string[] {
  if (ground === 'tree-without')
    return [`${tree.spec} has these patches already: the column compares it with itself without them`];
  if (ground === 'base-commit')
    return [`applied to the commit that the mails name as their base, not to ${tree.spec}`];
  if (ground === 'blobs')
    return [`applied to the files that the index lines name, not to those of ${tree.spec}`];
  return [];
}

function texts(files: ReadonlyMap<string, { readonly text: string } | undefined>): Snapshot {
  return new Snapshot(
    '',
    new Map([...files].flatMap(([path, file]) => (file ? [[path, file.text] as const] : []))),
  );
}
