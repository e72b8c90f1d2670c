// SPDX-License-Identifier: GPL-2.0-only
import type { GuestFile } from '../guest/initramfs.ts';
import type { InterpretedProgram } from './collected.ts';
import { BadTest } from './failures.ts';

/** Where env(1) and shells of a guest look for programs. */
const PATHS = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];
/** A guest has one /usr: /bin leads there. */
const MERGED = /^\/(bin|sbin|lib|lib64)\//;

/**
 * Holds that every script of the user's finds its interpreter in the guest.
 *
 * @param files all that the guest has
 * @throws BadTest naming the interpreter, and what to do
 */
export function requireInterpreters(
  scripts: readonly InterpretedProgram[],
  files: readonly Pick<GuestFile, 'path'>[],
): void {
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
    throw new BadTest({
      title: `${program} is a script of ${name}, and the guest has no ${byEnv ? `program ${name}` : path}`,
      where: `--tests ${given}`,
      hint: other
        ? `The guest has ${other}: begin the script with #!${other}`
        : `Name the Debian package that has it: --packages PACKAGE (apt-file search bin/${name} finds it); or give a program that needs no interpreter.`,
    });
  }
}
