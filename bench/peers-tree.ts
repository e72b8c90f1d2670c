// SPDX-License-Identifier: GPL-2.0-only
// A kernel tree as far as the tools need it, and its headers installed by the tree's own scripts.
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import type { Context } from '../src/context.ts';
import { cachedDeb, latest } from '../src/kernel/debian/archive.ts';
import { extract } from '../src/kernel/debian/extract.ts';
import { openTree } from '../src/kernel/open.ts';
import { openSide, type UapiSide } from '../src/uapi/side/open.ts';
import { TARGETS } from '../src/uapi/targets.ts';
import type { Mutation } from '../test/mutations/mutation.ts';

const X86 = TARGETS.find(({ id }) => id === 'x86-64') as (typeof TARGETS)[number];
/** What `make headers_install ARCH=x86` needs beside the headers. */
const SKELETON = [
  ...['Makefile', 'Kbuild', 'scripts', 'usr', 'include/uapi/Kbuild'],
  ...['arch/x86/entry/syscalls', 'arch/x86/include/uapi/asm/Kbuild'],
];
/** Not kept in the cached trees, since nothing else needs them. */
const EXTRA = ['arch/x86/Makefile', 'usr/dummy-include/*'];

/** What mutations begin to include, and new headers too; they are small and include little else. */
export const INCLUDED = ['types', 'ioctl', 'stddef', 'time'].map((name) => `include/uapi/linux/${name}.h`);

export interface PeerTree {
  readonly series: string;
  readonly side: UapiSide;
  /** What is the same for all mutations; scripts/unifdef is compiled. */
  readonly skeleton: string;
  /** Headers as installed, by installed name; filled as they are asked for. */
  readonly installed: string;
}

export async function peerTree(series: string, work: string, context: Context): Promise<PeerTree> {
  const side = await openSide(`debian:${series}`, undefined, context);
  const tree = await openTree(`debian:${series}`, context);
  const [skeleton, installed] = ['skeleton', 'installed'].map((name) => join(work, `${name}-${series}`)) as [
    string,
    string,
  ];
  for (const folder of [skeleton, installed]) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  }
  await tree.export(SKELETON, skeleton);
  const record = await latest(context, `linux-source-${series}`);
  await extract(await cachedDeb(context, record), series, EXTRA, skeleton, context);
  // The helper programs of the boot image's build have nothing to do with headers, and take seconds to compile.
  const makefile = join(skeleton, 'arch/x86/Makefile');
  const text = readFileSync(makefile, 'latin1').replace(
    /^archscripts:.*\n(\t.*\n)*/m,
    'archscripts: scripts_basic\n',
  );
  writeFileSync(makefile, text, 'latin1');
  await execa('gcc', ['-O2', '-o', 'scripts/unifdef', 'scripts/unifdef.c'], { cwd: skeleton });
  return { series, side, skeleton, installed };
}

/** Installed name to path in the tree, of the given headers and all that they include on x86-64. */
export function closure(paths: readonly string[], { side }: PeerTree): Map<string, string> {
  const found = new Map<string, string>();
  const visit = (name: string) => {
    const header = side.headers.get(name, X86);
    if (!header || found.has(name)) return;
    found.set(name, header.path);
    for (const [, angle, quoted] of header.text.matchAll(
      /^[ \t]*#[ \t]*include[ \t]*(?:<([^>]+)>|"([^"]+)")/gm,
    ))
      visit(angle ?? join(dirname(name), quoted ?? ''));
  };
  for (const path of paths) visit(installedName(path));
  return found;
}

/** Headers that the kernel's own tests leave out, since they do not compile alone: by installed name. */
export function untested(tree: PeerTree): Set<string> {
  const makefile = readFileSync(join(tree.skeleton, 'usr/include/Makefile'), 'latin1');
  return new Set([...makefile.matchAll(/^no-header-test \+= (\S+\.h)$/gm)].map(([, name]) => name as string));
}

/** The exported headers among the edited files. */
export function edited(mutation: Mutation): string[] {
  return Object.keys(mutation.edits).filter((path) => /(^|\/)include\/uapi\/.*\.h$/.test(path));
}

export function installedName(path: string): string {
  return path.replace(/^(arch\/\w+\/)?include\/uapi\//, '');
}

/** Text of a file as the mutation leaves it; undefined where it is removed. */
export function textAfter({ edits }: Mutation, path: string, { side }: PeerTree): string | undefined {
  const read = (path: string) => side.files.read(path) ?? '';
  return path in edits ? edits[path]?.(read(path), read) : side.files.read(path);
}

/**
 * Folders of installed headers before and after a mutation; what headers_install.sh says where it refuses one.
 * What is not edited is installed once.
 */
export async function installBoth(mutation: Mutation, tree: PeerTree, after: string): Promise<string> {
  rmSync(after, { recursive: true, force: true });
  mkdirSync(after, { recursive: true });
  const paths = edited(mutation);
  const wanted = closure([...paths, ...INCLUDED], tree);
  for (const [name, path] of wanted) {
    const file = join(tree.installed, name);
    if (!existsSync(file))
      await install(tree, name, tree.side.headers.get(name, X86)?.text ?? '', file, path);
    mkdirSync(dirname(join(after, name)), { recursive: true });
    cpSync(file, join(after, name));
  }
  let refused = '';
  for (const path of paths) {
    const [name, text] = [installedName(path), textAfter(mutation, path, tree)];
    rmSync(join(after, name), { force: true });
    if (text !== undefined) refused += await install(tree, name, text, join(after, name), path);
  }
  return refused;
}

async function install(
  tree: PeerTree,
  name: string,
  text: string,
  out: string,
  path: string,
): Promise<string> {
  mkdirSync(dirname(out), { recursive: true });
  // A wrapper that kbuild makes is not transformed.
  if (path === name) {
    writeFileSync(out, text, 'latin1');
    return '';
  }
  const source = join(tree.installed, '..', 'source.h');
  writeFileSync(source, text, 'latin1');
  const script = join(tree.skeleton, 'scripts/headers_install.sh');
  const { exitCode, stderr } = await execa('sh', [script, source, out], {
    cwd: tree.skeleton,
    reject: false,
  });
  return exitCode === 0 ? '' : stderr.replaceAll(source, path).trim();
}
