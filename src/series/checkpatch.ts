// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import pLimit from 'p-limit';
import { OWN_GROUP, startChild } from '../children.ts';
import type { Context } from '../context.ts';
import { HostLacks } from '../kernel/failures.ts';
import { killed, runProgram } from '../kernel/run.ts';
import type { Tree } from '../kernel/tree.ts';
import { remembered } from '../remembered.ts';
import { together } from '../together.ts';
import type { Finding, Severity } from './finding.ts';
import type { MailedSeries } from './generate.ts';
import type { Mail } from './mail.ts';

/** What checkpatch.pl reads beside itself. */
const FILES = ['scripts/checkpatch.pl', 'scripts/spelling.txt', 'scripts/const_structs.checkpatch'];
/** Scripts that run at once, over all series: each takes a CPU for a fifth of a second and more. */
const SCRIPTS = pLimit(availableParallelism());
/** The rule of its findings, which has no page: the script's types are documented in the tree. */
export const CHECKPATCH = 'checkpatch';
const SEVERITY: Readonly<Record<string, Severity>> = { ERROR: 'error', WARNING: 'warning', CHECK: 'note' };

/**
 * The findings of the tree's own checkpatch.pl --strict on each mail of a series. Signatures are left out: only
 * a person adds one. A tree without the script has no findings of this kind.
 *
 * @throws HostLacks without perl
 */
export async function checkpatch(
  { tree, mails }: Pick<MailedSeries, 'tree' | 'mails'>,
  context: Context,
): Promise<Finding[]> {
  const texts = await Promise.all(FILES.map((path) => tree.read(path)));
  if (texts[0] === undefined || mails.length === 0) return [];
  const repository = await repositoryOf(tree, context);
  const make = () => printed(tree, mails, repository, context);
  // What it says of commits of a repository changes with that; all else is in the texts.
  const outputs =
    repository === undefined
      ? await remembered('checkpatch', keyOf(texts, mails), context, make)
      : await make();
  const maintained = await Promise.all(mails.map((mail) => allMaintained(tree, mail)));
  return mails.flatMap((mail, at) =>
    parse(outputs[at] ?? '', mail).filter((one) => isMeant(one, mail, maintained[at] ?? false)),
  );
}

