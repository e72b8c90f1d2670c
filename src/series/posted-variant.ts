// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Context } from '../context.ts';
import type { Tree } from '../kernel/tree.ts';
import { applied } from '../mail/apply.ts';
import { chosenSeries } from '../mail/chosen.ts';
import { PatchRejected } from '../mail/failures.ts';
import { onTree, type PatchStep, type ReadTree, type Rejection } from '../mail/history.ts';
import type { Message } from '../mail/message.ts';
import { refuseBinary } from '../mail/patches.ts';
import { readMails } from '../mail/read.ts';
import { reader } from '../mail/reader.ts';
import { titleOf } from '../mail/subject.ts';
import { takenBack } from '../mail/taken-back.ts';
import { type AnchorUse, type AnyVariant, type Composition, type Patch, withPatches } from './compose.ts';
import type { Snapshot } from './sources.ts';
import type { AnyTopic, PostedSource } from './topic.ts';

/** A design's patches in one form of them, read. */
export interface PostedForm {
  /** For messages and provenance: the file's or folder's own name. */
  readonly name: string;
  readonly patches: readonly Message[];
}

/**
 * The patches of a variant that is given as mails: of each form its newest whole series, as `kpw compare` takes it.
 *
 * @throws MailUnreadable, NoPatch, PatchDamaged, PatchOutside, PatchBinary
 */
export async function postedForms(
  sources: readonly PostedSource[],
  context: Context | undefined,
): Promise<PostedForm[]> {
  return Promise.all(
    sources.map(async (source): Promise<PostedForm> => {
      const path = source instanceof URL ? fileURLToPath(source) : source.name;
      const messages = source instanceof URL ? await readMails(path, context) : source.messages;
      const { patches } = chosenSeries(messages, path).series;
      for (const { damage } of patches) if (damage) throw damage.failure;
      refuseBinary(patches, path);
      return { name: formName(source), patches };
    }),
  );
}

/** What a form of patches is called: its file or folder. */
export function formName(source: PostedSource): string {
  return basename(source instanceof URL ? fileURLToPath(source) : source.name);
}

/**
 * Files that mails touch and a topic does not read, as the tree has them; of a Debian tree that does not keep them they
 * are fetched, where a context is at hand to do so.
 */
export async function touchedTexts(
  forms: readonly PostedForm[],
  { texts }: Snapshot,
  tree: Tree,
  context: Context | undefined,
): Promise<Map<string, string>> {
  const patches = forms.flatMap((form) => form.patches);
  const read: ReadTree = context ? await reader(patches, tree, context) : (path) => tree.read(path);
  const touched = new Map<string, string>();
  for (const { oldPath, newPath } of patches.flatMap(({ diffs }) => diffs))
    for (const path of [oldPath, newPath]) {
      if (path === undefined || texts.has(path) || touched.has(path)) continue;
      const text = await read(path);
      if (text !== undefined) touched.set(path, text);
    }
  return touched;
}

/**
 * A composition with a variant's patches as they were posted: the first form that applies whole and without fuzz to the
 * tree with the prerequisite, or to the tree as it is, where the mails bring the prerequisite along. A tree that has the patches
 * already needs none: its composition is then the one below.
 *
 * @param grounds the tree with the prerequisite, and as it is
 * @throws PatchRejected where no form fits
 */
export async function withPosted(
  topic: AnyTopic,
  grounds: readonly [prerequisite: Composition, baseline: Composition],
  variant: AnyVariant,
  forms: readonly PostedForm[],
): Promise<Composition> {
  const [below, pristine] = grounds;
  const rejections: { form: PostedForm; rejection: Rejection }[] = [];
  const made = (ground: Composition, form: PostedForm, steps: readonly PatchStep[]) =>
    withPatches(
      topic,
      ground,
      steps.map((step, at) => patchOf(step, form, at)),
      `with ${variant.id}`,
    );
  for (const form of below.patches.length > 0 ? forms : []) {
    const laid = await onTree(form.patches, textsOf(pristine));
    if ('steps' in laid && bringsAlong(laid.steps, below)) return made(pristine, form, laid.steps);
  }
  for (const form of forms) {
    const laid = await onTree(form.patches, textsOf(below));
    if ('steps' in laid) return made(below, form, laid.steps);
    rejections.push({ form, rejection: laid });
  }
  for (const form of forms) if (await takenBack(form.patches, textsOf(below))) return below;
  throw rejected(variant, below.pristine.origin, rejections);
}

