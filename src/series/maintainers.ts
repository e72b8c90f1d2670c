// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '../context.ts';
import { HostLacks } from '../kernel/failures.ts';
import { runProgram } from '../kernel/run.ts';
import type { Tree } from '../kernel/tree.ts';
import { TreeUnsuitable } from './errors.ts';
import type { Mail } from './mail.ts';

/** One line of get_maintainer.pl. */
export interface Maintainer {
  /** UTF-8; undefined for a list. */
  readonly name: string | undefined;
  readonly address: string;
  /** As the script says it: `maintainer:VFIO DRIVER`, `reviewer:VFIO DRIVER`, `open list`. */
  readonly role: string;
}

const SCRIPT = 'scripts/get_maintainer.pl';
/** Files and folders by which the script knows the top of a kernel tree (top_of_kernel_tree); that they are there is enough. */
const TOP = ['COPYING', 'CREDITS', 'Kbuild', 'MAINTAINERS', 'Makefile', 'README'];
const FOLDERS = [
  ...['Documentation', 'arch', 'include', 'drivers', 'fs', 'init', 'ipc', 'kernel', 'lib', 'scripts'],
];

/**
 * Whom the tree's own get_maintainer.pl names for some mails, from MAINTAINERS alone: without a history there is
 * nobody else to name, and with one the answer would change from clone to clone.
 *
 * @returns undefined where the tree has no such script, or no MAINTAINERS
 * @throws HostLacks without perl; TreeUnsuitable where the script fails
 */
export async function maintainers(
  tree: Tree,
  mails: readonly Mail[],
  context: Context,
): Promise<Maintainer[] | undefined> {
  if (mails.length === 0) return [];
  const needed = await Promise.all([SCRIPT, 'MAINTAINERS'].map((path) => tree.read(path)));
  if (needed.includes(undefined)) return undefined;
  const folder = await context.cache.temporary();
  try {
    const top = join(folder, 'tree');
    for (const name of FOLDERS) await mkdir(join(top, name), { recursive: true });
    // A folder of one's own may lack what the script takes a kernel by, and what it never reads.
    for (const name of TOP) await writeFile(join(top, name), '');
    await tree.export([...TOP, SCRIPT, '.get_maintainer.ignore', '.get_maintainer.conf'], top);
    const files = mails.map(({ name }) => join(folder, name));
    for (const [at, { text }] of mails.entries()) await writeFile(files[at] ?? '', text, 'latin1');
    const argv = [SCRIPT, '--no-git', '--no-git-fallback', '--rolestats', ...files];
    // The user's own .get_maintainer.conf would be read from HOME.
    const ran = await runProgram('perl', argv, context, { cwd: top, env: { HOME: folder } });
    if (ran.exitCode === 0) return parseMaintainers(Buffer.from(ran.stdout, 'latin1').toString('utf8'));
    throw new TreeUnsuitable({
      title: 'get_maintainer.pl of the tree failed',
      where: tree.spec,
      detail: ran.stderr.trim().split('\n').slice(-5).join('\n'),
      hint: 'Leave the recipients out (--no-recipients), or name them with --to and --cc.',
    });
  } catch (error) {
    if (!(error instanceof HostLacks)) throw error;
    throw new HostLacks({
      title: 'perl is not installed, which get_maintainer.pl needs',
      hint: 'apt-get install perl, or give --no-recipients.',
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** `"Christian König" <address> (maintainer:SUBSYSTEM)` or `list@example.org (open list:SUBSYSTEM)`, one a line. */
export function parseMaintainers(output: string): Maintainer[] {
  return output.split('\n').flatMap((line) => {
    const [, name, address, list, role] =
      /^(?:"?([^"<>]*?)"? <([^<>\s]+)>|([^<>\s]+@[^<>\s]+)) \((.*)\)$/.exec(line) ?? [];
    const found = address ?? list;
    return found === undefined ? [] : [{ name, address: found, role: role ?? '' }];
  });
}

/** `Name <address>` of everybody whom a MAINTAINERS file lists, in its order. */
export function listedIn(text: string): { name: string; address: string }[] {
  const utf8 = Buffer.from(text, 'latin1').toString('utf8');
  return [...utf8.matchAll(/^[MR]:\s+"?([^"<>\n]*?)"?\s*<([^<>\s]+)>/gm)].map(
    ([, name = '', address = '']) => ({
      name,
      address,
    }),
  );
}
