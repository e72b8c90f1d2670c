// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import pLimit from 'p-limit';
import type { Context } from '../../context.ts';
import { ARCHITECTURE } from '../architecture.ts';
import { runProgram } from '../run.ts';
import { type CompilerMessage, parseCompilerMessages, usefulLines } from './compiler-messages.ts';
import type { Kernel } from './kernel.ts';
import { modulesFolder } from './make-modules.ts';
import { importedSymbols, moduleCode } from './module-code.ts';
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
    this.folder = join(root, modulesFolder(kernel));
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
      messages.push(
        ...parseCompilerMessages(made.output, { root: this.root, folder: modulesFolder(this.kernel) }),
      );
      if (!made.succeeded) return { failed: usefulLines(made.output) };
      if (!changed.has(paths[at] ?? '')) continue;
      const elf = await readFile(join(this.root, object));
      different ||= moduleCode(elf) !== sound.code;
      // A symbol that was not imported before has no version in the module yet.
      if (![...importedSymbols(elf)].every((name) => sound.imports.has(name))) return 'slow';
    }
    return different ? this.link(objects) : 'same';
  }

  /**
   * Compiles files again, and the files of C that include them, and links what they are part of.
   *
   * @param paths of files in the tree that differ from what was compiled last
   * @param messages gets the compiler's
   */
  async relink(paths: readonly string[], messages: CompilerMessage[]): Promise<Exclude<QuickBuild, 'same'>> {
    if (!paths.every((path) => /\.[ch]$/.test(path))) return 'slow';
    const sources = paths.filter((path) => path.endsWith('.c')).map((path) => path.replace(/\.c$/, '.o'));
    const headers = paths.filter((path) => path.endsWith('.h'));
    const objects = [...new Set([...sources, ...(await this.usersOf(headers))])];
    const limit = pLimit(availableParallelism());
    const made = await Promise.all(objects.map((object) => limit(() => this.compiled(object))));
    if (made.includes(undefined)) return 'slow';
    const said = made.flatMap((one) => one ?? []);
    for (const { output } of said)
      messages.push(
        ...parseCompilerMessages(output, { root: this.root, folder: modulesFolder(this.kernel) }),
      );
    const failed = said.filter(({ succeeded }) => !succeeded).map(({ output }) => usefulLines(output));
    if (failed.length > 0) return { failed: failed.join('\n').replaceAll(`${this.root}/`, '') };
    return said.every(({ versioned }) => versioned) ? this.link(objects) : 'slow';
  }

  /** Remembers what the objects of the sound build are; to be called when it stands. */
  async remember(objects: readonly string[]): Promise<void> {
    for (const object of objects) await this.soundOf(object);
  }

  /** Forgets them: make has made others. */
  forget(): void {
    this.sound.clear();
  }

  private async link(objects: readonly string[]): Promise<'slow' | 'linked'> {
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

  /** `versioned`: it takes no symbol from elsewhere that it did not take before, whose version the module would lack. */
  private async compiled(
    object: string,
  ): Promise<{ succeeded: boolean; output: string; versioned: boolean } | undefined> {
    const sound = await this.soundOf(object);
    const made = sound && (await this.again(object));
    if (!made || !sound) return undefined;
    if (!made.succeeded) return { ...made, versioned: true };
    const imports = importedSymbols(await readFile(join(this.root, object)));
    return { ...made, versioned: [...imports].every((name) => sound.imports.has(name)) };
  }

  /** The remembered objects of which a header is a part, as their compiler has told. */
  private async usersOf(headers: readonly string[]): Promise<string[]> {
    if (headers.length === 0) return [];
    const wanted = new Set(headers.map((path) => join(this.root, path)));
    const users: string[] = [];
    for (const object of this.sound.keys()) {
      const { text, recorded } = await this.recordOf(object);
      if (!/^source_/m.test(text)) continue;
      const at = recorded?.beside ? this.folder : this.kernel.headers;
      const parts = text.split('\n').map((line) => resolve(at, line.replace(/\\$/, '').trim()));
      if (parts.some((part) => wanted.has(part))) users.push(object);
    }
    return users;
  }

  private async recordOf(file: string) {
    const path = join(this.root, dirname(file), `.${basename(file)}.cmd`);
    const text = await readFile(path, 'latin1').catch(() => '');
    return { text, recorded: recordedCommand(text) };
  }

  private async soundOf(object: string) {
    const known = this.sound.get(object);
    if (known) return known;
    const elf = await readFile(join(this.root, object)).catch(() => undefined);
    if (!elf) return undefined;
    const found = { code: moduleCode(elf), imports: importedSymbols(elf) };
    this.sound.set(object, found);
    return found;
  }

  /** Runs the command that made a file, given by its path in the tree. */
  private async again(file: string): Promise<{ succeeded: boolean; output: string } | undefined> {
    const { recorded } = await this.recordOf(file);
    if (!recorded) return undefined;
    const cwd = recorded.beside ? this.folder : this.kernel.headers;
    const { arch, folder: SRCARCH } = ARCHITECTURE[this.kernel.architecture];
    // What objtool asks the environment for, which make fills (tools/objtool/arch/x86/special.c).
    const options = { cwd, env: { LANG: 'C', ARCH: arch, SRCARCH } };
    const { stdout, stderr, exitCode } = await runProgram(
      'sh',
      ['-e', '-c', recorded.command],
      this.context,
      options,
    );
    return { succeeded: exitCode === 0, output: `${stdout}\n${stderr}` };
  }
}