/** Whether the first patches of a series leave what the prerequisite does. */
function bringsAlong(steps: readonly PatchStep[], { pristine, edited, patches }: Composition): boolean {
  const state = new Map(pristine.texts);
  const changed = patches.flatMap(({ after }) => [...after.keys()]);
  return steps.some(({ after }) => {
    for (const [path, file] of after) state.set(path, file?.text ?? '');
    return changed.every((path) => state.get(path) === edited.texts.get(path));
  });
}

function textsOf({ edited: { texts } }: Composition): ReadTree {
  return async (path) => texts.get(path);
}

/** @throws PatchRejected for what a composition cannot hold */
function patchOf({ title, body, before, after }: PatchStep, form: PostedForm, at: number): Patch {
  const message = form.patches[at] as Message;
  const [was, is] = [new Map<string, string>(), new Map<string, string>()];
  for (const [path, file] of after) {
    const old = before.get(path);
    if (!file || file.mode !== (old?.mode ?? '100644'))
      throw new PatchRejected({
        title: `"${title}" ${file ? 'changes the mode of' : 'removes or renames'} ${path}, which a variant cannot`,
        where: message.place,
        hint: 'Lay it beside the others with kpw compare, which takes such patches.',
      });
    is.set(path, file.text);
    if (old) was.set(path, old.text);
  }
  const by = authorship(message);
  return {
    subject: title,
    body,
    role: 'variant',
    before: was,
    after: is,
    anchors: places(message, was),
    posted: {
      message: `${title}\n${body === '' ? '' : `\n${body}\n`}`,
      ...(by ? { by } : {}),
      from: `${form.name}, sha256 ${createHash('sha256').update(message.mail, 'latin1').digest('hex').slice(0, 16)}`,
    },
  };
}

/** Where the hunks landed: the tree's lines, which need not be those that the mail names. */
function places({ diffs, subject }: Message, before: ReadonlyMap<string, string>): AnchorUse[] {
  return diffs.flatMap(({ oldPath, hunks }) => {
    const result = oldPath === undefined ? undefined : applied(before.get(oldPath) ?? '', hunks);
    if (!result || 'unfit' in result) return [];
    return result.lines.map((line, at) => ({
      ...{ anchor: 'hunk', path: oldPath ?? '', line },
      purpose: `hunk ${at + 1} of ${hunks.length} of "${titleOf(subject)}"`,
    }));
  });
}

function authorship({ author, date }: Message): NonNullable<Patch['posted']>['by'] {
  const seconds = Date.parse(date ?? '') / 1000;
  if (author === undefined || !/<[^<>]+>$/.test(author) || !Number.isFinite(seconds)) return undefined;
  return { author, date: `${seconds} +0000` };
}

function rejected(
  { id }: AnyVariant,
  tree: string,
  rejections: readonly { form: PostedForm; rejection: Rejection }[],
): PatchRejected {
  const told = rejections.map(({ form, rejection: { rejected: why, near, at } }) => {
    const message = form.patches[at.patch];
    const hunks = message?.diffs[at.diff]?.hunks.length ?? 0;
    const hunk = at.hunk === undefined ? '' : ` (hunk ${at.hunk + 1} of ${hunks})`;
    return `${form.name}: "${titleOf(message?.subject)}": ${why}${hunk}${near === undefined ? '' : `; ${near}`}`;
  });
  return new PatchRejected({
    title: `the patches of ${id} do not apply${rejections.length === 1 ? '' : `, in none of their ${rejections.length} forms`}`,
    where: tree,
    detail: told.join('\n'),
    hint: 'Give it in a form for this tree as well, or take the tree that it was made for.',
  });
}
