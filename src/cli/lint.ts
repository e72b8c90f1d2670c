// SPDX-License-Identifier: GPL-2.0-only

import { join, relative } from 'node:path';
import { callFaults } from '../evidence/patches/call-faults.ts';
import { EXIT_STATUS } from '../exit-status.ts';
import { Failure } from '../failure.ts';
import { cachedTree } from '../kernel/debian/cached-tree.ts';
import { withFiles } from '../kernel/debian/with-files.ts';
import type { Tree } from '../kernel/tree.ts';
import type { LintReport } from '../lint/lint.ts';
import { LINT_RULES, type LintFinding } from '../lint/rules.ts';
import type { PostedResults, UnlikeCall } from '../lint/try.ts';
import { plural } from '../plural.ts';
import { compose } from '../series/generate.ts';
import { parameters } from '../series/parameters.ts';
import { type Snapshot, snapshot } from '../series/sources.ts';
import type { AnyTopic } from '../series/topic.ts';
import { templatesOf } from '../series/topic-home.ts';
import {
  askedTrees,
  type Catalogue,
  catalogueOf,
  DEFAULT_TREES,
  type KnownTopic,
  selectTopic,
} from './catalogue.ts';
import { type Command, flag, list, type Terminal, text } from './command.ts';
import { JSON_OUTPUT, TOPIC, TOPICS, TREES } from './options.ts';
import { PROJECT } from './project.ts';
import { openTrees } from './select.ts';

export const lint: Command = {
  name: 'lint',
  summary: 'check the templates themselves: their C, their anchors, what they promise',
  description: `Parses every piece of C in templates/ as its type says, looks for every anchor on the trees, compares contracts
with edits, and looks for calls that these trees cannot take, because they lack the function or declare it with other
arguments. Without --tree it takes those of the four Debian trees that are cached, and downloads nothing. It does not
read a topic's kernel tests: kpw test --dry-run compiles them. Prints file:line:column: LEVEL: text [id]; docs/topics.md
has the ids. Exit status 1 if it finds anything, 3 if it has no tree.

  kpw lint
  kpw lint --tree ~/linux@v4.14 --json`,
  options: [TOPIC, TOPICS, TREES, JSON_OUTPUT],
  async run(_, options, terminal) {
    const catalogue = await catalogueOf(options);
    const known = lintedTopics(catalogue, text(options, 'topic'));
    const specs = list(options, 'tree').length > 0 || catalogue.settings?.trees;
    const trees = await openTrees(
      specs ? askedTrees(options, catalogue) : await cachedTrees(terminal),
      terminal,
    );
    // ts-morph is as large as the rest of the program.
    const { lintTopic: read } = await import('../lint/lint.ts');
    const reports: LintReport[] = [];
    const mistyped = await mistypedIn(known);
    for (const { id, mistake } of known) {
      // The compiler says what is wrong with it, and where; what it does not see is the topic's own failure.
      if (mistake && mistyped.length > 0) continue;
      const topic = selectTopic(catalogue, id);
      const whole = await Promise.all(trees.map((tree) => withFiles(tree, topic.reads, terminal.context)));
      const texts = await Promise.all(whole.map((tree) => snapshot(tree, topic.reads)));
      const posted = await Promise.all(whole.map((tree) => postedOn(topic, tree, terminal)));
      const calls = await Promise.all(whole.map((tree) => unlikeCalls(topic, tree, terminal)));
      const folder = join(templatesOf(PROJECT, topic), topic.id);
      reports.push(read(folder, topic, texts, posted, calls.flat()));
    }
    const findings = [...mistyped, ...reports.flatMap((report) => report.findings)].map((finding) => ({
      ...finding,
      file: relative(process.cwd(), finding.file),
    }));
    const unchecked = reports.flatMap((report) => report.unchecked);
    const sum = (of: 'fragments' | 'anchors' | 'variants') =>
      reports.reduce((total, report) => total + report[of], 0);
    const counts = { fragments: sum('fragments'), anchors: sum('anchors'), variants: sum('variants') };
    if (flag(options, 'json'))
      terminal.print(
        JSON.stringify({ findings, unchecked, trees: trees.map(({ spec }) => spec), ...counts }, null, 2),
      );
    else tell(findings, unchecked, trees.length, counts, terminal);
    const mine = known.filter(({ own }) => own).map(({ id }) => id);
    if (mine.length > 0)
      terminal.note(
        `kernel tests are not read: ${mine.map((id) => `kpw test --topic ${id} --dry-run`).join(', ')} compiles them`,
      );
    if (findings.length > 0) return EXIT_STATUS.FINDINGS;
    return trees.length === 0 ? EXIT_STATUS.NOT_CHECKED : EXIT_STATUS.OK;
  },
};

