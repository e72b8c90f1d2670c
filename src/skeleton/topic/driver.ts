// SPDX-License-Identifier: GPL-2.0-only

import { type Anchor, locate } from '../../c/anchor.ts';
import { blankComments } from '../../c/comments.ts';
import { mask } from '../../c/mask.ts';
import { parse } from '../../c/parse.ts';
import { ModuleMissing, TreeUnsuitable } from '../../kernel/failures.ts';
import { Makefiles, type Membership } from '../../kernel/kbuild/membership.ts';
import { symbolType } from '../../kernel/kbuild/symbol-type.ts';
import type { Tree } from '../../kernel/tree.ts';
import { didYouMean } from '../../nearest.ts';

/** A function of a driver that a design may begin with. */
export interface DriverEntry {
  readonly file: string;
  readonly name: string;
  /** Its head, on one line. */
  readonly head: string;
  /** It is called for each device, or once when the module is loaded. */
  readonly called: 'for a device' | 'at loading';
}

/** What a tree says of a driver. */
export interface FoundDriver {
  /** As it was asked for. */
  readonly path: string;
  readonly module: string;
  readonly folder: string;
  /** Without CONFIG_. */
  readonly symbol: string | undefined;
  /** Files of C that the module is made of, as far as its folder has them; sorted. */
  readonly files: readonly string[];
  /** How its devices come to it, by the struct that it registers; undefined where it registers none of these buses. */
  readonly registers: { readonly bus: string; readonly name: string | undefined } | undefined;
  /** The best first. */
  readonly entries: readonly [DriverEntry, ...DriverEntry[]];
}

/** The folders of a tree whose files tell of a driver: its own and the Makefiles and Kconfigs above. */
export function aboutDriver(path: string): string[] {
  const parts = path.replace(/\/+$/, '').split('/');
  const folder = /\.[chS]$/.test(path) ? parts.slice(0, -1) : parts;
  const above = folder.map((_, up) => folder.slice(0, up).concat('Makefile').join('/'));
  return [folder.join('/'), ...above, ...above.map((one) => one.replace(/Makefile$/, 'Kconfig'))];
}

/**
 * @param path of a file of C, or a folder with one driver in it
 * @throws TreeUnsuitable where the tree has no such driver, or none that could be begun from; ModuleMissing where it can be
 *   no module
 */
