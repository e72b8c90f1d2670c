// SPDX-License-Identifier: GPL-2.0-only
import { kbuildLines } from './kbuild.ts';

/** How one header of system call numbers is made. */
export interface SyscallHeader {
  /** `unistd_32.h`, below asm/. */
  readonly name: string;
  /** Path of the table in the tree. */
  readonly table: string;
  /** Which of the table's lines count; all where it is empty. */
  readonly abis: readonly string[];
  /** What the numbers are added to: `__X32_SYSCALL_BIT`. */
  readonly offset: string | undefined;
}

/** Makefiles by which architectures have made their headers themselves, below arch/ARCH. */
export const SYSCALL_MAKEFILES = ['entry/syscalls/Makefile', 'kernel/syscalls/Makefile', 'tools/Makefile'];

/**
 * The exported headers that an architecture's own Makefile makes of tables: those in `uapisyshdr-y` or
 * `uapi-hdrs-y`. A header's ABIs and offset are given in one of three ways: by a variable of the target
 * (`$(uapi)/unistd_32.h: abis := i386`), by one that holds its name (`syshdr_abi_unistd_32 := i386`), or as
 * arguments of the command for all (`--abis common,$*`).
 *
 * @param folder of the Makefile, in the tree
 */
export function ownSyscallHeaders(makefile: string, folder: string): SyscallHeader[] {
  const lines = kbuildLines(makefile);
  const all = lines.join('\n');
  const listed = lines
    .filter((line) => /^uapi(syshdr|-hdrs)-y\s*[:+]?=/.test(line) && !line.includes('addprefix'))
    .flatMap((line) => line.match(/unistd[\w-]*\.h/g) ?? []);
  return listed.flatMap((name) => {
    const rule = ruleOf(all, name);
    const table = rule && tableOf(all, rule.table, folder);
    if (!rule || !table) return [];
    const value = (variable: string) => settingOf(all, name.replace(/\.h$/, ''), variable, rule.stem);
    const abis = value('abi')?.split(',') ?? [];
    return [{ name, table, abis, offset: value('offset') }];
  });
}

/** The rule that makes a header: the variable that names its table, and what `%` stands for. */
function ruleOf(makefile: string, name: string): { table: string; stem: string } | undefined {
  for (const [, pattern = '', table = ''] of makefile.matchAll(/^\$\(uapi\)\/(\S+):\s+\$\((\w+)\)/gm)) {
    const [before = '', after = ''] = pattern.split('%');
    if (pattern === name) return { table, stem: '' };
    if (pattern.includes('%') && name.startsWith(before) && name.endsWith(after))
      return { table, stem: name.slice(before.length, name.length - after.length) };
  }
  return undefined;
}

function tableOf(makefile: string, variable: string, folder: string): string | undefined {
  const value = new RegExp(`^${variable}\\s*:?=\\s*(\\S+)`, 'm').exec(makefile)?.[1];
  const file = value && /([\w%-]+\.tbl)$/.exec(value)?.[1];
  return file && `${folder}/${file}`;
}

function settingOf(makefile: string, target: string, variable: string, stem: string): string | undefined {
  const found =
    new RegExp(`^\\$\\(uapi\\)/${target}\\.h:\\s*${variable}s?\\s*:=[ \\t]*(\\S+)`, 'm').exec(makefile) ??
    new RegExp(`^syshdr_${variable}s?_${target}\\s*:=[ \\t]*(\\S+)`, 'm').exec(makefile) ??
    new RegExp(`^\\s*cmd_syshdr\\s*=.*--${variable}s?\\s+([\\w,$*-]+)`, 'm').exec(makefile);
  const value = found?.[1]?.replaceAll('$*', stem);
  if (value === undefined && variable === 'offset')
    // The oldest form has no options: table, header, ABIs, prefix, offset.
    return /^\s*cmd_syshdr\s*=.*'(__NR_\w+)'\s*$/m.exec(makefile)?.[1];
  return value?.startsWith('$') ? undefined : value;
}

/**
 * The exported headers in `syscall-y`, which scripts/Makefile.asm-headers makes (6.11 and later): by default of
 * scripts/syscall.tbl, unless arch/ARCH/kernel/Makefile.syscalls says otherwise.
 *
 * @param names of `syscall-y`
 * @param settings text of Makefile.syscalls, empty where there is none
 */
export function commonSyscallHeaders(
  names: readonly string[],
  common: string,
  settings: string,
): SyscallHeader[] {
  const lines = kbuildLines(`${common}\n${settings}`);
  const words = (name: string) =>
    lines.flatMap((line) => new RegExp(`^${name}\\s*\\+=\\s*(.*)$`).exec(line)?.[1] ?? []).join(' ');
  const tables = lines.flatMap((line) => /^syscalltbl\s*:?=\s*(\S+)/.exec(line)?.[1] ?? []);
  const table = tables.at(-1)?.replace(/^\$\(srctree\)\//, '') ?? 'scripts/syscall.tbl';
  return names.flatMap((name) => {
    const stem = /^unistd_(\w+)\.h$/.exec(name)?.[1];
    if (stem === undefined) return [];
    const abis = words(`syscall_abis_${stem}`)
      .split(/[\s,]+/)
      .filter(Boolean);
    return [{ name, table: table.replace('%', stem), abis, offset: undefined }];
  });
}

/** Text of a header, with the lines of scripts/syscallhdr.sh that userspace sees: one number a system call. */
export function syscallNumbers(table: string, { name, abis, offset }: SyscallHeader): string {
  const guard = `_UAPI_ASM_${name.toUpperCase().replace(/[^A-Z0-9_]/g, '_')}`;
  const numbers = table.split('\n').flatMap((line) => {
    const [, nr, abi, call] = /^([0-9A-Fa-fXx]+)\s+(\S+)\s+(\S+)/.exec(line) ?? [];
    if (nr === undefined || abi === undefined || call === undefined) return [];
    // The script's regular expression has no end: `(32)` takes an ABI `32x` too.
    if (abis.length > 0 && !abis.some((one) => abi.startsWith(one))) return [];
    return [`#define __NR_${call} ${offset === undefined ? nr : `(${offset} + ${nr})`}`];
  });
  return [`#ifndef ${guard}`, `#define ${guard}`, '', ...numbers, '', `#endif /* ${guard} */`, ''].join('\n');
}
