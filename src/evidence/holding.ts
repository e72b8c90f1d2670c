// SPDX-License-Identifier: GPL-2.0-only
import { join } from 'node:path';
import type { Context } from '../context.ts';
import type { Tree } from '../kernel/tree.ts';
import type { AnyVariant } from '../series/compose.ts';
import { type Choice, compose, mail } from '../series/generate.ts';
import type { Mail } from '../series/mail.ts';
import type { AnyTopic, Parameters } from '../series/topic.ts';
import { readSeries } from '../series/write.ts';
import { EvidenceUnreadable, readEvidence, runNames } from './read.ts';
import type { CellEvidence, Evidence } from './schema.ts';

/** One run, and which of its results still hold for today's templates. */
export interface Holding {
  readonly evidence: Evidence;
  /** Cells whose patches are, byte for byte, those that the templates give now. */
  readonly cells: readonly CellEvidence[];
  /** Names of variants whose results no longer hold. */
  readonly stale: readonly string[];
}

/**
 * The kept run of a topic on a tree that has most to say of it: of runs with equally many cells that hold, the newest.
 *
 * @param out folder of the runs
 * @param wanted the design that matters most; a run that has it with these parameters is preferred to any without
 * @param templates folder of all topics' sources
 * @returns undefined where there is no run of that topic on that very tree
 */
export async function holdingRun(
  out: string,
  topic: AnyTopic,
  tree: Tree,
  wanted: Choice,
  templates: string,
  context: Context,
): Promise<Holding | undefined> {
  let best: Holding | undefined;
  const worth = ({ cells }: Holding) => cells.length + (cells.some((cell) => isOf(cell, wanted)) ? 1000 : 0);
  for (const name of (await runNames(out)).reverse()) {
    const evidence = await readEvidence(out, name).catch((error) => {
      // A folder of another kind, or a run of another version, is no evidence.
      if (error instanceof EvidenceUnreadable || error.code === 'UNKNOWN_NAME') return undefined;
      throw error;
    });
    if (!evidence || evidence.topic.id !== topic.id || !isOfTree(evidence, tree)) continue;
    const found = await holding(join(out, name), evidence, topic, tree, templates, context);
    if (!best || worth(found) > worth(best)) best = found;
  }
  return best;
}

/** Whether a cell is of a design, parameters included. */
export function isOf({ name, parameters }: CellEvidence, { variant, parameters: asked }: Choice): boolean {
  const sorted = (values: object) => JSON.stringify(Object.entries(values).sort());
  const whole = { ...defaults(variant), ...parameters };
  return name === variant.id && sorted(whole) === sorted({ ...defaults(variant), ...asked });
}

/** A parameter that the variant got since had its default, so to speak. */
function defaults({ parameters = {} }: AnyVariant): Parameters {
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([name, spec]) =>
      spec.default === undefined ? [] : [[name, spec.default]],
    ),
  );
}

async function holding(
  folder: string,
  evidence: Evidence,
  topic: AnyTopic,
  tree: Tree,
  templates: string,
  context: Context,
): Promise<Holding> {
  const choices = new Map<string, Choice>();
  for (const cell of evidence.cells) {
    const variant = topic.variants.find(({ id }) => id === designOf(cell));
    const selftest = cell.series?.selftest !== undefined;
    const parameters = variant && { ...defaults(variant), ...cell.parameters };
    if (parameters) choices.set(variant.id, { variant, parameters, selftest });
  }
  const made = await mail(await compose(topic, tree, [...choices.values()], context), templates, context);
  const fresh = new Set<string>();
  let first = false;
  for (const { variant, mails, composition } of made) {
    const kept = (await readSeries(join(folder, 'series', variant.id))) ?? [];
    if (mails.length === kept.length && mails.every((one, at) => diffOf(one) === diffOf(kept[at])))
      fresh.add(variant.id);
    const shared = composition.patches.filter(({ role }) => role === 'prerequisite').length;
    first ||= kept.length > 0 && mails.slice(0, shared).every((one, at) => diffOf(one) === diffOf(kept[at]));
  }
  // The tree as it is holds as long as the tree is the same; the prerequisite, where its patches are.
  const holds = (cell: CellEvidence) =>
    cell.role === 'baseline' || (cell.role === 'prerequisite' ? first : fresh.has(designOf(cell)));
  return {
    evidence,
    cells: evidence.cells.filter(holds),
    stale: [
      ...new Set(evidence.cells.filter((cell) => cell.role === 'variant' && !holds(cell)).map(designOf)),
    ],
  };
}

function designOf({ name, design = name }: CellEvidence): string {
  return design;
}

/** Messages and provenance may change without the code; what was tested is the code. */
function diffOf(mail: Mail | undefined): string | undefined {
  const at = mail?.text.search(/^diff --git /m) ?? -1;
  return at < 0 ? undefined : mail?.text.slice(at).trimEnd();
}

/** A run on files on disk did not record their content; the ids in the patches have to suffice. */
function isOfTree({ tree: { base: was } }: Evidence, { base }: Tree): boolean {
  if (base.kind === 'debian') return was.kind === 'debian' && was.sha256 === base.sha256;
  if (base.kind === 'git') return was.kind === 'git' && was.commit === base.commit;
  return was.kind === 'directory' && was.path === base.path;
}
