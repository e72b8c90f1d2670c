// SPDX-License-Identifier: GPL-2.0-only
// What kbuild would compile, and how, asked of the tree's own scripts/Makefile.build: it is included by a makefile that
// prints an object's command line instead of running it.
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { Context } from '../context.ts';
import { usefulLines } from '../kernel/build/compiler-messages.ts';
import { runClean } from '../kernel/run-clean.ts';

/** What one folder's Makefile builds. */
export const Folder = z.object({
  /** Options for the compiler by object, `drivers/iommu/iommu.o`; the empty name has those of any built-in file. */
  objects: z.record(z.string(), z.array(z.string())),
  /** The folders below that make descends into: `drivers/iommu/intel`. */
  folders: z.array(z.string()),
  /** subdir-ccflags-y, which the folders below inherit. */
  inherited: z.array(z.string()),
  /** What make said, where the Makefile cannot be read. */
  broken: z.string().optional(),
});
export type Folder = z.infer<typeof Folder>;

const ANY = 'kpw-any-file';

/**
 * Every recipe hands its words to a script, so that they are split as the compiler would get them. `%` must stand
 * where it stands in kbuild's own rules: a module's name is found by the stem (modname in scripts/Makefile.lib).
 */
const MAKEFILE = `include scripts/Makefile.build
kpw-objects := $(sort $(filter %.o,$(real-obj-y) $(real-obj-m) $(real-objs-y) $(real-objs-m) $(lib-y)))
.PHONY: kpw
kpw: $(patsubst $(obj)/%.o,$(obj)/%.kpw,$(kpw-objects)) $(obj)/${ANY}.kpw
	@sh $(KPW)/words folders $(subdir-ym)
	@sh $(KPW)/words inherited $(subdir-ccflags-y)
$(obj)/%.kpw: FORCE
	@sh $(KPW)/words object $(basename $@).o $(c_flags)
`;
// One write a record: make runs several at once. No word is empty, so an empty one ends a record.
const WORDS = `{ printf '%s\\0' "$@"; printf '\\0'; } >> "\${0%/*}/said"
`;

/**
 * Asks for one folder of the tree in `root`.
 *
 * @param inherited subdir-ccflags-y of the folders above, which kbuild hands down in KBUILD_CFLAGS
 */
export async function askKbuild(
  root: string,
  folder: string,
  environment: readonly string[],
  inherited: readonly string[],
  context: Context,
): Promise<Folder> {
  const scratch = await context.cache.temporary();
  try {
    await writeFile(join(scratch, 'makefile'), MAKEFILE);
    await writeFile(join(scratch, 'words'), WORDS);
    await writeFile(join(scratch, 'said'), '');
    const words = [`obj=${folder}`, `KPW=${scratch}`, 'need-builtin=1', 'need-modorder=1', 'kpw'];
    const { stderr, exitCode } = await runClean(
      root,
      environment.map((line) => (line.startsWith('KBUILD_CFLAGS=') ? [line, ...inherited].join(' ') : line)),
      ['make', '-srR', '--no-print-directory', '-f', join(scratch, 'makefile'), ...words],
      context,
    );
    if (exitCode !== 0)
      return {
        objects: {},
        folders: [],
        inherited: [],
        broken: usefulLines(stderr).replaceAll(`${root}/`, ''),
      };
    return parseWords(await readFile(join(scratch, 'said'), 'latin1'), folder);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Words end with a NUL, records with another. */
export function parseWords(said: string, folder: string): Folder {
  const objects: Record<string, string[]> = {};
  let [folders, inherited]: string[][] = [[], []];
  for (const record of said.split('\0\0')) {
    const [kind, ...words] = record.split('\0');
    if (kind === 'folders') folders = words;
    if (kind === 'inherited') inherited = words;
    const [object, ...flags] = words;
    if (kind !== 'object' || object === undefined) continue;
    const name = object === `${folder}/${ANY}.o` ? '' : object;
    // Dependencies are asked for by ourselves; -Werror would hide the messages after the first.
    objects[name] = flags.filter((flag) => !flag.startsWith('-Wp,-M') && flag !== '-Werror');
  }
  return { objects, folders: folders ?? [], inherited: inherited ?? [] };
}
