// SPDX-License-Identifier: GPL-2.0-only
import { chmod, writeFile } from 'node:fs/promises';
import type { Context } from '../../context.ts';
import { ARCHITECTURE, type MachineArchitecture } from '../architecture.ts';
import { HostLacks } from '../failures.ts';
import { runProgram } from '../run.ts';

export interface KernelCompiler {
  /** `gcc-12`. */
  command: string;
  /** First line of its --version. */
  version: string;
  /** What the kernel was built with, as CONFIG_CC_VERSION_TEXT says it. */
  kernels: string;
  /** Options of the kernel's build that this compiler does not know, and what to give it instead. */
  replaced: readonly ReplacedOption[];
}

interface ReplacedOption {
  /** As the kernel's build gives it, up to its value. */
  prefix: string;
  /** What the same value is given to instead; dropped where undefined. */
  instead?: string;
}

/**
 * Options that may be replaced without changing how a module and the kernel fit together. Anything else
 * that a compiler does not know must stop the build.
 */
const REPLACEABLE: readonly (ReplacedOption & { sample: string })[] = [
  // CONFIG_FUNCTION_ALIGNMENT, gcc 14; before, the kernel itself used -falign-functions (v6.7, arch/Kconfig).
  { prefix: '-fmin-function-alignment=', sample: '16', instead: '-falign-functions=' },
  // gcc 15: hardening of padding on the stack, no matter of layout (v6.16, Makefile).
  { prefix: '-fzero-init-padding-bits=', sample: 'all' },
];

/**
 * The compiler to build modules with: the one that built the kernel where the host has it, else the host's
 * own gcc.
 *
 * @param config text of the kernel's configuration
 * @param architecture that the kernel is for; another than the host's takes a cross compiler
 * @throws HostLacks without any gcc
 */
export async function findCompiler(
  config: string,
  architecture: MachineArchitecture,
  context: Context,
): Promise<KernelCompiler> {
  const { prefix, compiler: name } = ARCHITECTURE[architecture];
  const cross = architecture === 'x86_64' ? '' : prefix;
  const kernels = /^CONFIG_CC_VERSION_TEXT="(.*)"$/m.exec(config)?.[1] ?? '';
  const plain = (kernels.split(' ')[0] || 'gcc').replace(/^.*-gcc/, 'gcc');
  const named = `${cross}${plain}`;
  for (const command of new Set([named, `${cross}gcc`])) {
    const version = await versionOf(command, context);
    if (version === undefined) continue;
    const exact = command !== `${cross}gcc` || plain === 'gcc';
    return {
      command,
      version,
      kernels,
      replaced: exact ? [] : await replacedOptions(command, architecture, context),
    };
  }
  throw new HostLacks({
    title: `the host has neither ${named} nor ${cross}gcc`,
    hint: `Install a compiler: apt-get install ${name}`,
  });
}

/** The script that stands for a compiler some of whose options are replaced. */
export function compilerScript({ command, replaced }: Pick<KernelCompiler, 'command' | 'replaced'>): string {
  const cases = replaced.map(({ prefix, instead }) =>
    instead ? `  ${prefix}*) set -- "$@" "${instead}\${option#*=}" ;;` : `  ${prefix}*) ;;`,
  );
  // A compiler that lacks options lacks attributes too (counted_by, gcc 15), and would say so at each use.
  return `#!/bin/sh
for option do
  shift
  case $option in
${cases.join('\n')}
  *) set -- "$@" "$option" ;;
  esac
done
exec ${command} "$@" -Wno-attributes
`;
}

/** Writes the script where one is needed. @returns what to call */
export async function writeCompiler(compiler: KernelCompiler, path: string): Promise<string> {
  if (compiler.replaced.length === 0) return compiler.command;
  await writeFile(path, compilerScript(compiler));
  await chmod(path, 0o755);
  return path;
}

async function versionOf(command: string, context: Context): Promise<string | undefined> {
  try {
    const { stdout, exitCode } = await runProgram(command, ['--version'], context);
    return exitCode === 0 ? stdout.split('\n')[0] : undefined;
  } catch (error) {
    if (error instanceof HostLacks) return undefined;
    throw error;
  }
}

/**
 * gcc before 14 does not align functions that it takes for cold (gcc bug 88345), and arm64's ftrace warns of each
 * that is not at a multiple of 8 (ftrace_call_adjust(), DYNAMIC_FTRACE_WITH_CALL_OPS). On powerpc it puts the
 * instructions to be patched between a function's two entries, which the assembler refuses
 * (arch/powerpc/tools/gcc-check-fpatchable-function-entry.sh). Modules without any function entries to patch load
 * all the same, and cannot be traced.
 */
const PATCHABLE: ReplacedOption = { prefix: '-fpatchable-function-entry=' };

async function replacedOptions(
  command: string,
  architecture: MachineArchitecture,
  context: Context,
): Promise<ReplacedOption[]> {
  const unknown = await unknownOptions(command, context);
  const aligns = !unknown.some(({ prefix }) => prefix === '-fmin-function-alignment=');
  return architecture !== 'x86_64' && !aligns ? [...unknown, PATCHABLE] : unknown;
}

async function unknownOptions(command: string, context: Context): Promise<ReplacedOption[]> {
  const unknown = [];
  for (const { sample, ...option } of REPLACEABLE) {
    const args = [`${option.prefix}${sample}`, '-fsyntax-only', '-x', 'c', '/dev/null'];
    if ((await runProgram(command, args, context)).exitCode !== 0) unknown.push(option);
  }
  return unknown;
}