function keyOf(texts: readonly (string | undefined)[], mails: readonly Mail[]): string {
  // What the script is given.
  const parts = [OPTIONS, texts, mails.map(({ text }) => withoutNotes(text))];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** What the script prints of each mail. */
async function printed(
  tree: Tree,
  mails: readonly Mail[],
  repository: string | undefined,
  context: Context,
): Promise<string[]> {
  const folder = await context.cache.temporary();
  try {
    await tree.export(FILES, join(folder, 'tree'));
    await mkdir(join(folder, 'mails'), { recursive: true });
    return await together(context.signal, (start) =>
      Promise.all(
        mails.map((mail, at) => {
          // Mails of others may be called as they like; the script takes no name for anything.
          const file = join(folder, 'mails', `${at + 1}.patch`);
          return start((signal) =>
            SCRIPTS(() => runOn(mail, { file, folder, repository }, { ...context, signal })),
          );
        }),
      ),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * The git folder of a user's tree, in which the script looks commits up. Without it the script takes every commit
 * for unknown.
 */
async function repositoryOf({ base }: Tree, context: Context): Promise<string | undefined> {
  if (base.kind === 'debian') return undefined;
  const ran = await runProgram('git', ['-C', base.path, 'rev-parse', '--absolute-git-dir'], context);
  return ran.exitCode === 0 ? ran.stdout.trim() : undefined;
}

const OPTIONS = [
  '--no-tree',
  '--no-signoff',
  '--strict',
  '--terse',
  '--show-types',
  '--no-summary',
  '--color=never',
];

interface Place {
  readonly file: string;
  readonly folder: string;
  readonly repository: string | undefined;
}

async function runOn(mail: Mail, { file, folder, repository }: Place, context: Context): Promise<string> {
  const script = join(folder, 'tree', 'scripts', 'checkpatch.pl');
  await writeFile(file, withoutNotes(mail.text), 'latin1');
  const options = [...OPTIONS, ...(repository === undefined ? ['--ignore', 'UNKNOWN_COMMIT_ID'] : [])];
  const program = () =>
    execa('perl', [script, ...options, file], {
      ...OWN_GROUP,
      cwd: folder,
      reject: false,
      cancelSignal: context.signal,
      env: { LC_ALL: 'C', ...(repository === undefined ? {} : { GIT_DIR: repository }) },
    });
  const result = await startChild(program, context.signal);
  context.signal.throwIfAborted();
  // What it has printed until then is a part of its findings.
  if (result.signal) throw killed('perl', result.signal);
  if (result.code === 'ENOENT') {
    throw new HostLacks({
      title: 'perl is not installed, which checkpatch.pl needs',
      hint: 'apt-get install perl, or give --no-checkpatch.',
    });
  }
  return result.stdout;
}

/** @param maintained whether MAINTAINERS has an entry for each file that the mail makes */
function isMeant({ message, line }: Finding, { text }: Mail, maintained: boolean): boolean {
  // The script asks whether MAINTAINERS needs an update and never looks: files below a folder with an entry do not.
  if (message.endsWith('(FILE_PATH_CHANGES)')) return !maintained;
  // What declares fixtures cannot stand in parentheses; the tree's own tests define such macros.
  return !(message.endsWith('(COMPLEX_MACRO)') && FIXTURE_MACRO.test(text.split('\n')[line - 1] ?? ''));
}

/**
 * A mail whose notes are blank lines: what stands between `---` and the diffstat is for readers of the mail, git am drops
 * it, and the script of v4.14 takes it for a part of the message. Lines keep their numbers.
 */
export function withoutNotes(text: string): string {
  const [, head, notes, rest] =
    /^(.*?\n---\n)(.*?)((?: \S[^\n]* \| +(?:\d|Bin)[^\n]*\n)+ \d+ files? changed.*|diff --git .*)$/s.exec(
      text,
    ) ?? [];
  if (head === undefined || notes === undefined || rest === undefined) return text;
  return head + notes.replace(/[^\n]+/g, '') + rest;
}

const FIXTURE_MACRO = /^\+#define FIXTURE_\w+\(/;

/** Whether each file that a mail makes belongs to an entry of the tree's MAINTAINERS other than THE REST. */
async function allMaintained(tree: Tree, { text }: Mail): Promise<boolean> {
  const moved = /^(?:deleted file mode|rename (?:from|to)) /m.test(text);
  const made = [...text.matchAll(/^diff --git a\/\S+ b\/(\S+)\nnew file mode/gm)].map(
    ([, path]) => path ?? '',
  );
  if (moved || made.length === 0) return false;
  const entries = [...((await tree.read('MAINTAINERS')) ?? '').matchAll(/^F:\s*(\S+)$/gm)].map(
    ([, glob]) => glob ?? '',
  );
  // A folder's entry ends in a slash and is of all below; wildcards match no slash (the head of MAINTAINERS).
  const folders = entries.filter((glob) => glob.endsWith('/') && !/^\*|[*?[]/.test(glob));
  return made.every((path) => folders.some((folder) => path.startsWith(folder)) || entries.includes(path));
}

/** `FILE:LINE: LEVEL:TYPE: text`, one a line (checkpatch.pl --terse --show-types). */
function parse(output: string, mail: Mail): Finding[] {
  return [...output.matchAll(/^.*?:(\d+): (ERROR|WARNING|CHECK):(\w+): (.*)$/gm)].map(
    ([, line, level = '', type, text]) => ({
      rule: CHECKPATCH,
      severity: SEVERITY[level] ?? 'note',
      file: mail.name,
      line: Number(line),
      message: `${text} (${type})`,
    }),
  );
}
