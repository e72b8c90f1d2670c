// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Context } from '../../context.ts';
import { ARCHITECTURE } from '../architecture.ts';
import { run } from '../run.ts';
import { type CompilerMessage, parseMessages, usefulLines } from './compiler-messages.ts';
import type { Kernel } from './kernel.ts';
import { makeFolder } from './make-modules.ts';
import { codeOf, importsOf } from './module-code.ts';
import { recordedCommand } from './recorded-command.ts';

/** What came of compiling some files again; `slow` where make has to do it. */
export type QuickBuild = 'slow' | 'same' | 'linked' | { readonly failed: string };

/**
 * Makes modules again of which only some .c files differ, by the very commands that kbuild has run: most of what make
 * does for an external module is to find out that nothing else is to be done, and takes longer than the compiler.
 */
export class QuickBuilder {
  /** Of each object of the sound build. */
  private readonly sound = new Map<string, { code: string; imports: ReadonlySet<string> }>();
  /** Where make was called. */
  private readonly folder: string;

  constructor(
    private readonly kernel: Kernel,
    private readonly root: string,
    private readonly context: Context,
  ) {
    this.folder = join(root, makeFolder(kernel));
  }

  /**
   * @param paths of .c files in the tree that differ from what was compiled last
   * @param changed those of them that are not the sound ones
   * @param messages gets the compiler's
   */
  async build(
    paths: readonly string[],
    changed: ReadonlySet<string>,
    messages: CompilerMessage[],
  ): Promise<QuickBuild> {
    const objects = paths.map((path) => path.replace(/\.c$/, '.o'));
    if (!paths.every((path) => path.endsWith('.c'))) return 'slow';
    let different = false;
    for (const [at, object] of objects.entries()) {
      const sound = await this.soundOf(object);
      const made = sound && (await this.again(object));
      if (!made || !sound) return 'slow';
      messages.push(...parseMessages(made.output, { root: this.root, folder: makeFolder(this.kernel) }));
      if (!made.succeeded) return { failed: usefulLines(made.output) };
      if (!changed.has(paths[at] ?? '')) continue;
      const elf = await readFile(join(this.root, object));
      different ||= codeOf(elf) !== sound.code;
      // A symbol that was not imported before has no version in the module yet.
      if (![...importsOf(elf)].every((name) => sound.imports.has(name))) return 'slow';
    }
    if (!different) return 'same';
    for (const { path, folder } of this.kernel.shipped) {
      const module = `${folder}/${basename(path).replace(/\.ko$/, '')}`;
      const parts = await readFile(join(this.root, `${module}.mod`), 'latin1').catch(() => '');
      if (!objects.some((object) => parts.includes(basename(object)))) continue;
      for (const file of [`${module}.o`, `${module}.ko`]) {
        if (objects.includes(file)) continue;
        const made = await this.again(file);
        if (!made?.succeeded) return 'slow';
      }
    }
    return 'linked';
  }

  /** Remembers what the objects of the sound build are; to be called when it stands. */
  async remember(objects: readonly string[]): Promise<void> {
    for (const object of objects) await this.soundOf(object);
  }

  private async soundOf(object: string) {
    const known = this.sound.get(object);
    if (known) return known;
    const elf = await readFile(join(this.root, object)).catch(() => undefined);
    if (!elf) return undefined;
    const found = { code: codeOf(elf), imports: importsOf(elf) };
    this.sound.set(object, found);
    return found;
  }

  /** Runs the command that made a file, given by its path in the tree. */
  private async again(file: string): Promise<{ succeeded: boolean; output: string } | undefined> {
    const text = await readFile(join(this.root, dirname(file), `.${basename(file)}.cmd`), 'latin1').catch(
      () => '',
    );
    const recorded = recordedCommand(text);
    if (!recorded) return undefined;
    const cwd = recorded.beside ? this.folder : this.kernel.headers;
    const { arch, folder: SRCARCH } = ARCHITECTURE[this.kernel.architecture];
    // What objtool asks the environment for, which make fills (tools/objtool/arch/x86/special.c).
    const options = { cwd, env: { LANG: 'C', ARCH: arch, SRCARCH } };
    const { stdout, stderr, exitCode } = await run(
      'sh',
      ['-e', '-c', recorded.command],
      this.context,
      options,
    );
    return { succeeded: exitCode === 0, output: `${stdout}\n${stderr}` };
  }
}
