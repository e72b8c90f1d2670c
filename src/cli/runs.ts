// SPDX-License-Identifier: GPL-2.0-only
import { readFile, readlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type KeptRun, keptRuns, type Pruning, prunable, removeRun } from '../evidence/kept-runs.ts';
import { Matrix } from '../evidence/matrix-schema.ts';
import { BadParameter } from '../series/errors.ts';
import { type Command, flag, type OptionValues, text } from './command.ts';
import { countOf } from './count.ts';
import { requireFolder } from './folder-options.ts';
import { JSON_OUTPUT, OUT } from './options.ts';
import { columns, size } from './table.ts';

export const runs: Command = {
  name: 'runs',
  arguments: '[prune]',
  summary: 'list the runs that are kept, or remove old ones',
  description: `"prune" removes runs with all that belongs to them, and prints what it removed. The latest run stays, and so do the
runs of the latest matrix.

  kpw runs                           what is kept, oldest first
  kpw runs prune --keep 10           all but the newest ten go
  kpw runs prune --older-than 30     what began more than 30 days ago goes
  kpw runs prune --keep 5 --dry-run  what would go`,
  options: [
    OUT,
    { flags: '--keep <n>', help: 'prune: how many of the newest stay' },
    { flags: '--older-than <days>', help: 'prune: only what began so many days ago, or earlier' },
    { flags: '--dry-run', help: 'prune: tell what would be removed, and remove nothing' },
    JSON_OUTPUT,
  ],
  async run([verb, ...more], options, terminal) {
    const out = resolve(text(options, 'out') ?? 'out');
    requireFolder(out, '--out');
    const pruning = verb === 'prune' && more.length === 0;
    if (verb !== undefined && !pruning)
      throw new BadParameter({
        title: `kpw runs lists runs, or prunes them; "${[verb, ...more].join(' ')}" is neither`,
        where: 'kpw runs',
        hint: 'kpw runs, or kpw runs prune --keep 10; kpw report RUN shows one.',
      });
    const only = ['keep', 'olderThan', 'dryRun'].find(
      (name) => options[name] !== undefined && options[name] !== false,
    );
    if (!pruning && only !== undefined)
      throw new BadParameter({
        title: '--keep, --older-than and --dry-run belong to kpw runs prune',
        where: `--${only.replace(/[A-Z]/g, (one) => `-${one.toLowerCase()}`)}`,
        hint: 'To remove runs: kpw runs prune --keep 10.',
      });
    const asked = pruning ? await pruningOf(options, out) : undefined;
    const kept = await keptRuns(out);
    if (!asked) {
      terminal.print(
        flag(options, 'json') ? JSON.stringify(kept, null, 2) : listed(kept, terminal.colour.bold),
      );
      return 0;
    }
    const going = prunable(kept, asked);
    const dry = flag(options, 'dryRun');
    if (!dry) for (const { name } of going) await removeRun(out, name);
    if (flag(options, 'json')) terminal.print(JSON.stringify({ removed: !dry, runs: going }, null, 2));
    else
      terminal.print(
        going
          .map(({ name, bytes }) => `${dry ? 'would remove' : 'removed'} ${name} (${size(bytes)})`)
          .join('\n') || 'nothing to remove',
      );
    return 0;
  },
};

const MOST = 100_000;

async function pruningOf(options: OptionValues, out: string): Promise<Pruning> {
  const keep = countOf(options, 'keep', {
    what: 'runs to keep',
    most: MOST,
    hint: 'Say how many stay: --keep 10.',
  });
  const days = countOf(options, 'olderThan', {
    ...{ what: 'days', most: MOST, hint: 'Say how old a run is that goes: --older-than 30.' },
    as: 'older-than',
  });
  if (keep === undefined && days === undefined)
    throw new BadParameter({
      title: 'kpw runs prune needs --keep or --older-than',
      where: 'kpw runs prune',
      hint: 'Give --keep N, --older-than DAYS, or both.',
    });
  return {
    ...(keep === undefined ? {} : { keep }),
    ...(days === undefined ? {} : { before: new Date(Date.now() - days * 86_400_000) }),
    spare: new Set([...(await latest(out)), ...(await ofMatrix(out))]),
  };
}

async function latest(out: string): Promise<string[]> {
  return readlink(join(out, 'latest')).then(
    (name) => [name],
    () => [],
  );
}

async function ofMatrix(out: string): Promise<string[]> {
  const content = await readFile(join(out, 'matrix.json'), 'utf8').catch(() => undefined);
  if (content === undefined) return [];
  try {
    return Matrix.parse(JSON.parse(content)).rows.flatMap(({ run }) => run ?? []);
  } catch {
    // What is no matrix holds no run back.
    return [];
  }
}

function listed(kept: readonly KeptRun[], bold: (text: string) => string): string {
  if (kept.length === 0) return 'no run is kept: kpw run makes one';
  const rows = kept.map(({ name, about, tree = '', machine = '', verdicts, bytes, seconds, kind }) => [
    bold(name),
    kind === 'unreadable' ? `unreadable: ${about}` : about,
    [tree, machine].filter(Boolean).join(' on '),
    Object.entries(verdicts)
      .map(([verdict, count]) => `${count} ${verdict}`)
      .join(', '),
    seconds === undefined ? '' : `${seconds.toFixed(0)} s`,
    size(bytes),
  ]);
  return columns(rows, ['run', 'of', 'tree and machine', 'cells', 'time', 'size']);
}
