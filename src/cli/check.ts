// SPDX-License-Identifier: GPL-2.0-only

import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Finding, RunSeen } from '../../checks/rule.ts';
import { ruleCatalogue as rulesOf } from '../evidence/catalogue.ts';
import { holdingRun, isOf } from '../evidence/holding.ts';
import { repeated } from '../evidence/patches/repeated.ts';
import { seenOf } from '../evidence/seen.ts';
import { examineDesigns } from '../evidence/uapi/designs.ts';
import { EXIT_STATUS } from '../exit-status.ts';
import type { ReportedDesign } from '../results/model.ts';
import { CHECKPATCH, checkpatch } from '../series/checkpatch.ts';
import { BadParameter, UnknownName } from '../series/errors.ts';
import { compose, type MailedSeries, mail } from '../series/generate.ts';
import type { AnyTopic } from '../series/topic.ts';
import { templatesOf } from '../series/topic-home.ts';
import { together } from '../together.ts';
import { anyTopicOf, askedTrees, topicOf } from './catalogue.ts';
import { designOfVariant } from './check-results.ts';
import { type Command, flag, list, type Terminal, text } from './command.ts';
import { findingLines } from './finding-text.ts';
import { homesOf } from './homes.ts';
import { requireRules } from './known-rules.ts';
import type { CommitRange } from './mail-source.ts';
import { JSON_OUTPUT, SELFTEST, SET, TOPIC, TOPICS, TREES_FETCHED } from './options.ts';
import { OUTPUT, outputsOf } from './outputs.ts';
import { withOwnRules } from './own-rules.ts';
import { PROJECT } from './project.ts';
import { freshResults } from './results.ts';
import { openTrees, selectVariants } from './select.ts';

interface Checked {
  variant: string;
  tree: string;
  findings: readonly Finding[];
}

export const check: Command = {
  name: 'check',
  arguments: '[variants...]',
  summary: "check variants, or anybody's patches: the userspace ABI, the drivers, how the mails are written",
  description: `Exit status 1 if a finding is an error. docs/rules has a page for each rule. kpw also runs the tree's own
checkpatch.pl (--strict); its results are findings of the rule checkpatch.

--mbox judges anybody's patches: an mbox (also packed by gzip), a mail, a diff, a folder of .patch files
or mails, a page of patchwork or lore saved as text, - for standard input, or the id of a message that b4
has fetched or a --mirror has. PATH@A..B judges the commits of a range. kpw applies the patches to each
--tree in memory, one after another; a patch that does not apply is a finding, and kpw judges the others.
--best judges them on the one tree that most of them apply to. Without a tree kpw judges only the mails.
--lines prints the format that b4 reads from a checker of single patches.

  kpw check region-flag --tree debian:6.12
  kpw check --mbox series.mbox --tree ~/linux@v6.12
  kpw check --mbox thread.mbox --best
  kpw check ~/linux@v6.12..my-branch
  kpw check --mbox - --tree . --lines < 0001-my-patch.patch
  kpw check --mbox - --output b4-review=- < 0001-my-patch.patch`,
  options: [
    TOPIC,
    TOPICS,
    TREES_FETCHED,
    SET,
    SELFTEST,
    {
      flags: '--mbox <mails>',
      help: "somebody's patches instead of variants: a file, a folder, - or a message id",
    },
    {
      flags: '--best',
      help: 'judge on one tree: of those named, or of those in the cache, the one that most patches apply to',
    },
    {
      flags: '--mirror <folder...>',
      help: 'clones of public-inbox repositories, to look a message id up in',
    },
    {
      flags: '--lines',
      help: 'with --mbox: print file:line: LEVEL: text, as checkpatch.pl does, and nothing else',
    },
    { flags: '--disable <rule...>', help: 'rules or families (lay, hnd, message, …) to leave out' },
    { flags: '--no-checkpatch', help: "leave the tree's checkpatch.pl out" },
    { flags: '--compile', help: 'compile every patch for x86-64, arm64 and ppc64le (docs/compile.md)' },
    {
      flags: '--runs <folder>',
      help: 'folder of the runs of kpw run, to check claims of compatibility against',
    },
    { flags: '--rules', help: 'list the rules instead' },
    OUTPUT,
    JSON_OUTPUT,
  ],
  async run(names, options, plain) {
    const started = new Date();
    const outputs = await outputsOf(options, plain);
    const homes = await homesOf(options);
    const terminal = { ...outputs.terminal, context: await withOwnRules(homes, plain.context) };
    if (flag(options, 'rules')) return listRules(flag(options, 'json'), terminal);
    const disable = list(options, 'disable');
    requireRules(disable, terminal.context);
    const mails = await sourceOf(names, text(options, 'mbox'));
    const { topic, catalogue } = await (mails === undefined ? topicOf : anyTopicOf)(options);
    if (mails !== undefined) {
      const { checkMails } = await import('./check-mails.ts');
      return checkMails(mails, topic, options, terminal, outputs);
    }
    if (flag(options, 'lines'))
      throw new BadParameter({
        title: '--lines needs patches: variants print as text, or as --json',
        where: '--lines',
        hint: 'Name the patches: kpw check --mbox FILE --lines',
      });
    requireVariants(topic, names);
    const compile = flag(options, 'compile')
      ? (await import('../compile/steps.ts')).compileDesign
      : undefined;
    const choices = selectVariants(topic, names, list(options, 'set'), flag(options, 'selftest'));
    const checked: Checked[] = [];
    const reported: ReportedDesign[] = [];
    for (const tree of await openTrees(askedTrees(options, catalogue), terminal, topic)) {
      const designs = await compose(topic, tree, choices, terminal.context);
      const made = await mail(designs, templatesOf(PROJECT, topic), terminal.context);
      const seen = (one: MailedSeries) => seenIn(text(options, 'runs'), one, terminal);
      const wanted = options.checkpatch !== false && !disable.includes(CHECKPATCH);
      const { examined, styles } = await together(terminal.context.signal, async (start) => {
        // The script's processes run while the rules do.
        const styles = made.map((series) =>
          start(async (signal) => (wanted ? checkpatch(series, { ...terminal.context, signal }) : [])),
        );
        const examined = await examineDesigns(designs, made, terminal.context, disable, seen);
        return { examined, styles: await Promise.all(styles) };
      });
      for (const [at, series] of made.entries()) {
        const compiled = (await compile?.(series.composition, tree, terminal.context)) ?? [];
        const examination = examined.get(series.variant.id)?.examination;
        const own = examination?.findings ?? [];
        const fresh = (styles[at] ?? []).filter((one) => !repeated(one, own, rulesOf(terminal.context)));
        const findings = [...own, ...fresh, ...compiled.filter(({ rule }) => !disable.includes(rule))];
        checked.push({ variant: series.variant.id, tree: tree.spec, findings });
        reported.push(designOfVariant(series, findings, examination ?? { ran: [], skipped: [] }));
      }
    }
    await outputs.write(() =>
      freshResults(
        { verb: 'check', title: topic.title, started: started.toISOString(), designs: reported },
        terminal.context,
      ),
    );
    if (flag(options, 'json')) terminal.print(JSON.stringify(checked, null, 2));
    else for (const one of checked) terminal.print(report(one, terminal));
    const failed = checked.some(({ findings }) => findings.some(({ severity }) => severity === 'error'));
    return failed ? EXIT_STATUS.FINDINGS : EXIT_STATUS.OK;
  },
};

