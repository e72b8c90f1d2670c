// SPDX-License-Identifier: GPL-2.0-only
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { Context } from '../../context.ts';
import type { Program } from '../../guest/files.ts';
import { makePrograms } from '../../guest/programs.ts';
import type { MachineArchitecture } from '../../kernel/architecture.ts';
import { BadParameter } from '../../series/errors.ts';

/** Programs of somebody's own, as a guest gets them. */
export interface OwnTests {
  /** What init runs: each runs one of `files`. */
  readonly programs: readonly Program[];
  /** The programs themselves, each at its host's path. */
  readonly files: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

const MAKEFILE = (name: string) =>
  `all:\n\t@mkdir -p $(OUT)\n\t$(CC) -O2 -static -o $(OUT)/${name} ${name}.c\n`;

/**
 * What --tests names: a file of C, a static program, or a folder whose Makefile makes static programs in $(OUT).
 *
 * @param wrapper runs a program that prints KTAP or has an exit status only (kernel-tests/compare/wrapped.c)
 * @throws BadParameter for what no guest can run; BuildFailed, HostLacks
 */
export async function ownTests(
  given: readonly string[],
  wrapper: string,
  architecture: MachineArchitecture,
  context: Context,
): Promise<OwnTests> {
  const found: Program[] = [];
  for (const one of given) found.push(...(await programsOf(resolve(one), one, architecture, context)));
  const twice = found.find(({ name }, at) => found.findIndex((other) => other.name === name) !== at);
  if (twice)
    throw new BadParameter({
      title: `two tests are called ${twice.name}`,
      where: `--tests ${given.join(' ')}`,
      hint: 'Rename one of them: rows are called by it.',
    });
  const variable = (name: string) => `KPW_PROGRAM_${name.replace(/[^A-Za-z0-9]/g, '_')}`;
  return {
    programs: found.map(({ name }) => ({ name, path: wrapper })),
    files: found.map(({ path }) => path),
    environment: Object.fromEntries(found.map(({ name, path }) => [variable(name), path])),
  };
}

async function programsOf(
  path: string,
  given: string,
  architecture: MachineArchitecture,
  context: Context,
): Promise<Program[]> {
  const found = await stat(path).catch(() => undefined);
  if (!found)
    throw refused(
      given,
      'there is no such file or folder',
      'Name a file of C, a static program, or a folder with a Makefile.',
    );
  const making = { architecture, headers: {}, variables: {} };
  if (found.isDirectory()) {
    if (!existsSync(join(path, 'Makefile')))
      throw refused(
        given,
        'the folder has no Makefile',
        'Give it one whose first target makes static programs in $(OUT) with $(CC).',
      );
    return makePrograms({ ...making, folder: path, target: 'all', name: `tests of ${given}` }, context);
  }
  if (path.endsWith('.c')) {
    const name = basename(path, '.c');
    return context.cache.working(async (work) => {
      const folder = join(work, name);
      await mkdir(folder, { recursive: true });
      await copyFile(path, join(folder, `${name}.c`));
      await writeFile(join(folder, 'Makefile'), MAKEFILE(name));
      return makePrograms({ ...making, folder, target: 'all', name: `test ${name}` }, context);
    });
  }
  const bytes = await readFile(path);
  if (bytes.toString('latin1', 0, 2) === '#!')
    throw refused(
      given,
      'a script needs an interpreter, and the guest has none',
      'Write the test in C, or hand in a static program.',
    );
  if (bytes.toString('latin1', 1, 4) !== 'ELF')
    throw refused(
      given,
      'this is neither a file of C nor a program',
      'Name a file of C, a static program, or a folder with a Makefile.',
    );
  if (bytes.includes('/lib64/ld-linux') || bytes.includes('/lib/ld-linux'))
    throw refused(given, 'the program needs libraries, and the guest has none', 'Link it with -static.');
  return [{ name: basename(path), path }];
}

function refused(given: string, title: string, hint: string): BadParameter {
  return new BadParameter({ title, where: `--tests ${given}`, hint });
}
