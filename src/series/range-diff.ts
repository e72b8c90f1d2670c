// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '../context.ts';
import { readDiffs } from '../mail/diff.ts';
import type { PatchFiles, PatchStep } from '../mail/history.ts';
import { comparisonStream } from './comparison-stream.ts';
import { pairing } from './pairing.ts';
import { gitShown, scratchGit } from './scratch.ts';
import { Snapshot } from './sources.ts';
import { uapiNames } from './stat.ts';

/** What git range-diff says of two patches, or of one that has no counterpart. */
export interface PatchPair {
  readonly relation: 'same' | 'changed' | 'only-a' | 'only-b';
  /** 1-based number and subject in each series. */
  readonly a: { readonly number: number; readonly subject: string } | undefined;
  readonly b: { readonly number: number; readonly subject: string } | undefined;
  /** The difference of the two diffs; empty where there is none. */
  readonly diff: string;
}

export interface SeriesStat {
  readonly patches: number;
  readonly files: number;
  readonly hunks: number;
  readonly insertions: number;
  readonly deletions: number;
  /** Names that the UAPI headers gain and lose. */
  readonly uapi: { readonly added: readonly string[]; readonly removed: readonly string[] };
}

export interface RangeDiff {
  readonly pairs: readonly PatchPair[];
  readonly stat: { readonly a: SeriesStat; readonly b: SeriesStat };
}

export interface RangeDiffOptions {
  /** Lines of context of each patch that are compared. */
  readonly context: number;
  /**
   * As git range-diff has it: from which share of changes on two patches are no pair. Undefined pairs them by title, files
   * and lines (pairing.ts).
   */
  readonly creationFactor: number | undefined;
  /** Compare the commit messages too. */
  readonly messages: boolean;
}

/**
 * Two series compared by git range-diff, in a repository that holds just the files that they touch. Authors and dates
 * are left out: a template has neither.
 *
 * @throws GitFailed, HostLacks (no git)
 */
