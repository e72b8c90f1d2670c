// SPDX-License-Identifier: GPL-2.0-only
import { arch } from 'node:os';
import type { Context } from '../context.ts';
import type { MachineArchitecture } from '../kernel/architecture.ts';
import { HostLacks } from '../kernel/failures.ts';
import { runProgram } from '../kernel/run.ts';

/**
 * Make variables by which test programs look after themselves (gcc's AddressSanitizer and UndefinedBehaviorSanitizer):
 * a mistake of theirs ends them, and the cell fails. AddressSanitizer has no static library.
 */
export const SANITIZED = {
  CFLAGS: '-O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all',
  LDFLAGS: '',
};

/**
 * What they are run with: no look for leaks, which stops the program that is looked at by ptrace, and a small
 * quarantine, since a guest has half a gigabyte.
 */
export const SANITIZED_ENVIRONMENT = {
  ASAN_OPTIONS: 'detect_leaks=0:quarantine_size_mb=4:allocator_may_return_null=1',
  UBSAN_OPTIONS: 'print_stacktrace=1',
};

const ARCHITECTURES: Readonly<Record<string, MachineArchitecture>> = { x64: 'x86_64', arm64: 'aarch64' };

/**
 * The libraries that programs of this host's own architecture are linked with, and their loader.
 *
 * @throws HostLacks for a guest of another architecture, whose libraries are not where its programs look for them
 */
export async function librariesOf(
  programs: readonly { readonly path: string }[],
  architecture: MachineArchitecture,
  context: Context,
): Promise<string[]> {
  if (ARCHITECTURES[arch()] !== architecture)
    throw new HostLacks({
      title: `programs with sanitizers run in a guest of this host's architecture, not of ${architecture}`,
      where: 'test programs',
      hint: 'Choose a machine of that architecture (kpw machines).',
    });
  const found = new Set<string>();
  for (const { path } of programs) {
    const { stdout } = await runProgram('ldd', [path], context);
    for (const [, library] of String(stdout).matchAll(/(?:^\s*|=> )(\/\S+) \(0x/gm))
      if (library) found.add(library);
  }
  return [...found].sort();
}
