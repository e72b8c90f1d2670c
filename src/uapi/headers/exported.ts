// SPDX-License-Identifier: GPL-2.0-only
import type { SideFiles } from './files.ts';
import { kbuildLists } from './kbuild.ts';
import { knownSyscallHeaders } from './known-tables.ts';
import {
  commonSyscallHeaders,
  ownSyscallHeaders,
  SYSCALL_MAKEFILES,
  type SyscallHeader,
  syscallNumbers,
} from './syscalls.ts';
import { versionHeader } from './version.ts';

/** Where an installed header comes from: a file of the tree, or a text that kbuild would make. */
export type Origin = { readonly path: string } | { readonly text: string };

/**
 * What `make headers_install ARCH=…` installs, by installed name (scripts/Makefile.headersinst): everything below
 * include/uapi and arch/ARCH/include/uapi, and what kbuild makes for both.
 *
 * @param arch folder below arch/: `x86`
 */
export function exportedHeaders(files: SideFiles, arch: string): Map<string, Origin> {
  const installed = new Map<string, Origin>();
  const generated = new Map([...asmHeaders(files, arch), ...versionHeaders(files)]);
  const excluded = new Set(excludedNames(files, arch, generated));
  for (const [name, text] of generated) if (!excluded.has(name)) installed.set(name, { text });
  // "If the same header is exported from source and generated directories, the former takes precedence."
  for (const folder of ['include/uapi', `arch/${arch}/include/uapi`])
    for (const path of headersBelow(files, folder)) {
      const name = path.slice(folder.length + 1);
      // Only folders are looked through, so that a header right below include/uapi is none.
      if (name.endsWith('.h') && name.includes('/') && !excluded.has(name)) installed.set(name, { path });
    }
  return installed;
}

/** Files and links: kbuild asks find(1) for names, which passes over links to folders alone. */
function headersBelow(files: SideFiles, folder: string): readonly string[] {
  return [...files.list(folder), ...(files.headerLinks?.(folder) ?? [])];
}

/** `no-export-headers` of include/uapi/Kbuild and of the architecture. */
function excludedNames(files: SideFiles, arch: string, generated: ReadonlyMap<string, string>): string[] {
  const present = new Set(headersBelow(files, `arch/${arch}/include/uapi`));
  const made = `arch/${arch}/include/generated/uapi/`;
  const exists = (path: string) =>
    path.startsWith(made) ? generated.has(path.slice(made.length)) : present.has(path);
  return ['include/uapi/Kbuild', `arch/${arch}/include/uapi/Kbuild`].flatMap((path) => {
    const lists = kbuildLists(files.read(path) ?? '', world(arch, exists));
    return lists.get('no-export-headers') ?? [];
  });
}

/** The generated headers of asm/ (scripts/Makefile.asm-generic, since 6.11 Makefile.asm-headers): name to text. */
function asmHeaders(files: SideFiles, arch: string): Map<string, string> {
  const present = new Set(headersBelow(files, `arch/${arch}/include/uapi`));
  const lists = (path: string) =>
    kbuildLists(
      files.read(path) ?? '',
      world(arch, (file) => files.read(file) !== undefined),
    );
  const own = lists(`arch/${arch}/include/uapi/asm/Kbuild`);
  const generic = lists('include/uapi/asm-generic/Kbuild');
  const named = (name: string) => own.get(name) ?? [];
  const mandatory = (generic.get('mandatory-y') ?? []).filter(
    (name) => !named('generated-y').includes(name) && !present.has(`arch/${arch}/include/uapi/asm/${name}`),
  );
  const wrappers = [...named('generic-y'), ...mandatory].map((name): [string, string] => [
    `asm/${name}`,
    `#include <asm-generic/${name}>\n`,
  ]);
  const numbers = syscallHeaders(files, arch, named('syscall-y')).flatMap((header): [string, string][] => {
    const table = files.read(header.table);
    return table === undefined ? [] : [[`asm/${header.name}`, syscallNumbers(table, header)]];
  });
  return new Map([...wrappers, ...numbers]);
}

function syscallHeaders(files: SideFiles, arch: string, common: readonly string[]): SyscallHeader[] {
  const own = SYSCALL_MAKEFILES.flatMap((path) => {
    const makefile = `arch/${arch}/${path}`;
    return ownSyscallHeaders(files.read(makefile) ?? '', makefile.slice(0, makefile.lastIndexOf('/')));
  });
  const [defaults, settings] = ['scripts/Makefile.asm-headers', `arch/${arch}/kernel/Makefile.syscalls`];
  const all = [
    ...own,
    ...commonSyscallHeaders(common, files.read(defaults) ?? '', files.read(settings) ?? ''),
  ];
  return all.length > 0 ? all : knownSyscallHeaders(arch, (path) => files.read(path) !== undefined);
}

/** The tables that an architecture's headers are made of, and whether a Makefile of the tree says so. */
export function syscallTables(files: SideFiles, arch: string): { tables: string[]; makefile: boolean } {
  const named = kbuildLists(
    files.read(`arch/${arch}/include/uapi/asm/Kbuild`) ?? '',
    world(arch, (file) => files.read(file) !== undefined),
  );
  const tables = syscallHeaders(files, arch, named.get('syscall-y') ?? []).map(({ table }) => table);
  const makefiles = [...SYSCALL_MAKEFILES, 'kernel/Makefile.syscalls'];
  return { tables, makefile: makefiles.some((path) => files.read(`arch/${arch}/${path}`) !== undefined) };
}

function versionHeaders(files: SideFiles): [string, string][] {
  const text = versionHeader(files.read('Makefile') ?? '');
  return text === undefined ? [] : [['linux/version.h', text]];
}

function world(arch: string, exists: (path: string) => boolean) {
  // Both source and object tree are the side's top.
  const within = (path: string) => exists(path.replace(/^\.\//, ''));
  return { variables: { SRCARCH: arch, ARCH: arch, srctree: '.', objtree: '.' }, exists: within };
}

/** What `exported` reads of a tree, for those who must fetch it before: folders and files. */
export function exportedReads(arches: readonly string[]): string[] {
  return [
    'Makefile',
    'include/uapi',
    'scripts/Makefile.asm-headers',
    'scripts/syscall.tbl',
    ...arches.flatMap((arch) => [
      `arch/${arch}/include/uapi`,
      `arch/${arch}/kernel/Makefile.syscalls`,
      `arch/${arch}/kernel/syscalls`,
      `arch/${arch}/entry/syscalls`,
      `arch/${arch}/tools/Makefile`,
      `arch/${arch}/tools/syscall.tbl`,
      `arch/${arch}/tools/syscall_32.tbl`,
      `arch/${arch}/tools/syscall_64.tbl`,
    ]),
  ];
}
