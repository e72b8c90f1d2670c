// SPDX-License-Identifier: GPL-2.0-only
// What abidiff, checkpatch and the kernel's header test say of one mutation.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import type { Mutation } from '../test/mutations/mutation.ts';
import { edited, installBoth, installedName, type PeerTree, textAfter, untested } from './peers-tree.ts';

/** What one tool said. */
export interface Said {
  /** silent: no complaint; complains: one; failed: it could not check. */
  readonly verdict: 'silent' | 'complains' | 'failed';
  readonly text: string;
  readonly seconds?: number;
}

export const TOOLS = ['check-uapi.sh', 'abidiff', 'checkpatch', 'header test'] as const;
export type Tool = (typeof TOOLS)[number];

export interface Job {
  readonly mutation: Mutation;
  readonly tree: PeerTree;
  readonly work: string;
  readonly abidiff: string;
}

/** What check-uapi.sh compiles with, but for -std=c90, which some headers do not compile under. */
const DEBUG = [
  ...[
    '-shared',
    '-nostdlib',
    '-fPIC',
    '-O0',
    '-std=c90',
    '-fno-eliminate-unused-debug-types',
    '-g',
    '-x',
    'c',
  ],
];

/**
 * headers_install of the changed headers, and what UAPI_HEADER_TEST does with them. Leaves the installed headers
 * for abidiff.
 */
export function headerTest({ mutation, tree, work }: Job): Promise<Said> {
  return timed(async () => {
    const after = join(work, 'after');
    const excluded = untested(tree);
    const refused = await installBoth(mutation, tree, after);
    if (refused) return complaint(refused);
    for (const name of edited(mutation)
      .filter((path) => mutation.edits[path])
      .map(installedName)) {
      const file = join(after, name);
      const strict = [
        '-std=c90',
        '-Wall',
        '-Werror=implicit-function-declaration',
        '-Werror',
        '-fsyntax-only',
      ];
      const twice = ['-x', 'c', '/dev/null', '-include', file, '-include', file];
      if (!excluded.has(name)) {
        const args = [...strict, '-I', after, '-I', 'usr/dummy-include', ...twice];
        const compiled = await low('gcc', args, tree.skeleton);
        if (compiled.exitCode !== 0) return complaint(some(compiled.stderr, /error/).replaceAll(after, ''));
      }
      const perl = ['usr/include/headers_check.pl', after, ...(tree.series === '6.12' ? ['x86'] : []), file];
      const checked = await low('perl', perl, tree.skeleton);
      if (checked.exitCode !== 0 || checked.stderr) return complaint(checked.stderr.replaceAll(after, ''));
    }
    return silence();
  });
}

/** The changed headers compiled with debug information before and after; abidiff without suppressions. */
export function abidiffAlone({ mutation, tree, work, abidiff }: Job): Promise<Said> {
  return timed(async () => {
    const texts: string[] = [];
    for (const path of edited(mutation)) {
      if (tree.side.files.read(path) === undefined) continue;
      const name = installedName(path);
      const objects = [];
      for (const [when, folder] of [
        ['before', tree.installed] as const,
        ['after', join(work, 'after')] as const,
      ]) {
        const object = join(work, `${when}.so`);
        const args = [...DEBUG, '-I', folder, '-include', join(folder, name), '-o', object, '-'];
        const { exitCode } = await low('gcc', args, work, 'int f(void) { return 0; }\n');
        if (exitCode !== 0)
          return {
            verdict: when === 'after' ? 'complains' : 'failed',
            text: `${name} does not compile ${when}`,
          };
        objects.push(object);
      }
      const { exitCode = 1, stdout } = await low(abidiff, ['--non-reachable-types', ...objects], work);
      // A bit mask: 1 and 2 are errors of its own.
      if (exitCode & 3) return { verdict: 'failed', text: `exit status ${exitCode}` };
      if (exitCode !== 0)
        texts.push(some(stdout, /\[C\]|\[D\]|\[A\]|size changed|offset changed|Removed|Added/));
    }
    return texts.length > 0 ? complaint(texts.join('; ')) : silence();
  });
}

/** All that checkpatch --strict says of the text; what is about a mail is left out, since there is none. */
export function checkpatch({ mutation, tree, work }: Job): Promise<Said> {
  return timed(async () => {
    const folder = join(work, 'patch');
    rmSync(folder, { recursive: true, force: true });
    for (const path of Object.keys(mutation.edits)) {
      put(join(folder, 'a', path), tree.side.files.read(path));
      put(join(folder, 'b', path), textAfter(mutation, path, tree));
    }
    for (const side of ['a', 'b']) mkdirSync(join(folder, side), { recursive: true });
    const { stdout: patch } = await execa('git', ['diff', '--no-index', '--no-prefix', 'a', 'b'], {
      cwd: folder,
      encoding: 'latin1',
      reject: false,
    });
    const options = [
      ...['--strict', '--no-tree', '--no-signoff', '--show-types', '--terse', '--no-summary'],
      ...['--ignore', 'FILE_PATH_CHANGES,COMMIT_MESSAGE'],
    ];
    const { stdout } = await low(
      'perl',
      ['scripts/checkpatch.pl', ...options, '-'],
      tree.skeleton,
      Buffer.from(patch, 'latin1'),
    );
    const types = [...stdout.matchAll(/(?:ERROR|WARNING|CHECK):([A-Z_]+)/g)].map(
      ([, type]) => type as string,
    );
    return types.length > 0 ? complaint([...new Set(types)].sort().join(' ')) : silence();
  });
}

async function low(program: string, args: readonly string[], cwd: string, input: string | Buffer = '') {
  const { exitCode, stdout, stderr } = await execa('nice', ['-n', '10', program, ...args], {
    cwd,
    input,
    reject: false,
  });
  return { exitCode, stdout, stderr };
}

async function timed(work: () => Promise<Said>): Promise<Said> {
  const since = performance.now();
  const said = await work();
  return { ...said, seconds: (performance.now() - since) / 1000 };
}

function complaint(text: string): Said {
  return { verdict: 'complains', text };
}

function silence(): Said {
  return { verdict: 'silent', text: '' };
}

function some(text: string, wanted: RegExp): string {
  const found = text.split('\n').filter((line) => wanted.test(line));
  return found
    .slice(0, 4)
    .map((line) => line.trim())
    .join('; ');
}

function put(file: string, text: string | undefined): void {
  if (text === undefined) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text, 'latin1');
}
