// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../context.ts';
import type { Tree } from '../kernel/tree.ts';
import { chosenSeries } from '../mail/chosen.ts';
import type { Message } from '../mail/message.ts';
import { refuseBinary } from '../mail/patches.ts';
import { reader } from '../mail/reader.ts';
import { compose } from '../series/generate.ts';
import type { AnyTopic } from '../series/topic.ts';
import { addVariant, type NewVariant, type VariantSources } from '../skeleton/listed.ts';
import { endsWithTest } from './own-test.ts';
import { type ImportedPatch, importedPatch } from './patch.ts';
import { type AnyTemplate, loadedVariant, prove } from './prove.ts';
import { roleOf } from './roles.ts';
import { laidOn } from './series.ts';
import { templateSources } from './source/files.ts';
import { sourceHome } from './source/home.ts';

/** Mails that are to become a variant. */
export interface ImportRequest {
  readonly topic: AnyTopic;
  /** The topic's folder. */
  readonly folder: string;
  /** It is outside of the checkout. */
  readonly own: boolean;
  readonly name: string;
  readonly messages: readonly Message[];
  /** What the mails are called in messages. */
  readonly where: string;
  readonly tree: Tree;
  /** The package's exports, which the variant is made of. */
  readonly api: Readonly<Record<string, unknown>>;
  format(text: string, context: Context): Promise<string>;
}

/** A variant that was made, and what there is to say of it. */
export interface ImportedVariant {
  readonly made: NewVariant;
  readonly files: readonly string[];
  readonly variant: AnyTemplate;
  readonly patches: readonly ImportedPatch[];
  /** The mails that it was made of, without those of the topic's prerequisite. */
  readonly messages: readonly Message[];
  /** So many patches of the series are the topic's prerequisite. */
  readonly prerequisite: number;
  /** Its last patch is the test that the topic gives each design. */
  readonly selftest: boolean;
  /** What of the mails was left out. */
  readonly notes: readonly string[];
}

/**
 * Makes a variant of a topic from a posted series, and holds that it gives the same bytes on the tree; where anything
 * fails nothing is written.
 *
 * @throws what reading the patches throws; PatchRejected, NotRead, AnchorAmbiguous, ImportDiffers, NameTaken, NoSkeleton
 */
export async function importVariant(request: ImportRequest, context: Context): Promise<ImportedVariant> {
  const { topic, folder, name, messages, where, tree } = request;
  const { series, notes } = chosenSeries(messages, where);
  for (const { damage } of series.patches) if (damage) throw damage.failure;
  refuseBinary(series.patches, where);
  const home = await sourceHome(folder, request.own);
  const designs = await compose(topic, tree, [], context);
  const whole = await laidOn(designs, series.patches, await reader(series.patches, tree, context));
  const base = designs.prerequisite;
  const selftest = endsWithTest(topic, base, { id: name, title: name }, whole.steps);
  const own = selftest ? -1 : whole.steps.length;
  const laid = { ...whole, steps: whole.steps.slice(0, own), patches: whole.patches.slice(0, own) };
  const patches = laid.steps.map((step, at) => importedPatch(tree.label, laid.patches[at] as Message, step));
  const imported = {
    ...{ id: name, patches, messages: laid.patches, tree: tree.spec },
    cover: series.covers[0]?.subject,
    contract: topic.restored(base.layout),
    roleOf: (path: string) => roleOf(base.layout, path),
    before: (at: number) => (path: string) => laid.steps[at]?.before.get(path)?.text,
  };
  let variant: AnyTemplate | undefined;
  let sources: VariantSources | undefined;
  const taken = topic.variants.map(({ id }) => id);
  const made = await addVariant(folder, name, taken, async (exported) => {
    sources = await templateSources(home, imported, exported, request.format, context);
    variant = await loadedVariant(sources, { id: name, exported, own: request.own }, request.api, context);
    prove(topic, base, variant, laid.steps);
    return sources;
  });
  const beside = [...(sources?.beside?.keys() ?? [])].map((file) => made.file.replace(/\.ts$/, `/${file}`));
  return {
    ...{ made, files: [made.file, ...beside], variant: variant as AnyTemplate, patches },
    ...{ messages: laid.patches, prerequisite: laid.prerequisite, selftest, notes },
  };
}
