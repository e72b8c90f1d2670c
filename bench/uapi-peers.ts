// SPDX-License-Identifier: GPL-2.0-only
// check-uapi.sh over two whole trees, and its compiler and abidiff over one header.
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import type { Context } from '../src/context.ts';
import { corpus } from '../test/mutations/corpus/index.ts';
import type { Mutation } from '../test/mutations/mutation.ts';
import { installBoth, peerTree } from './peers-tree.ts';
import { abidiffAlone } from './peers-verdicts.ts';

const HEADERS = /^(include\/uapi|arch\/x86\/include\/uapi|include\/uapi\/asm-generic)\//;

/** The newer tree's script, on the exported headers of both trees in two commits. */
export async function checkUapiTrees(
  old: string,
  fresh: string,
  work: string,
  abidiff: string,
  context: Context,
): Promise<{ seconds: number; findings: string }> {
  const folder = join(work, 'trees');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const git = (...args: string[]) =>
    execa('git', ['-c', 'user.name=bench', '-c', 'user.email=bench@localhost', ...args], { cwd: folder });
  await git('init', '-q');
  for (const spec of [old, fresh]) {
    const tree = await peerTree(spec.replace('debian:', ''), work, context);
    await execa('find', [
      folder,
      '-mindepth',
      '1',
      '-maxdepth',
      '1',
      '!',
      '-name',
      '.git',
      '-exec',
      'rm',
      '-rf',
      '{}',
      '+',
    ]);
    cpSync(tree.skeleton, folder, { recursive: true, verbatimSymlinks: true });
    rmSync(join(folder, 'scripts/unifdef'), { force: true });
    for (const root of ['include/uapi', 'arch/x86/include/uapi'])
      for (const path of tree.side.files.list(root)) {
        if (!HEADERS.test(path)) continue;
        const file = join(folder, path);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, tree.side.files.read(path) ?? '', 'latin1');
      }
    await git('add', '-A', '-f');
    await git('commit', '-q', '-m', spec);
  }
  const since = performance.now();
  const { all = '' } = await execa('bash', ['scripts/check-uapi.sh', '-j', '2'], {
    cwd: folder,
    env: { ABIDIFF: abidiff, ARCH: 'x86' },
    all: true,
    reject: false,
    maxBuffer: 2 ** 28,
  });
  const seconds = (performance.now() - since) / 1000;
  const summary = /(\d+)\/(\d+) UAPI headers/.exec(all);
  if (!summary) throw new Error(`check-uapi.sh failed: ${all.slice(-500)}`);
  return { seconds, findings: `${summary[1]} of ${summary[2]} headers` };
}

/** Seconds; the headers are installed already. */
export async function compareCompiled(work: string, abidiff: string, context: Context): Promise<number> {
  const mutation = corpus.find(({ id }) => id === 'lay-member-moved') as Mutation;
  const tree = await peerTree(mutation.tree, work, context);
  await installBoth(mutation, tree, join(work, 'after'));
  const times: number[] = [];
  for (let round = 0; round < 5; round++)
    times.push((await abidiffAlone({ mutation, tree, work, abidiff })).seconds ?? Number.NaN);
  return times.sort((a, b) => a - b)[2] as number;
}