export async function rangeDiff(
  a: readonly PatchStep[],
  b: readonly PatchStep[],
  { context: lines, creationFactor, messages }: RangeDiffOptions,
  context: Context,
): Promise<RangeDiff> {
  const folder = await context.cache.temporary();
  try {
    const repository = join(folder, 'compared.git');
    await mkdir(join(repository, 'info'), { recursive: true });
    await scratchGit(repository, ['init', '--bare', '--initial-branch=root']);
    // Without the cpp driver, hunk headers name goto labels instead of functions.
    await writeFile(join(repository, 'info', 'attributes'), '*.[ch] diff=cpp\n');
    const messageOf = ({ title, body }: PatchStep) => (messages ? `${title}\n\n${body}`.trimEnd() : '');
    await scratchGit(repository, ['fast-import', '--quiet'], comparisonStream({ a, b }, messageOf));
    context.signal.throwIfAborted();
    const asked = async (factor: number, one: string, other: string) =>
      gitShown(
        repository,
        [
          ...['-c', `diff.context=${lines}`, 'range-diff', '--no-color'],
          ...[`--creation-factor=${factor}`, one, other],
        ],
        context,
      );
    const pairs =
      creationFactor === undefined
        ? await pairByPair(a, b, repository, (one, other) => asked(999, one, other))
        : pairsOf(await asked(creationFactor, 'a-base..a', 'b-base..b'), a, b);
    const stat = async (name: string, steps: readonly PatchStep[]) =>
      statOf(
        await scratchGit(repository, ['log', '-p', '--no-merges', '--format=', `${name}-base..${name}`]),
        steps,
      );
    return { pairs, stat: { a: await stat('a', a), b: await stat('b', b) } };
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** git range-diff for each two patches that pairing() puts together: it cannot be told which belong to one another. */
async function pairByPair(
  a: readonly PatchStep[],
  b: readonly PatchStep[],
  repository: string,
  compared: (one: string, other: string) => Promise<string>,
): Promise<PatchPair[]> {
  const commits = async (name: string) =>
    (
      await scratchGit(repository, [
        'rev-list',
        '--reverse',
        '--topo-order',
        '--no-merges',
        `${name}-base..${name}`,
      ])
    )
      .split('\n')
      .filter(Boolean);
  const [ofA, ofB] = [await commits('a'), await commits('b')];
  const patch = (steps: readonly PatchStep[], at: number) => ({
    number: at + 1,
    subject: steps[at]?.title ?? '',
  });
  const pairs: PatchPair[] = [];
  for (const [i, j] of pairing(a, b)) {
    if (i === undefined || j === undefined) {
      const relation = i === undefined ? 'only-b' : 'only-a';
      const [one, other] = [
        i === undefined ? undefined : patch(a, i),
        j === undefined ? undefined : patch(b, j),
      ];
      pairs.push({ relation, a: one, b: other, diff: '' });
      continue;
    }
    const said = await compared(`${ofA[i]}^..${ofA[i]}`, `${ofB[j]}^..${ofB[j]}`);
    const [only] = pairsOf(said, a, b);
    pairs.push({ ...(only as PatchPair), a: patch(a, i), b: patch(b, j) });
  }
  return pairs;
}

const HEAD = /^ {0,3}(\d+|-): +\S+ ([=!<>]) +(\d+|-): +\S+(?: .*)?$/;
/** What git shows of a commit without a message. */
const EMPTY_MESSAGE = /^@@ Metadata\n {2}## Commit message ##\n ?\n/;
const RELATIONS = { '=': 'same', '!': 'changed', '<': 'only-a', '>': 'only-b' } as const;

/** The output of git range-diff, whose parts are indented by four columns. */
function pairsOf(output: string, a: readonly PatchStep[], b: readonly PatchStep[]): PatchPair[] {
  const pairs: (Omit<PatchPair, 'diff'> & { diff: string[] })[] = [];
  for (const line of output.split('\n')) {
    const [head, one = '', sign = '', other = ''] = HEAD.exec(line) ?? [];
    const patch = (steps: readonly PatchStep[], number: string) =>
      number === '-'
        ? undefined
        : { number: Number(number), subject: steps[Number(number) - 1]?.title ?? '' };
    if (head === undefined) pairs.at(-1)?.diff.push(line.slice(4));
    else
      pairs.push({
        relation: RELATIONS[sign as keyof typeof RELATIONS],
        a: patch(a, one),
        b: patch(b, other),
        diff: [],
      });
  }
  return pairs.map((pair) => ({
    ...pair,
    diff: pair.diff.join('\n').trimEnd().replace(EMPTY_MESSAGE, '@@\n'),
  }));
}

function statOf(log: string, steps: readonly PatchStep[]): SeriesStat {
  const diffs = readDiffs(log, 'git log');
  const hunks = diffs.flatMap((diff) => diff.hunks);
  const count = (kind: string) =>
    hunks.reduce((sum, { lines }) => sum + lines.filter((line) => line.startsWith(kind)).length, 0);
  return {
    patches: steps.length,
    files: new Set(diffs.map(({ oldPath, newPath }) => newPath ?? oldPath)).size,
    hunks: hunks.length,
    insertions: count('+'),
    deletions: count('-'),
    uapi: uapiOf(steps),
  };
}

/** Patch by patch, since of a mail each shows another part of a file; what one adds and another removes is neither. */
function uapiOf(steps: readonly PatchStep[]): SeriesStat['uapi'] {
  const sources = (files: PatchFiles) =>
    new Snapshot('compared', new Map([...files].map(([path, file]) => [path, file?.text ?? ''])));
  const [added, removed] = [new Set<string>(), new Set<string>()];
  for (const { before, after } of steps) {
    const names = uapiNames(sources(before), sources(after));
    for (const name of names.added) if (!removed.delete(name)) added.add(name);
    for (const name of names.removed) if (!added.delete(name)) removed.add(name);
  }
  return { added: [...added], removed: [...removed] };
}
