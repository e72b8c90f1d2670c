// SPDX-License-Identifier: GPL-2.0-only
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Context } from '../context.ts';
import type { Tree } from '../kernel/tree.ts';
import { askKbuild, Folder } from './kbuild.ts';
import type { PreparedTree } from './prepare.ts';
import { cachedResult, resultKey } from './results.ts';
import type { TextOverlay, Workspace } from './workspace.ts';

/** How a file is compiled, or why it is not. */
export type CompileCommand = { readonly flags: readonly string[] } | { readonly reason: string };

/** Finds command lines in one state of a tree, by its Makefiles and the configuration. */
export class Commands {
  private readonly asked = new Map<string, Promise<Folder>>();
  private readonly makefiles: readonly (readonly [string, string | undefined])[];

  constructor(
    private readonly tree: Tree,
    private readonly prepared: PreparedTree,
    private readonly workspace: Workspace,
    private readonly texts: TextOverlay,
    private readonly context: Context,
  ) {
    this.makefiles = [...texts].filter(([path]) => /^(Makefile|Kbuild)/.test(basename(path))).sort();
  }

  /** The command line of a C file. */
  async of(path: string): Promise<CompileCommand> {
    const object = path.replace(/\.c$/, '.o');
    let nearest: string | undefined;
    for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
      const makefile = await this.makefileOf(folder);
      if (makefile === undefined) continue;
      nearest ??= makefile;
      const { objects, broken } = await this.ask(folder);
      if (broken !== undefined) return { reason: `${makefile} cannot be read: ${broken}` };
      const flags = objects[object];
      if (flags) return (await this.unreached(folder)) ?? { flags };
    }
    return { reason: nearest === undefined ? 'no Makefile builds it' : await this.whyNot(nearest, path) };
  }

  /** The command line of any file that is built in. */
  async any(): Promise<CompileCommand> {
    const { objects, broken } = await this.ask('init');
    const flags = objects[''];
    return flags ? { flags } : { reason: broken ?? 'init/Makefile builds nothing' };
  }

  /** Why make does not come to a folder, where that is so. */
  private async unreached(folder: string): Promise<{ reason: string } | undefined> {
    let child = folder;
    for (let above = dirname(folder); above !== '.' && !isTop(above); above = dirname(above)) {
      const makefile = await this.makefileOf(above);
      if (makefile === undefined) continue;
      const { folders } = await this.ask(above);
      if (!folders.includes(child)) return { reason: await this.whyNot(makefile, child) };
      child = above;
    }
    return undefined;
  }

  private async ask(folder: string): Promise<Folder> {
    const known = this.asked.get(folder) ?? this.askNow(folder);
    this.asked.set(folder, known);
    return known;
  }

  private async askNow(folder: string): Promise<Folder> {
    const inherited: string[] = [];
    const above = folder.split('/').map((_, at, parts) => parts.slice(0, at).join('/'));
    for (const one of above.slice(1))
      if ((await this.makefileOf(one)) !== undefined) inherited.push(...(await this.ask(one)).inherited);
    const key = resultKey('folder', this.prepared.key, folder, inherited, this.makefiles);
    return cachedResult(key, Folder, this.context, async () => {
      const root = await this.workspace.at(this.texts);
      return askKbuild(root, folder, this.prepared.environment, inherited, this.context);
    });
  }

  /** The file that kbuild reads in a folder; that of `arch/x86` is for the top Makefile unless it is a Kbuild. */
  private async makefileOf(folder: string): Promise<string | undefined> {
    for (const name of isTop(folder) ? ['Kbuild'] : ['Kbuild', 'Makefile'])
      if ((await this.read(`${folder}/${name}`)) !== undefined) return `${folder}/${name}`;
    return undefined;
  }

  private async read(path: string): Promise<string | undefined> {
    if (this.texts.has(path)) return this.texts.get(path);
    const text = await this.tree.read(path);
    if (text !== undefined) return text;
    const file = join(this.prepared.tree, path);
    return existsSync(file) ? readFile(file, 'latin1') : undefined;
  }

  private async whyNot(makefile: string, path: string): Promise<string> {
    const symbol = symbolFor((await this.read(makefile)) ?? '', basename(path));
    if (symbol === undefined) return `${makefile} does not build it in this configuration`;
    const value = this.prepared.config.get(symbol);
    return value === undefined
      ? `CONFIG_${symbol} is off in this configuration (${makefile})`
      : `${makefile} does not build it, although CONFIG_${symbol}=${value}`;
  }
}

function isTop(folder: string): boolean {
  return /^arch\/[^/]+$/.test(folder);
}

/** The symbol that a Makefile builds a file or a folder for, through one composite object: `ARM_SMMU_V3`. */
export function symbolFor(makefile: string, name: string): string | undefined {
  const lines = makefile.replace(/\\\n/g, ' ').split('\n');
  const word = name.endsWith('.c') ? name.replace(/\.c$/, '.o') : `${name}/`;
  const line = lines.find((line) => line.split(/[\s:=+]+/).includes(word));
  const [, target = '', symbol] = /^\s*([\w-]+)-(?:\$\(CONFIG_(\w+)\)|y|m|objs)/.exec(line ?? '') ?? [];
  if (symbol !== undefined) return symbol;
  return target === '' || target === 'obj' || target === 'lib'
    ? undefined
    : symbolFor(makefile, `${target}.c`);
}
