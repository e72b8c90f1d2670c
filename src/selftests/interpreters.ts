// SPDX-License-Identifier: GPL-2.0-only
import type { GuestFile } from '../guest/initramfs.ts';
import type { InterpretedProgram } from './collected.ts';
import { BadTest } from './failures.ts';

/** Where env(1) and shells of a guest look for programs. */
const PATHS = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];
/** A guest has one /usr: /bin leads there. */
const MERGED = /^\/(bin|sbin|lib|lib64)\//;

/**
 * What is wrong with scripts of the user's that do not find their interpreter in the guest, and what to do. Beside other
 * tests each of them fails in a row of its own.
 *
 * @param files all that the guest has
 * @param programs number of all programs that would run
 * @throws BadTest where there is nothing else to run
 */
export function requireInterpreters(
  scripts: readonly InterpretedProgram[],
  files: readonly Pick<GuestFile, 'path'>[],
  programs = scripts.length,
): string[] {
  const wrong: BadTest[] = [];
  const there = new Set(files.map(({ path }) => path.replace(MERGED, '/usr/$1/')));
  for (const { program, path, name, given } of scripts) {
    const byEnv = path.endsWith('/env');
    const places = byEnv ? PATHS.map((folder) => `${folder}/${name}`) : [path];
    if (places.some((one) => there.has(one.replace(MERGED, '/usr/$1/')))) continue;
    // A path that is relative is the test's own affair.
    if (!byEnv && !path.startsWith('/')) continue;
    const other = byEnv
      ? undefined
      : PATHS.map((folder) => `${folder}/${name}`).find((one) => there.has(one));
    wrong.push(
      new BadTest({
        title: `${program} is a script of ${name}, and the guest has no ${byEnv ? `program ${name}` : path}`,
        where: given,
        hint: other
          ? `The guest has ${other}: begin the script with #!${other}`
          : `Name the Debian package that has it: --packages PACKAGE (apt-file search bin/${name} finds it); or give a program that needs no interpreter.`,
      }),
    );
  }
  const [first] = wrong;
  if (first && wrong.length >= programs) throw first;
  return wrong.map(({ title, hint }) => `${title}. ${hint}`);
}
