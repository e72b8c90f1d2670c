// SPDX-License-Identifier: GPL-2.0-only
import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import type { Context } from '../../context.ts';
import { ARCHITECTURE } from '../architecture.ts';
import { hostComplaint } from '../complaint.ts';
import { runProgram } from '../run.ts';
import { type CompilerMessage, parseCompilerMessages, usefulLines } from './compiler-messages.ts';
import { type Kernel, swappedFolders } from './kernel.ts';

export interface Made {
  succeeded: boolean;
  messages: CompilerMessage[];
  /** Why it failed, in make's and gcc's words. */
  detail: string;
}

/** What a caller's environment could say to kbuild; an empty value is as good as none. */
const CLEARED = [
  ...['MAKEFLAGS', 'MFLAGS', 'GNUMAKEFLAGS', 'ARCH', 'CROSS_COMPILE', 'LLVM', 'W', 'V', 'C', 'M', 'O'],
  ...['KBUILD_OUTPUT', 'KBUILD_EXTMOD', 'KBUILD_EXTRA_SYMBOLS', 'KBUILD_VERBOSE'],
  ...['KCFLAGS', 'KCPPFLAGS', 'KAFLAGS', 'CFLAGS_MODULE'],
];

/**
 * The Kbuild file of a folder whose Makefile builds more modules than are wanted: that Makefile decides what
 * the wanted ones are made of. Our copies of headers come before the kernel's own.
 *
 * @param includes folders of the tree that are copied for their headers
 */
export function kbuildFile(
  folder: string,
  objects: readonly string[],
  includes: readonly string[] = [],
): string {
  // In the tree's Makefile these are below the tree's top, of which the kernel's headers have nothing but headers.
  const moved = [`$(srctree)/$(KPW_ROOT)`, ...includes.map((one) => `$(srctree)/${one}`)]
    .map((from, at) => `$(subst ${from},$(KPW_ROOT)${at === 0 ? '' : `/${includes[at - 1]}`},$(ccflags-y))`)
    .map((text) => `ccflags-y := ${text}\n`)
    .join('');
  return `include $(KPW_ROOT)/${folder}/Makefile
obj-y :=
obj-m := $(filter ${objects.join(' ')},$(obj-m))
LINUXINCLUDE := -I$(KPW_ROOT)/include -I$(KPW_ROOT)/include/uapi $(LINUXINCLUDE)
${moved}ccflags-y += -fmacro-prefix-map=$(KPW_ROOT)/=
`;
}

/** The Kbuild file above several folders of modules, which may use each other's symbols. */
function aboveFolders(folders: readonly string[]): string {
  return `obj-m := ${folders.map((folder) => `${folder}/`).join(' ')}\n`;
}

/** The folder of the tree that make is called for: that of the modules, or the tree's top where there are several. */
export function modulesFolder(kernel: Pick<Kernel, 'shipped'>): string {
  const [folder = '', ...others] = swappedFolders(kernel);
  return others.length > 0 ? '' : folder;
}

/** Where all that a swap's modules are made from has been copied, make finds what to build by this. */
export async function writeKbuildFiles(
  { shipped }: Pick<Kernel, 'shipped'>,
  root: string,
  includes: readonly string[],
): Promise<void> {
  const folders = swappedFolders({ shipped });
  for (const folder of folders) {
    const own = shipped.filter((module) => module.folder === folder);
    const objects = own.map(({ path }) => basename(path).replace(/\.ko$/, '.o'));
    await writeFile(join(root, folder, 'Kbuild'), kbuildFile(folder, objects, includes));
  }
  if (folders.length > 1) await writeFile(join(root, 'Kbuild'), aboveFolders(folders));
}

/** What the debug information of modules says in place of the temporary folder that they were made in. */
export const SOURCE_ROOT = '/tree';

export function makeArguments(
  kernel: Pick<Kernel, 'headers' | 'architecture' | 'symbols' | 'switches'>,
  root: string,
  folder: string,
  cc: string,
  instrumentation?: Instrumentation,
) {
  const flags = [
    ...(kernel.symbols ? [`-fdebug-prefix-map=${root}=${SOURCE_ROOT}`] : []),
    ...(kernel.switches ?? []).map((name) => `-DCONFIG_${name}=1`),
    ...(instrumentation?.flags ?? []),
  ];
  const { arch, prefix } = ARCHITECTURE[kernel.architecture];
  return [
    '-C',
    kernel.headers,
    `M=${join(root, folder)}`,
    `KPW_ROOT=${root}`,
    `ARCH=${arch}`,
    `CROSS_COMPILE=${prefix}`,
    `CC=${cc}`,
    // Where nobody looks at debug information, it takes half of the time; BTF would need pahole.
    ...(kernel.symbols ? [] : ['CONFIG_DEBUG_INFO=']),
    ...(flags.length > 0 ? [`KCFLAGS=${flags.join(' ')}`] : []),
    ...(instrumentation ? [`KBUILD_EXTRA_SYMBOLS=${instrumentation.symvers}`] : []),
    'CONFIG_DEBUG_INFO_BTF=',
    'CONFIG_DEBUG_INFO_BTF_MODULES=',
    `-j${Math.min(4, availableParallelism())}`,
    '--output-sync=target',
    'modules',
  ];
}

/**
 * Builds what is out of date of the modules in the copied tree `root`.
 *
 * @param folder below `root` that make is called for
 */
export async function makeModules(
  kernel: Pick<Kernel, 'headers' | 'architecture' | 'symbols' | 'switches'>,
  root: string,
  folder: string,
  cc: string,
  context: Context,
  instrumentation?: Instrumentation,
): Promise<Made> {
  // The top Makefile removes LC_ALL, and gcc's messages are parsed.
  const env = { ...Object.fromEntries(CLEARED.map((name) => [name, ''])), LANG: 'C', LC_MESSAGES: 'C' };
  const words = makeArguments(kernel, root, folder, cc, instrumentation);
  const { stdout, stderr, exitCode } = await runProgram('make', words, context, { env });
  const output = `${stdout}\n${stderr}`;
  const full = exitCode === 0 ? undefined : hostComplaint(output, root);
  if (full) throw full;
  return {
    succeeded: exitCode === 0,
    messages: parseCompilerMessages(output, { root, folder }),
    detail: usefulLines(output)
      .replaceAll(`${root}/`, '')
      .replace(/\/\S*\/usr\/src\/linux-headers-[^/\s]+\//g, ''),
  };
}

/** What modules are compiled with beside what their kernel says, and what they then call. */
export interface Instrumentation {
  /** Options of the compiler. */
  readonly flags: readonly string[];
  /** The module that has what instrumented code calls: it is loaded before any of them. */
  readonly helper: string;
  /** Its symbols, for modpost. */
  readonly symvers: string;
  /** Changes with all of these. */
  readonly identity: string;
}