/** What a kept run saw of a design, for a claim of compatibility; undefined where none is, or no folder is named. */
async function seenIn(
  runs: string | undefined,
  { topic, tree, ...choice }: MailedSeries,
  { context }: Terminal,
): Promise<RunSeen | undefined> {
  if (runs === undefined) return undefined;
  const found = await holdingRun(resolve(runs), topic, tree, choice, templatesOf(PROJECT, topic), context);
  const own = found?.cells.find((cell) => isOf(cell, choice));
  return found && own && seenOf(found.evidence.run, found.cells, own, topic.rows ?? []);
}

/** Endings of files that hold mails or diffs. */
const MAILS = /\.(mbox|mbx|eml|patch|diff)(\.gz)?$/i;

/** @throws UnknownName for a file that is given as a variant: patches need --mbox */
function requireVariants({ id, variants }: AnyTopic, names: readonly string[]): void {
  const lost = names.find((name) => !variants.some((variant) => variant.id === name));
  if (lost === undefined) return;
  const stat = statSync(lost, { throwIfNoEntry: false });
  if (stat)
    throw new UnknownName({
      title: `${lost} is a ${stat.isDirectory() ? 'folder' : 'file'}, and not a variant of the topic ${id}`,
      where: `kpw check ${lost}`,
      hint: `Patches need --mbox: kpw check --mbox ${lost}`,
    });
  if (MAILS.test(lost))
    throw new UnknownName({
      title: `there is no file ${lost}, and the topic ${id} has no variant of that name`,
      where: `kpw check ${lost}`,
      hint: `Name patches that are there (kpw check --mbox FILE), or a variant: ${variants.map((variant) => variant.id).join(', ')}.`,
    });
}

/** Somebody's patches, where they are named and not variants. */
async function sourceOf(
  names: readonly string[],
  mbox: string | undefined,
): Promise<string | CommitRange | undefined> {
  const { rangeOf } = await import('./mail-source.ts');
  const range = names.map(rangeOf).find((one) => one !== undefined);
  if (mbox === undefined && !range) return undefined;
  if (names.length === (mbox === undefined ? 1 : 0)) return mbox ?? range;
  throw new BadParameter({
    title: 'variants, --mbox and a range of commits exclude each other',
    where: ['kpw check', ...names, ...(mbox === undefined ? [] : ['--mbox', mbox])].join(' '),
    hint: names.some((name) => existsSync(name))
      ? 'Give one file, or put all mails into one folder.'
      : 'Leave out the variants, or --mbox.',
  });
}

function report({ variant, tree, findings }: Checked, terminal: Terminal): string {
  const { colour } = terminal;
  const head = `${colour.bold(variant)} on ${tree}: ${findings.length === 0 ? colour.good('nothing found') : ''}`;
  return [head.trimEnd(), ...findings.flatMap((finding) => findingLines(finding, terminal))].join('\n');
}

function listRules(json: boolean, { print, colour, context }: Terminal): number {
  const rules = rulesOf(context);
  if (json)
    print(
      JSON.stringify(
        rules.map(({ compare: _, lint: __, ...data }) => data),
        null,
        2,
      ),
    );
  else
    for (const { id, severity, category, title } of rules)
      print(`${colour.bold(id)}  ${severity}, ${category}\n    ${title}`);
  return 0;
}
