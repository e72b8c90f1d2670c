// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto';
import type { RunSeen } from '../../../checks/rule.ts';
import type { Context } from '../../context.ts';
import { cachedSeries, cachedTree } from '../../kernel/debian/cached-tree.ts';
import { remembered } from '../../remembered.ts';
import type { Designs, MailedSeries } from '../../series/generate.ts';
import { asked } from '../patches/surroundings.ts';
import { changedTexts, touchedPaths } from './changed-texts.ts';
import type { ExaminedDesign } from './examined-design.ts';

/** What an examination depends on besides the tree and the series. */
export interface ExaminationInputs {
  readonly disable: readonly string[];
  readonly origins: readonly string[];
  readonly run: RunSeen | undefined;
}

/**
 * What the rules said of the same series on the same tree, kept until a rule, the tree, or a text of the series changes:
 * who edits one of six templates waits for one examination.
 *
 * Nothing is kept where a rule asks for the rest of the tree, of a tree that is a folder, which can change at any time, and
 * where nobody knows what the rules are made of (`context.program`).
 */
export async function keptExamination(
  designs: Designs,
  one: MailedSeries,
  examined: ExaminationInputs,
  context: Context,
  make: () => Promise<ExaminedDesign>,
): Promise<ExaminedDesign> {
  const { program } = context;
  const { base } = designs.tree;
  const asks = asked(examined.disable, context);
  if (program === undefined || base.kind === 'directory' || asks('elsewhere')) return make();
  const hash = createHash('sha256');
  const newest = asks('newer') ? await newestOf(context) : undefined;
  hash.update(
    JSON.stringify([
      program.rules,
      context.ownRules?.stamp,
      designs.tree.spec,
      base,
      newest,
      examined,
      one.variant.id,
    ]),
  );
  hash.update(JSON.stringify([...designs.baseline.pristine.texts.keys()]));
  // Sides have what any of the designs touches (designSides()).
  hash.update(JSON.stringify([...touchedPaths(designs)].sort()));
  for (const composition of [designs.prerequisite, one.composition])
    hash.update(JSON.stringify(changedTexts(designs, composition)));
  hash.update(JSON.stringify(one.mails));
  return remembered('examined', hash.digest('hex'), context, make);
}

/** The newest kernel of the cache, which rules about numbers look at. */
async function newestOf(context: Context): Promise<string | undefined> {
  const series = (await cachedSeries(context)).at(-1);
  return series === undefined ? undefined : (await cachedTree(context, series))?.folder;
}
