// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../../context.ts';
import type { Tree } from '../../kernel/tree.ts';
import { chosenSeries } from '../../mail/chosen.ts';
import type { FileDiff } from '../../mail/diff.ts';
import type { Finding } from '../../series/finding.ts';
import { findingRecord } from '../finding-record.ts';
import type { CompileCheck } from '../patches/compile.ts';
import { baseOf } from '../patches/examine.ts';
import { type LaidPatches, layPatches } from '../patches/lay.ts';
import { DAMAGED, REJECTED } from '../patches/unread.ts';
import { staged } from '../stages.ts';
import { type Applied, comparedPair, diffPath } from './between.ts';
import { type Examined, examinedDesign, type NamedDesign } from './design.ts';
import { mergedFindings } from './findings.ts';
import { designNeeds } from './needs.ts';
import { type GivenDesign, readable, refusedColumn } from './refused.ts';
import type { ChangedFile, Compared, ComparedDesign, ComparedPair, Needs } from './schema.ts';
import type { NamedTarget } from './target.ts';
import { changedNames, diffCounts, type TreeDiffs, withTreeDiffs } from './trees.ts';

export interface CompareRequest {
  readonly designs: readonly GivenDesign[];
  readonly tree: Tree;
  /** The kernels to look at them by, the one to be preferred first. */
  readonly targets: readonly [NamedTarget, ...NamedTarget[]];
  /** Rules and families to leave out. */
  readonly disable: readonly string[];
  /** Compiles every patch, where that is asked for. */
  readonly compile: CompileCheck | undefined;
}

/** What can be said of designs without a kernel. */
export interface StaticComparison
  extends Pick<Compared, 'designs' | 'findings' | 'between' | 'stages' | 'without'> {
  /** Those of which at least one patch applies. */
  readonly applied: readonly Applied[];
  /** Texts of what all designs stand on, where they are not the tree's. */
  readonly below: LaidPatches['below'];
  /** The one that was looked at. */
  readonly target: NamedTarget;
}

/**
 * Lays designs side by side as text: applied, checked, compared with the tree and with each other, and asked what of the
 * kernel they touch. One of which nothing can be read has a column that says why.
 *
 * @throws NoDesign where none is left, or what is wrong with the only one; TreeCorrupt, HostLacks, NoSpace
 */
export async function compareTexts(request: CompareRequest, context: Context): Promise<StaticComparison> {
  const { tree, targets } = request;
  const { read, refused } = readable(request.designs);
  const stages: Compared['stages'] = [];
  const { examined, without, below } = await staged('apply and check', stages, () =>
    examinedAll(read, request, context),
  );
  const applied = examined.flatMap((one) => (one.applied ? [one.applied] : []));
  const ends = applied.map((one) => one.ends);
  const { own, between } = await staged('compare', stages, () =>
    withTreeDiffs(ends, context, async (diffs) => ({
      own: diffs.own,
      between: await everyPair(applied, diffs, context),
    })),
  );
  const { target, needs } = await staged('find what it touches', stages, () =>
    needsOfAll(applied, tree, targets, context),
  );
  const made = examined.map((one): ComparedDesign => {
    const at = one.applied ? applied.indexOf(one.applied) : -1;
    const files = one.applied ? changedFiles(own[at] ?? [], one.applied) : [];
    const need = needs[at];
    return {
      ...one.design,
      files,
      insertions: sum(files.map(({ insertions }) => insertions)),
      deletions: sum(files.map(({ deletions }) => deletions)),
      ...(need ? { needs: need } : {}),
      ...(one.compiled ? { compiled: one.compiled.map(findingRecord) } : {}),
    };
  });
  const all = [...made, ...refused.map(refusedColumn)];
  const columns = request.designs.flatMap(({ name }) => all.find((one) => one.name === name) ?? []);
  // What does not apply, and what is damaged, a column has in `rejected`.
  const other = ({ rule }: Finding) => rule !== REJECTED && rule !== DAMAGED;
  const found = new Map(examined.map(({ design, findings }) => [design.name, findings.filter(other)]));
  return {
    ...{ designs: columns, findings: mergedFindings(found), between, stages, applied, target, below },
    ...(without.length > 0 ? { without } : {}),
  };
}

/**
 * Applies all designs to one ground: the tree, or, if the tree has one of the designs already, the tree without
 * that one. Otherwise the other designs would be compared on top of it.
 */
async function examinedAll(
  designs: readonly NamedDesign[],
  request: CompareRequest,
  context: Context,
): Promise<{ examined: Examined[]; without: string[]; below: LaidPatches['below'] }> {
  const { tree } = request;
  const on = async (without?: LaidPatches['below']): Promise<LaidPatches[]> => {
    const all: LaidPatches[] = [];
    for (const { messages, where } of designs) {
      const { patches, covers } = chosenSeries(messages, where).series;
      const whole = patches.filter(({ damage }) => damage === undefined);
      const asked = { topic: undefined, base: baseOf([...covers, ...patches]), without };
      all.push(await layPatches(whole, tree, asked, context));
    }
    return all;
  };
  const plain = await on();
  const there = designs.filter((_, at) => plain[at]?.ground === 'tree-without');
  const below = new Map(plain.flatMap((one) => (one.ground === 'tree-without' ? [...one.below] : [])));
  const applying = (all: readonly LaidPatches[]) => sum(all.map(({ steps }) => steps.length));
  const apart = there.length > 0 && applying(await on(below)) >= applying(plain);
  const examined: Examined[] = [];
  for (const one of designs)
    examined.push(
      await examinedDesign(one, tree, { ...request, ...(apart ? { without: below } : {}) }, context),
    );
  return { examined, without: apart ? there.map(({ name }) => name) : [], below: apart ? below : new Map() };
}

/** What the designs touch, by the first kernel that has all of it; where none has, by the one that has most. */
async function needsOfAll(
  applied: readonly Applied[],
  tree: Tree,
  targets: CompareRequest['targets'],
  context: Context,
): Promise<{ target: NamedTarget; needs: Needs[] }> {
  let best: { target: NamedTarget; needs: Needs[]; off: number } | undefined;
  for (const target of targets) {
    const needs: Needs[] = [];
    for (const { ends } of applied) {
      context.signal.throwIfAborted();
      needs.push(await designNeeds(ends, tree, target, context));
    }
    const off = sum(needs.map(({ files }) => files.filter(({ part }) => part === 'off').length));
    if (!best || off < best.off) best = { target, needs, off };
    if (off === 0) break;
  }
  return best as NonNullable<typeof best>;
}

async function everyPair(
  applied: readonly Applied[],
  diffs: TreeDiffs,
  context: Context,
): Promise<ComparedPair[]> {
  const pairs: ComparedPair[] = [];
  for (const [at, a] of applied.entries())
    for (const [further, b] of applied.slice(at + 1).entries())
      pairs.push(await comparedPair(a, b, diffs, [at, at + 1 + further], context));
  return pairs;
}

function changedFiles(diffs: readonly FileDiff[], { ends }: Applied): ChangedFile[] {
  return diffs.map((diff) => {
    const path = diffPath(diff);
    const [before, after] = [ends.before.get(path)?.text, ends.after.get(path)?.text];
    const change = before === undefined ? 'made' : after === undefined ? 'removed' : 'changed';
    const names = /\.[ch]$/.test(path) ? changedNames(diff, before, after) : [];
    return { path, change, ...diffCounts(diff), names };
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