/** Tries the variants that consist of patches. It reads files, and src/lint does no I/O. */
async function postedOn(topic: AnyTopic, tree: Tree, { context }: Terminal): Promise<PostedResults> {
  const given = topic.variants.filter(({ posted }) => posted);
  type Result = readonly [string, { readonly edited: Snapshot } | { readonly failure: Failure }];
  const results = given.map(async (variant): Promise<Result> => {
    try {
      const { variants } = await compose(topic, tree, [{ variant, parameters: {} }], context);
      return [variant.id, { edited: variants[0]?.composition.edited as Snapshot }];
    } catch (failure) {
      if (!(failure instanceof Failure)) throw failure;
      return [variant.id, { failure }];
    }
  });
  return new Map(await Promise.all(results));
}

/** Calls that a tree cannot take. A variant without edits on the tree is skipped here: the trial reports it. */
async function unlikeCalls(topic: AnyTopic, tree: Tree, { context }: Terminal): Promise<UnlikeCall[]> {
  const choices = topic.variants.map((variant) => ({ variant, parameters: parameters(variant, []) }));
  const composed = (some: typeof choices) =>
    compose(topic, tree, some, context).catch((failure: unknown) => {
      if (!(failure instanceof Failure)) throw failure;
      return undefined;
    });
  const whole = await composed(choices);
  const designs = whole ? [whole] : await Promise.all(choices.map((choice) => composed([choice])));
  const calls: UnlikeCall[] = [];
  for (const one of designs)
    for (const { variant, text, file, line } of one ? await callFaults(one, context) : [])
      calls.push({ variant, text: `${file}:${line}: ${text}`, tree: tree.spec });
  return calls;
}

/** The topic that is named; else all of the user's, or of the package where she has none. */
function lintedTopics(catalogue: Catalogue, id: string | undefined): readonly KnownTopic[] {
  const { topics } = catalogue;
  if (id !== undefined) {
    const named = topics.filter((one) => one.id === id);
    // Tells what it could be.
    return named.length > 0 ? named : [selectTopic(catalogue, id) as never];
  }
  const mine = topics.filter(({ own }) => own);
  return mine.length > 0 ? mine : topics;
}

/** What the compiler says of the user's own; those of the package are compiled with it. */
async function mistypedIn(topics: readonly KnownTopic[]): Promise<LintFinding[]> {
  const own = topics.filter((one) => one.own);
  if (own.length === 0) return [];
  const { typeFindings } = await import('../lint/types.ts');
  return own.flatMap(({ folder }) => typeFindings(folder, join(PROJECT, 'types/index.d.ts')));
}

/** Of the trees that the workbench is tried on those that cost no network. */
async function cachedTrees({ context }: Terminal): Promise<string[]> {
  const cached = await Promise.all(
    DEFAULT_TREES.map((spec) => cachedTree(context, spec.replace('debian:', '')).catch(() => undefined)),
  );
  return DEFAULT_TREES.filter((_, at) => cached[at] !== undefined);
}

function tell(
  findings: readonly LintFinding[],
  unchecked: readonly string[],
  trees: number,
  counts: { readonly fragments: number; readonly anchors: number; readonly variants: number },
  { print, note, colour }: Terminal,
): void {
  for (const { file, line, column, level, text, rule } of findings) {
    const paint = level === 'error' ? colour.bad : colour.warn;
    print(`${file}:${line}:${column}: ${paint(level)}: ${text} [${rule}]`);
  }
  for (const rule of new Set(findings.map((finding) => finding.rule)))
    note(colour.dim(`  ${rule}: ${LINT_RULES[rule].finds}. ${LINT_RULES[rule].todo}`));
  if (trees === 0) {
    note('not checked: anchors and contracts, because there is no tree to look at');
    note('next  Name one: --tree debian:6.1 (which is downloaded), or PATH@REV of your own.');
  } else if (unchecked.length > 0) {
    note(`not checked: ${plural(unchecked.length, 'anchor')} of trees of another shape than those at hand`);
    for (const words of unchecked) note(`  ${words}`);
  }
  const { fragments, anchors, variants } = counts;
  if (findings.length === 0 && trees > 0)
    print(
      `nothing found in ${plural(variants, 'variant')}: ${plural(fragments, 'fragment')} of C, ${plural(anchors, 'anchor')}, ${plural(trees, 'tree')}`,
    );
}
