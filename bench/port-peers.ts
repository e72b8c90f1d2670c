// SPDX-License-Identifier: GPL-2.0-only
// What carries a patch to another tree: kpw port, and what people use.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { carriedFile } from '../src/backport/carry.ts';
import { lineChanges } from '../src/backport/change.ts';
import { outlinedFile } from '../src/backport/place.ts';
import { readDiffs } from '../src/mail/diff.ts';
import type { PortCase } from './port-cases.ts';

/** What came of a case: the whole file, or why there is none. */
export type Outcome = { readonly text: string } | { readonly refused: string };

export type Peer = 'kpw port' | 'git am -3' | 'patch -F3' | 'patch';
export const PEERS: readonly Peer[] = ['kpw port', 'git am -3', 'patch -F3', 'patch'];

export async function carriedBy(peer: Peer, one: PortCase, folder: string): Promise<Outcome> {
  if (peer === 'kpw port') return byKpw(one);
  await rm(folder, { recursive: true, force: true });
  const file = join(folder, one.path);
  await mkdir(dirname(file), { recursive: true });
  return peer === 'git am -3'
    ? byGit(one, folder, file)
    : byPatch(one, folder, file, peer === 'patch' ? [] : ['-F3']);
}

function byKpw({ path, base, patch, target }: PortCase): Outcome {
  const changes = lineChanges(base, readDiffs(patch, 'bench')[0]?.hunks ?? []);
  if (!changes) return { refused: 'the patch does not fit its base' };
  const carried = carriedFile(outlinedFile(path, base), changes, outlinedFile(path, target));
  if (carried.text !== undefined) return { text: carried.text };
  const refused = carried.changes.flatMap(({ decision }) =>
    decision.state === 'refused' ? `${decision.doubt}: ${decision.why}` : [],
  );
  return { refused: refused.join('; ') };
}

async function byPatch(
  { patch, target }: PortCase,
  folder: string,
  file: string,
  options: readonly string[],
): Promise<Outcome> {
  await writeFile(file, target, 'latin1');
  const argv = ['-p1', '-s', '-f', '--no-backup-if-mismatch', ...options];
  const ran = await execa('patch', argv, { cwd: folder, input: Buffer.from(patch, 'latin1'), reject: false });
  return ran.exitCode === 0 ? { text: await readFile(file, 'latin1') } : { refused: 'patch: hunk failed' };
}

/** With the blob that the patch was made on, as in a repository that has both trees. */
async function byGit(
  { path, base, patch, target }: PortCase,
  folder: string,
  file: string,
): Promise<Outcome> {
  const env = {
    ...{ GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null', LC_ALL: 'C' },
    ...{ GIT_AUTHOR_NAME: 'kpw', GIT_AUTHOR_EMAIL: 'kpw@example.invalid' },
    ...{ GIT_COMMITTER_NAME: 'kpw', GIT_COMMITTER_EMAIL: 'kpw@example.invalid' },
  };
  const git = (argv: string[], input?: string) =>
    execa('git', argv, {
      cwd: folder,
      env,
      reject: false,
      ...(input === undefined ? {} : { input: Buffer.from(input, 'latin1') }),
    });
  await git(['init', '-q']);
  await writeFile(file, target, 'latin1');
  await git(['hash-object', '-w', '--stdin'], base);
  await git(['add', path]);
  await git(['commit', '-q', '-m', 'target']);
  const mail = `From 0000000000000000000000000000000000000000 Mon Sep 17 00:00:00 2001\nFrom: kpw <kpw@example.invalid>\nDate: Mon, 17 Sep 2001 00:00:00 +0000\nSubject: [PATCH] x\n\n---\n${patch}-- \n2\n\n`;
  const ran = await git(['am', '-3', '-q'], mail);
  return ran.exitCode === 0 ? { text: await readFile(file, 'latin1') } : { refused: 'git am: conflict' };
}
