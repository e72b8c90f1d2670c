// SPDX-License-Identifier: GPL-2.0-only
import { letterOf } from '../../../checks/lib/mail.ts';
import { FIXES } from '../../../checks/message/message-fixes-tag.ts';
import type { Context } from '../../context.ts';
import { runProgram } from '../../kernel/run.ts';
import type { Tree } from '../../kernel/tree.ts';
import { titleOf } from '../../mail/subject.ts';
import type { Finding } from '../../series/finding.ts';
import { treeRepository } from './grounds.ts';
import type { PlacedMail } from './places.ts';

/** A Fixes: tag whose commit is not in the repository, is called otherwise, or is on another branch. */
export const FIXES_COMMIT = 'message-fixes-commit';

interface Tag {
  readonly id: string;
  /** Undefined where the tag has none. */
  readonly title: string | undefined;
  readonly file: string;
  readonly line: number;
}

/**
 * Checks the Fixes: tags of mails in the repository of a tree. Gives nothing for a tree without a repository, and
 * reports no missing commit in a shallow clone.
 *
 * @throws HostLacks (no git)
 */
export async function fixesOf(
  mails: readonly PlacedMail[],
  tree: Tree,
  context: Context,
): Promise<Finding[]> {
  const repository = treeRepository(tree);
  const tags = mails.flatMap(tagsOf);
  if (repository === undefined || tags.length === 0) return [];
  const git = async (argv: readonly string[], input?: string) =>
    runProgram('git', ['-C', repository, ...argv], context, input === undefined ? {} : { input });
  const shallow = await git(['rev-parse', '--is-shallow-repository']);
  if (shallow.exitCode !== 0) return [];
  const asked = tags.map(({ id }) => `${id}^{commit}\n`).join('');
  const found = (await git(['cat-file', '--batch-check=%(objectname)'], asked)).stdout.split('\n');
  const head = tree.base.kind === 'git' ? tree.base.commit : 'HEAD';
  const own = new Set(mails.map(({ message }) => titleOf(message.subject)));
  const findings: Finding[] = [];
  for (const [at, tag] of tags.entries()) {
    const commit = /^[0-9a-f]{40,64}$/.exec(found[at] ?? '')?.[0];
    const fault = commit
      ? await faultOf(tag, commit, head, tree, git)
      : missing(tag, shallow.stdout.trim() === 'true', tree, own);
    if (fault !== undefined)
      findings.push({
        rule: FIXES_COMMIT,
        severity: 'warning',
        file: tag.file,
        line: tag.line,
        message: fault,
      });
  }
  return findings;
}

function tagsOf(mail: PlacedMail): Tag[] {
  return letterOf(mail).body.flatMap(({ text, line }): Tag[] => {
    const [, id = '', rest = ''] = FIXES.exec(text) ?? [];
    // A number without a letter or a digit is a word, or a report's.
    if (id === '' || !/\d/.test(id)) return [];
    return [{ id, title: /^\s*\("(.*)"\)/.exec(rest)?.[1], file: mail.name, line }];
  });
}

function missing(
  { id, title }: Tag,
  shallow: boolean,
  tree: Tree,
  own: ReadonlySet<string>,
): string | undefined {
  // A patch may fix an earlier one of its own series, whose commit id only its author has.
  if (shallow || (title !== undefined && own.has(title))) return undefined;
  return `Fixes: names ${id}, and the repository of ${tree.spec} has no such commit`;
}

async function faultOf(
  { id, title }: Tag,
  commit: string,
  head: string,
  tree: Tree,
  git: (argv: readonly string[]) => Promise<{ stdout: string; exitCode: number | undefined }>,
): Promise<string | undefined> {
  const subject = (await git(['log', '-1', '--format=%s', commit])).stdout.trim();
  const utf8 = Buffer.from(subject, 'latin1').toString('utf8');
  if (title !== undefined && plain(title) !== plain(utf8) && !isCut(title, utf8))
    return `Fixes: calls ${id} "${title}", and the commit is called "${utf8}"`;
  const { exitCode } = await git(['merge-base', '--is-ancestor', commit, head]);
  return exitCode === 1 ? `Fixes: names ${id}, which is not among the ancestors of ${tree.spec}` : undefined;
}

function plain(title: string): string {
  return title.replace(/\s+/g, ' ').trim().toLowerCase();
}

/** `("vfio: A title that is too lon…")`. */
function isCut(title: string, whole: string): boolean {
  const start = /^(.*?)(?:\.\.\.|…)$/.exec(plain(title))?.[1];
  return start !== undefined && plain(whole).startsWith(start.trim());
}
