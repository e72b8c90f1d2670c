// SPDX-License-Identifier: GPL-2.0-only
// scripts/check-uapi.sh over all mutations of a tree at once: each edited header under a name of its own, before and
// after in two commits. The script compiles and compares every file by itself, so that one run of it judges them all;
// a run for each would check a thousand headers two hundred times.
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { execa } from 'execa';
import type { Mutation } from '../test/mutations/mutation.ts';
import {
  closure,
  edited,
  INCLUDED,
  installedName,
  type PeerTree,
  textAfter,
  untested,
} from './peers-tree.ts';
import type { Said } from './peers-verdicts.ts';

const MANDATORY = 'include/uapi/asm-generic/Kbuild';
const KBUILD = 'include/uapi/Kbuild';

/** What it says of each mutation that edits a header, and how long the whole took. */
export async function checkUapi(
  mutations: readonly Mutation[],
  tree: PeerTree,
  work: string,
  abidiff: string,
): Promise<{ said: Map<string, Said>; seconds: number; output: string }> {
  const folder = join(work, 'repository');
  rmSync(folder, { recursive: true, force: true });
  cpSync(tree.skeleton, folder, { recursive: true, verbatimSymlinks: true });
  rmSync(join(folder, 'scripts/unifdef'), { force: true });
  const kept = closure([...new Set(mutations.flatMap(edited)), ...INCLUDED], tree);
  for (const path of kept.values()) put(folder, path, tree.side.files.read(path));
  // Of the headers that asm/ must have, those that are included; the others would be wrappers of nothing.
  const mandatory = (tree.side.files.read(MANDATORY) ?? '').replace(
    /^mandatory-y \+= (\S+)\n/gm,
    (line, name: string) => (kept.has(`asm/${name}`) ? line : ''),
  );
  put(folder, MANDATORY, mandatory);
  for (const mutation of mutations)
    for (const path of edited(mutation)) put(folder, named(mutation, path), tree.side.files.read(path));
  const makefile = 'usr/include/Makefile';
  const excluded = untested(tree);
  const left = mutations.flatMap((mutation) =>
    edited(mutation)
      .filter((path) => excluded.has(installedName(path)))
      .map((path) => `no-header-test += ${installedName(named(mutation, path))}\n`),
  );
  put(folder, makefile, `${left.join('')}${readFileSync(join(tree.skeleton, makefile), 'latin1')}`);
  const git = (...args: string[]) =>
    execa('git', ['-c', 'user.name=peers', '-c', 'user.email=peers@localhost', ...args], { cwd: folder });
  await git('init', '-q');
  await git('add', '-A', '-f');
  await git('commit', '-q', '-m', 'base');
  let kbuild = tree.side.files.read(KBUILD) ?? '';
  for (const mutation of mutations) {
    for (const path of edited(mutation)) {
      // A header that is new keeps its name, by which another includes it.
      const place = tree.side.files.read(path) === undefined ? path : named(mutation, path);
      put(folder, place, textAfter(mutation, path, tree));
    }
    if (mutation.edits[KBUILD]) {
      const line = (textAfter(mutation, KBUILD, tree) ?? '').replace(tree.side.files.read(KBUILD) ?? '', '');
      const name = /linux\/(\S+)/.exec(line)?.[1] ?? '';
      put(
        folder,
        named(mutation, `include/uapi/linux/${name}`),
        tree.side.files.read(`include/uapi/linux/${name}`),
      );
      kbuild += line.replace(name, basename(named(mutation, name)));
    }
  }
  put(folder, KBUILD, kbuild);
  await git('add', '-A', '-f');
  await git('commit', '-q', '-m', 'mutations');
  const since = performance.now();
  const { exitCode, all: output = '' } = await execa(
    'nice',
    ['-n', '10', 'bash', 'scripts/check-uapi.sh', '-j', '2'],
    {
      cwd: folder,
      env: { ABIDIFF: abidiff, ARCH: 'x86' },
      all: true,
      reject: false,
    },
  );
  const seconds = (performance.now() - since) / 1000;
  if (exitCode !== 0 && exitCode !== 1)
    throw new Error(`check-uapi.sh ended with ${exitCode}:\n${output.slice(-2000)}`);
  const said = new Map<string, Said>();
  for (const mutation of mutations) {
    const file = edited(mutation).map((path) => `include/${installedName(named(mutation, path))}`);
    said.set(mutation.id, verdictOf(output, file));
  }
  return { said, seconds, output };
}

function verdictOf(output: string, files: readonly string[]): Said {
  const parts = output.split(/^(?===== )/m);
  const about = parts.filter((part) => files.some((file) => part.split('\n')[0]?.includes(`${file} `)));
  if (about.length === 0) return { verdict: 'silent', text: '' };
  const [head = '', ...rest] = about.join('').split('\n');
  if (/Could not compile/.test(head)) return { verdict: 'complains', text: 'does not compile' };
  const text = rest.filter((line) => /changed:|removed|deleted|added|size/.test(line)).slice(0, 4);
  return { verdict: 'complains', text: text.map((line) => line.trim()).join('; ') || head };
}

/** `include/uapi/linux/vfio.h` of the mutation lay-member-moved: `include/uapi/linux/lay-member-moved__vfio.h`. */
function named({ id }: Mutation, path: string): string {
  return join(dirname(path), `${id}__${basename(path)}`);
}

function put(folder: string, path: string, text: string | undefined): void {
  const file = join(folder, path);
  if (text === undefined) {
    if (existsSync(file)) rmSync(file);
    return;
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text, 'latin1');
}
