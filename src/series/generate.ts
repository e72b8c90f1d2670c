// SPDX-License-Identifier: GPL-2.0-only
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '../context.ts';
import type { Tree } from '../kernel/tree.ts';
import type { Authorship } from './authorship.ts';
import {
  type AnyVariant,
  baseline,
  type Composition,
  type Patch,
  withPrerequisite,
  withVariant,
} from './compose.ts';
import type { Mail } from './mail.ts';
import { departures } from './parameters.ts';
import { postedForms, touchedTexts, withPosted } from './posted-variant.ts';
import { provenanceBlock, withProvenance } from './provenance.ts';
import { ScratchRepository } from './scratch.ts';
import { snapshot } from './sources.ts';
import { templateHash } from './template-hash.ts';
import type { AnyTopic, Parameters } from './topic.ts';

/** One variant with the values of its parameters. */
export interface Choice {
  readonly variant: AnyVariant;
  readonly parameters: Parameters;
  /** False leaves the patch out that adds a test to the tree's own. */
  readonly selftest?: boolean;
  /** Names of its cells that are asked for: `opt-in[allow_msix_mmap=1]`; all of them where it is left out. */
  readonly cells?: readonly string[];
}

/** Everything that a topic says about one tree, before any mail is written: pure data, no git. */
export interface Designs {
  readonly topic: AnyTopic;
  readonly tree: Tree;
  readonly baseline: Composition;
  readonly prerequisite: Composition;
  readonly variants: readonly (Choice & { readonly composition: Composition })[];
}

/** Prerequisite and variant of one tree as mails. */
export interface MailedSeries extends Choice {
  readonly topic: AnyTopic;
  readonly tree: Tree;
  readonly composition: Composition;
  /** In order, with provenance blocks. */
  readonly mails: readonly Mail[];
}

/**
 * Reads the tree and makes all edits of the chosen variants, or applies the patches that they are given as.
 *
 * @param context without it, files that patches touch beyond what the topic reads are those at hand
 * @throws PatchRejected where given patches do not apply, and what reading mails throws; what a topic's layout throws
 */
export async function compose(
  topic: AnyTopic,
  tree: Tree,
  choices: readonly Choice[],
  context?: Context,
): Promise<Designs> {
  const forms = await Promise.all(
    choices.map(({ variant }) => (variant.posted ? postedForms(variant.posted, context) : [])),
  );
  const texts = await snapshot(tree, topic.reads);
  const touched = await touchedTexts(forms.flat(), texts, tree, context);
  const base = baseline(topic, touched.size > 0 ? texts.withTexts(touched) : texts);
  const prerequisite = withPrerequisite(topic, base);
  const variants = [];
  for (const [at, choice] of choices.entries()) {
    const { variant, parameters } = choice;
    const composition = variant.posted
      ? await withPosted(topic, [prerequisite, base], variant, forms[at] ?? [])
      : withVariant(topic, prerequisite, variant, parameters, choice);
    variants.push({ ...choice, composition });
  }
  return { topic, tree, baseline: base, prerequisite, variants };
}

/**
 * Writes the series of all designs of a tree through one scratch repository.
 *
 * @param templates folder of all topics' sources, for the hash in the provenance block
 * @throws GitFailed
 */
export async function mail(designs: Designs, templates: string, context: Context): Promise<MailedSeries[]> {
  const { topic, tree, variants } = designs;
  return withScratch(designs, context, async (scratch) => {
    const shared = await templateHash(join(templates, topic.id), undefined);
    return Promise.all(
      variants.map(async ({ variant, parameters, composition }): Promise<MailedSeries> => {
        context.signal.throwIfAborted();
        const withBlock = await provenanceBlocks(designs, { variant, parameters }, templates, shared);
        const mails = await scratch.mails(composition);
        return {
          topic,
          tree,
          variant,
          parameters,
          composition,
          mails: mails.map((mail, at) => withBlock(mail, composition.patches[at] as Patch)),
        };
      }),
    );
  });
}

/**
 * What puts the provenance block of its patch under a mail's `---`.
 *
 * @param shared hash of the topic's own sources, where it is known already
 */
export async function provenanceBlocks(
  { topic, tree, baseline: base }: Designs,
  { variant, parameters }: Choice,
  templates: string,
  shared?: string,
): Promise<(mail: Mail, patch: Patch) => Mail> {
  const folder = join(templates, topic.id);
  const pristine = base.pristine.texts;
  const named = topic.named ? { named: topic.named } : {};
  const own = {
    ...named,
    template: `${topic.id}/${variant.id}`,
    templateHash: await templateHash(folder, variant.id),
    parameters: departures(variant, parameters),
    ...{ tree, pristine },
  };
  const prerequisite = {
    ...named,
    template: `${topic.id}/prerequisite`,
    templateHash: shared ?? (await templateHash(folder, undefined)),
    parameters: {},
    ...{ tree, pristine },
  };
  return ({ name, text }, patch) => ({
    name,
    text: withProvenance(text, provenanceBlock(patch.role === 'variant' ? own : prerequisite, patch)),
  });
}

/** All patches of each variant as one unified diff, in the order of the variants. */
export async function diffs(designs: Designs, context: Context): Promise<string[]> {
  return withScratch(designs, context, async (scratch) => {
    return Promise.all(designs.variants.map(({ composition }) => scratch.diff(composition)));
  });
}

/**
 * Work in a repository that has the commits of all designs of a tree, and is gone afterwards.
 *
 * @param by author of the commits; nobody, if left out
 */
export async function withScratch<T>(
  { baseline: base, variants }: Designs,
  context: Context,
  work: (scratch: ScratchRepository) => Promise<T>,
  by?: Authorship,
): Promise<T> {
  const touched = new Map<string, string>();
  for (const { composition } of variants)
    for (const patch of composition.patches)
      for (const path of patch.before.keys()) touched.set(path, base.pristine.texts.get(path) ?? '');
  const folder = await context.cache.temporary();
  try {
    const compositions = variants.map(({ composition }) => composition);
    const repository = join(folder, 'tree.git');
    return await work(await ScratchRepository.create(repository, touched, compositions, by));
  } finally {
    // Where one git has failed, its siblings may still be writing.
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