export async function examineDriver(tree: Tree, path: string): Promise<FoundDriver> {
  const asked = path.replace(/^\.\//, '').replace(/\/+$/, '');
  const files = (await tree.list(/\.c$/.test(asked) ? folderOf(asked) : asked)).filter((one) =>
    /\.c$/.test(one),
  );
  if (files.length === 0 || (/\.c$/.test(asked) && !files.includes(asked)))
    throw noSuchFile(tree, asked, files);
  const makefiles = new Makefiles((one) => tree.read(one));
  const own = await moduleOf(tree, asked, files, makefiles);
  const { module, folder, symbol } = own;
  const mates = [];
  for (const file of files) {
    const { memberships } = await makefiles.placeOf(file);
    if (memberships.some((one) => one.module === module && one.folder === folder)) mates.push(file);
  }
  const parts = [asked, ...mates].filter((one, at, all) => /\.c$/.test(one) && all.indexOf(one) === at);
  const texts = await Promise.all(parts.map(async (one) => [one, (await tree.read(one)) ?? ''] as const));
  const found = registration(texts, module);
  const entries = entriesOf(tree, texts, found);
  const [first, ...others] = entries;
  if (!first)
    throw new TreeUnsuitable({
      title: `kpw finds no function in ${asked} to begin with: neither one that is called for a device nor one for loading`,
      where: tree.spec,
      hint: 'Name the file of the module that registers the driver, or has its module_init().',
    });
  return {
    ...{ path: asked, module, folder, symbol, files: [...parts].sort() },
    registers: found && { bus: found.bus, name: found.name },
    entries: [first, ...others],
  };
}

function folderOf(path: string): string {
  return path.split('/').slice(0, -1).join('/');
}

function noSuchFile(tree: Tree, path: string, files: readonly string[]): TreeUnsuitable {
  return new TreeUnsuitable({
    title: `the tree has no ${path}${/\.c$/.test(path) ? '' : ', or no file of C in it'}`,
    where: tree.spec,
    hint:
      didYouMean(path, [...files]) ??
      'Name a file of a driver, or its folder, from the top of the tree: drivers/watchdog/i6300esb.c.',
  });
}

async function moduleOf(
  tree: Tree,
  asked: string,
  files: readonly string[],
  makefiles: Makefiles,
): Promise<Membership> {
  const candidates = /\.c$/.test(asked) ? [asked] : files.filter((one) => folderOf(one) === asked);
  const found = new Map<string, Membership>();
  const unknown: string[] = [];
  for (const file of candidates) {
    const placed = await makefiles.placeOf(file);
    unknown.push(...placed.unknown);
    for (const one of placed.memberships) found.set(one.module, one);
  }
  const all = [...found.values()];
  const modules = all.filter(({ fixed }) => fixed === undefined || fixed === 'm');
  if (all.length === 0)
    throw new TreeUnsuitable({
      title: `the Makefiles do not say what ${asked} is compiled into`,
      where: tree.spec,
      detail: unknown.slice(0, 5).join('\n'),
      hint: 'Name another file of the driver.',
    });
  const [first, ...others] = modules;
  if (!first) {
    const [one] = all;
    throw new ModuleMissing({
      title: `${asked} is always built into the kernel (${one?.makefile}), and no module`,
      where: tree.spec,
      hint: 'kpw replaces modules; a design of built-in code is compared by kpw compare and needs a kernel from source.',
    });
  }
  if (others.length > 0 && !/\.c$/.test(asked))
    throw new TreeUnsuitable({
      title: `${asked} has several modules: ${modules.map(({ module }) => module).join(', ')}`,
      where: tree.spec,
      hint: 'Name the file of the one that you mean.',
    });
  const type =
    first.symbol === undefined
      ? undefined
      : await symbolType((one) => tree.read(one), first.folder, first.symbol);
  if (type?.type === 'bool')
    throw new ModuleMissing({
      title: `${first.symbol} is a bool (${type.file}:${type.line}): ${first.module} is built in or absent, and never a module`,
      where: tree.spec,
      hint: 'kpw replaces modules; a design of built-in code is compared by kpw compare and needs a kernel from source.',
    });
  return first;
}

interface Registration {
  readonly bus: string;
  readonly name: string | undefined;
  readonly probe: string | undefined;
}

type Texts = readonly (readonly [path: string, text: string])[];

/** The struct that a driver registers: `static struct pci_driver x = { .name = …, .probe = … }`. */
function registration(texts: Texts, module: string): Registration | undefined {
  for (const [, raw] of texts) {
    const text = blankComments(mask(raw));
    for (const [, kind = '', body = ''] of text.matchAll(
      /\bstruct\s+(\w+?)_driver\s+\w+\s*(?:__\w+\s*)?=\s*\{(.*?)\n\};/gs,
    )) {
      const probe = /\.probe(?:_new)?\s*=\s*(\w+)/.exec(body)?.[1];
      const bus = kind.replace(/^.*_(?=pci$|usb$|platform$)/, '');
      if (probe === undefined && !BUSES.has(bus)) continue;
      const name = /\.name\s*=\s*("[^"]*"|\w+)/.exec(body)?.[1];
      return { bus, probe, name: name === undefined ? undefined : stringOf(name, texts, module) };
    }
  }
  return undefined;
}

const BUSES: ReadonlySet<string> = new Set(['pci', 'usb', 'platform']);

/** A literal, KBUILD_MODNAME, or a macro that is one of these. */
function stringOf(word: string, texts: Texts, module: string, depth = 0): string | undefined {
  const literal = /^"([^"]*)"$/.exec(word)?.[1];
  if (literal !== undefined) return literal;
  if (word === 'KBUILD_MODNAME') return module;
  const defined = new RegExp(`^[ \\t]*#[ \\t]*define[ \\t]+${word}[ \\t]+("[^"]*"|\\w+)`, 'm');
  const array = new RegExp(`\\bchar\\s+\\*?\\s*(?:const\\s+)?${word}\\s*(?:\\[\\])?\\s*=\\s*("[^"]*")`);
  for (const [, text] of texts) {
    const value = defined.exec(text)?.[1] ?? array.exec(text)?.[1];
    if (value !== undefined && depth < 5) return stringOf(value, texts, module, depth + 1);
  }
  return undefined;
}

const AT_LOADING =
  /^\s*(?:module_init|(?:core|postcore|arch|subsys|fs|rootfs|device|late)_initcall(?:_sync)?)\s*\(\s*(\w+)\s*\)/gm;

function entriesOf(tree: Tree, texts: Texts, found: Registration | undefined): DriverEntry[] {
  const entries: DriverEntry[] = [];
  const add = (name: string | undefined, called: DriverEntry['called']) => {
    if (name === undefined) return;
    for (const [file, text] of texts) {
      const head = headOf(tree, file, text, name);
      if (head !== undefined) entries.push({ file, name, head, called });
    }
  };
  add(found?.probe, 'for a device');
  for (const [, text] of texts)
    for (const [, name] of blankComments(mask(text)).matchAll(AT_LOADING)) add(name, 'at loading');
  return entries.filter(
    (one, at) => entries.findIndex(({ file, name }) => file === one.file && name === one.name) === at,
  );
}

/** As the layout of a new topic looks for it. */
export function functionQuery(name: string): string {
  return `((function_definition declarator: (function_declarator declarator: (identifier) @name)) @site
           (#eq? @name "${name}"))`;
}

/** Of a function that is there once, in text that parses. */
function headOf(tree: Tree, file: string, text: string, name: string): string | undefined {
  if (!text.includes(name)) return undefined;
  const anchor: Anchor = {
    id: 'L1',
    words: `${name}()`,
    query: functionQuery(name),
    like: `int ${name}(void)`,
  };
  const source = parse(tree.label, file, text);
  try {
    const { node } = locate(source, anchor);
    const body = node.childForFieldName('body');
    if (body?.type !== 'compound_statement') return undefined;
    return text.slice(node.startIndex, body.startIndex).replace(/\s+/g, ' ').trim();
  } catch {
    return undefined;
  }
}
