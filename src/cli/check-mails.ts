// SPDX-License-Identifier: GPL-2.0-only
import { setImmediate } from 'node:timers/promises';
import type { Context } from '../context.ts';
import { bestTree } from '../evidence/patches/best.ts';
import { examineMails, type MailsAsked } from '../evidence/patches/examine.ts';
import { EXIT_STATUS } from '../exit-status.ts';
import { cachedSeries } from '../kernel/debian/cached-tree.ts';
import type { Tree } from '../kernel/tree.ts';
import { refuseBinary, seriesAmong } from '../mail/patches.ts';
import type { PostedSeries } from '../mail/posted.ts';
import { CHECKPATCH } from '../series/checkpatch.ts';
import { BadParameter } from '../series/errors.ts';
import type { AnyTopic } from '../series/topic.ts';
import { type CheckedSeries, checkData, checkLines, checkText, olderNotes } from './check-report.ts';
import { designOfMails } from './check-results.ts';
import { flag, list, type OptionValues, type Terminal } from './command.ts';
import { type CommitRange, mailsOf, mailsOfRange, type NamedMails } from './mail-source.ts';
import type { Outputs } from './outputs.ts';
import { freshResults } from './results.ts';
import { openTrees } from './select.ts';

/**
 * The rules, the tree's checkpatch.pl and a compiler on patches that somebody wrote: mails, or a range of commits.
 *
 * @returns the exit status
 * @throws BadParameter, and what reading mails and trees throws
 */
export async function checkMails(
  source: string | CommitRange,
  topic: AnyTopic,
  options: OptionValues,
  terminal: Terminal,
  outputs: Outputs,
): Promise<number> {
  const started = new Date();
  const lines = flag(options, 'lines');
  // b4 takes every line of standard error for a failure.
  const quiet = { ...terminal.context, report: () => undefined };
  const context = lines ? quiet : terminal.context;
  const mails =
    typeof source === 'string'
      ? await mailsOf(source, list(options, 'mirror'), context)
      : await mailsOfRange(source, context);
  const all = seriesAmong(mails.messages, mails.name);
  for (const { patches } of all) refuseBinary(patches, mails.name);
  const checked = await checkedOf(all, mails, source, topic, options, { ...terminal, context });
  await outputs.write(async () => {
    const { covers = [], patches = [] } = all[0] ?? {};
    const title = covers[0]?.subject ?? patches[0]?.subject ?? mails.name;
    const designs = await Promise.all(checked.map((one) => designOfMails(mails.name, one)));
    return freshResults({ verb: 'check', title, started: started.toISOString(), designs }, context);
  });
  if (flag(options, 'json')) terminal.print(JSON.stringify(checkData(mails.name, all, checked), null, 2));
  else if (lines) {
    const said = checkLines(checked);
    if (said.length > 0) terminal.print(said.join('\n'));
  } else {
    for (const note of olderNotes(all)) terminal.note(note);
    for (const one of checked) terminal.print(checkText(mails.name, one, all.length > 1, terminal));
  }
  const failed = checked.some(({ findings }) => findings.some(({ severity }) => severity === 'error'));
  return failed ? EXIT_STATUS.FINDINGS : EXIT_STATUS.OK;
}

async function checkedOf(
  all: readonly PostedSeries[],
  { name }: NamedMails,
  source: string | CommitRange,
  topic: AnyTopic,
  options: OptionValues,
  terminal: Terminal,
): Promise<CheckedSeries[]> {
  const { context } = terminal;
  const trees = await treesOf(source, options, terminal);
  const disable = [...list(options, 'disable'), ...(options.checkpatch === false ? [CHECKPATCH] : [])];
  // Loaded only for --compile: it brings much code.
  const compile = flag(options, 'compile') ? (await import('../compile/steps.ts')).compileSteps : undefined;
  if (compile && trees.length === 0)
    throw new BadParameter({
      title: '--compile needs --tree: a patch is compiled inside a kernel tree',
      where: '--compile',
      hint: 'Name the tree that they are for: --tree debian:6.12, --tree ~/linux@v6.12',
    });
  const asked = { topic, disable, compile };
  const checked: CheckedSeries[] = [];
  for (const series of all) {
    // Ctrl-C is heard between two series.
    await setImmediate();
    context.signal.throwIfAborted();
    checked.push(...(await onTrees(series, name, trees, asked, flag(options, 'best'), context)));
  }
  return checked;
}

async function onTrees(
  series: PostedSeries,
  name: string,
  trees: readonly Tree[],
  asked: Omit<MailsAsked, 'tree'>,
  best: boolean,
  context: Context,
): Promise<CheckedSeries[]> {
  const one = async (tree: Tree | undefined, why?: string): Promise<CheckedSeries> => ({
    ...{ series, tree: tree?.spec, why },
    ...(await examineMails(series, name, { ...asked, tree }, context)),
  });
  if (best && trees.length > 0) {
    const { tree, why } = await bestTree(series, trees, asked.topic, context);
    return [await one(tree, why)];
  }
  const checked: CheckedSeries[] = [];
  for (const tree of trees.length > 0 ? trees : [undefined]) checked.push(await one(tree));
  return checked;
}

/** Those that are named; for --best those of the cache where none is; the older end of a range. */
async function treesOf(
  source: string | CommitRange,
  options: OptionValues,
  terminal: Terminal,
): Promise<Tree[]> {
  const named = list(options, 'tree');
  if (named.length > 0) return openTrees(named, terminal);
  if (typeof source !== 'string') return openTrees([`${source.repository}@${source.from}`], terminal);
  if (!flag(options, 'best')) return [];
  const cached = await cachedSeries(terminal.context);
  if (cached.length === 0)
    throw new BadParameter({
      title: '--best has no tree to choose from: --tree names none, and the cache has none',
      where: '--best',
      hint: 'Name some: --tree debian:6.1 debian:6.12, or fetch one: kpw trees --update debian:6.12',
    });
  return openTrees(
    cached.map((series) => `debian:${series}`),
    terminal,
  );
}
