// SPDX-License-Identifier: GPL-2.0-only

import { faultOf, PLACE_WORDS, sampleAt } from '../c/fragment.ts';
import type { Snapshot } from '../series/sources.ts';
import type { AnyTopic } from '../series/topic.ts';
import { Node, Project } from '../ts-morph.ts';
import { faultsOf, queryFault } from './anchor-faults.ts';
import { anchors } from './anchors.ts';
import { Evaluator } from './evaluate.ts';
import type { LintFound } from './found.ts';
import { fragments, unplaced } from './fragments.ts';
import { unusedAnchors, unusedRoles } from './roles.ts';
import { LINT_RULES, type LintFinding } from './rules.ts';
import { Shapes } from './shapes.ts';
import { anchorOutcome, contradictions, failedVariants, trialTrees, unlikeCalls } from './trial-findings.ts';
import { type PostedResults, tryTopic, type UnlikeCall } from './try.ts';

/** What is known of a topic's templates. */
export interface LintReport {
  /** By file, line and column. */
  readonly findings: readonly LintFinding[];
  readonly fragments: number;
  readonly anchors: number;
  readonly variants: number;
  /** Anchors that nobody looks for on the trees at hand, in words: of shapes that others have. */
  readonly unchecked: readonly string[];
}

/**
 * Reads a topic's templates and tries them on trees.
 *
 * @param folder the topic's
 * @param trees none: anchors and contracts are not checked
 * @param posted for each tree, what came of the variants that are given as patches
 * @param calls that trees cannot take
 */
export function lintTopic(
  folder: string,
  topic: AnyTopic,
  trees: readonly Snapshot[],
  posted: readonly PostedResults[] = [],
  calls: readonly UnlikeCall[] = [],
): LintReport {
  // Without the checker and without libraries: the types that count are read as they are written.
  const project = new Project({
    compilerOptions: { noLib: true },
    skipAddingFilesFromTsConfig: true,
    skipFileDependencyResolution: true,
  });
  const files = project
    .addSourceFilesAtPaths(`${folder}/**/*.ts`)
    .filter((file) => !file.getBaseName().endsWith('.test.ts'));
  // Once, since ts-morph makes an object for every node; not by kind, for then it reads the tokens as well.
  const nodes: Node[] = [];
  for (const file of files) file.forEachDescendant((node) => void nodes.push(node));
  const shapes = new Shapes(files);
  const evaluator = new Evaluator(shapes, (path) => project.getSourceFile(path));
  const pieces = fragments(nodes, shapes, evaluator);
  const written = anchors(nodes, evaluator);
  const trials = trees.map((tree, at) => tryTopic(topic, tree, posted[at]));
  const invalid = written.filter((anchor) => queryFault(anchor));
  const lost = written.filter(
    (anchor) => !invalid.includes(anchor) && anchorOutcome(anchor, trials) === 'unmatched',
  );
  const found: LintFound[] = [
    ...pieces.flatMap(({ code, place }): LintFound[] => {
      const fault = faultOf(code.text, place);
      if (!fault) return [];
      const rule = fault.kind === 'syntax' ? 'c-syntax' : 'c-misplaced';
      const at = code.spots[Math.min(fault.offset, code.spots.length - 1)];
      const text = fault.kind === 'syntax' ? `${fault.text}, read ${PLACE_WORDS[place]}` : fault.text;
      return at ? [{ rule, at, text }] : [];
    }),
    ...unplaced(nodes, evaluator.read).map((at): LintFound => {
      return { rule: 'c-unplaced', at, text: 'this looks like C, and no type says where it goes' };
    }),
    ...written.flatMap(faultsOf),
    ...lost.map((anchor): LintFound => {
      const text = `no tree has the anchor ${anchor.id} (${anchor.words}): ${trialTrees(trials)}`;
      return { rule: 'anchor-unmatched', at: anchor.node, text };
    }),
    ...unusedAnchors(
      nodes,
      written.map(({ node }) => node),
    ).map(({ name, node }): LintFound => {
      return { rule: 'anchor-unused', at: node, text: `nothing looks for the anchor ${name}` };
    }),
    ...unusedRoles(files, nodes).map(({ name, node }): LintFound => {
      return { rule: 'role-unused', at: node, text: `no template asks for ${name}` };
    }),
    ...contradictions(files, evaluator, trials),
    ...unlikeCalls(files, evaluator, calls),
    ...failedVariants(files, evaluator, topic, trials, [...invalid, ...lost]),
  ];
  return {
    findings: ordered(found),
    fragments: pieces.length,
    anchors: written.length,
    variants: topic.variants.length,
    unchecked: written
      .filter((anchor) => anchorOutcome(anchor, trials) === 'unasked')
      .map(({ id, words }) => `${id}: ${words.replaceAll(sampleAt(undefined), '…')}`),
  };
}

function ordered(found: readonly LintFound[]): LintFinding[] {
  const findings = found.map(({ rule, at, text }): LintFinding => {
    const spot = at instanceof Node ? { file: at.getSourceFile(), position: at.getStart() } : at;
    const { line, column } = spot.file.getLineAndColumnAtPos(spot.position);
    return { rule, level: LINT_RULES[rule].level, file: spot.file.getFilePath(), line, column, text };
  });
  const key = (one: LintFinding) => `${one.file}:${one.line}:${one.column}:${one.rule}:${one.text}`;
  return [...new Map(findings.map((one) => [key(one), one])).values()].sort(
    (a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) || a.line - b.line || a.column - b.column,
  );
}
