// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Target } from '../../c/target.ts';
import type { Context } from '../../context.ts';
import { Failure } from '../../failure.ts';
import { runProgram } from '../../kernel/run.ts';
import { COMPILERS, compilerVersion, libraryOptions } from '../../uapi/compiler/compilers.ts';
import type { Api, Comparison } from '../../uapi/model.ts';
import { writeClosure } from './confirm.ts';
import type { UapiFinding } from './schema.ts';

/**
 * Compiles the witness of each finding on both sides, with gcc or g++ of the first target that has one. A finding whose
 * program does what it should is confirmed; where it does not, the two disagree, and that is said.
 */
export async function confirmWitnesses(
  { before, after, targets }: Comparison,
  findings: readonly UapiFinding[],
  context: Context,
): Promise<UapiFinding[]> {
  const target = targets.find(({ id }) => compilerVersion(id) !== undefined);
  if (!target || !findings.some(({ witness }) => witness)) return [...findings];
  const folder = await context.cache.temporary();
  try {
    const made: UapiFinding[] = [];
    for (const [at, finding] of findings.entries()) {
      const { witness, header } = finding;
      // On another target than the compiler's it may compile on both sides.
      if (!witness || !(finding.targets?.includes(target.id) ?? true)) {
        made.push(finding);
        continue;
      }
      const said = (program: string, side: 'before' | 'after', api: Api) =>
        compiles({ ...witness, program }, header, api, target, join(folder, String(at), side), context);
      const tried = async (program: string) => {
        const [was, is] = [await said(program, 'before', before), await said(program, 'after', after)];
        return was === undefined || is === undefined
          ? undefined
          : { ...witness, program, before: was, after: is };
      };
      let told = await tried(witness.program);
      // A header that needs what a program includes before it.
      for (const library of LIBRARIES) {
        if (told?.before !== 'fails') break;
        const other = await tried(`${library}${witness.program}`);
        if (other?.before === 'compiles') told = other;
      }
      made.push(told ? { ...finding, witness: told } : finding);
    }
    return made;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * What headers of the UAPI take for granted that do not include all they need: size_t and struct timeval; MSG_FIN, whose
 * header includes headers of the kernel itself, which those of a side may contradict.
 */
const LIBRARIES = ['#include <stddef.h>\n#include <sys/time.h>\n', '#include <sys/socket.h>\n'];

/** Undefined where there is no compiler of the language. */
async function compiles(
  { language, program }: NonNullable<UapiFinding['witness']>,
  header: string,
  api: Api,
  target: Target,
  folder: string,
  context: Context,
): Promise<'compiles' | 'fails' | undefined> {
  await writeClosure(header, api, target, folder);
  // Else the compiler takes the header of this machine.
  if (api.headers.get(header, target) === undefined) {
    const path = join(folder, header);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, `#error ${header} is no longer exported\n`);
  }
  const { program: gcc, options } = COMPILERS[target.id];
  const compiler = language === 'C++' ? gcc.replace(/gcc$/, 'g++') : gcc;
  const standard = language === 'C++' ? ['-x', 'c++', '-std=gnu++17'] : ['-x', 'c'];
  const args = [
    ...options,
    '-w',
    '-D__EXPORTED_HEADERS__',
    '-I',
    folder,
    ...libraryOptions(target.id, join(folder, 'stubs')),
    ...standard,
    '-fsyntax-only',
    '-',
  ];
  try {
    const { exitCode } = await runProgram(compiler, args, context, { input: program });
    return exitCode === 0 ? 'compiles' : 'fails';
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}
