// SPDX-License-Identifier: GPL-2.0-only
import { existsSync } from 'node:fs';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { lockFile } from '../lock.ts';
import { writingTo } from '../output.ts';
import {
  IndentationText,
  Node,
  type ObjectLiteralExpression,
  Project,
  QuoteKind,
  type SourceFile,
  SyntaxKind,
  ts,
} from '../ts-morph.ts';
import { NameTaken, NoSkeleton } from './failures.ts';
import { requireName } from './name.ts';

/** What was made. */
export interface NewVariant {
  readonly file: string;
  /** The topic's list, which names it now. */
  readonly index: string;
  /** Name of the variable that holds it. */
  readonly exported: string;
}

/** Cells of a run that are no variants. */
const RESERVED = ['baseline', 'prerequisite', 'skeleton'];
/** As biome.json has it. */
const COLUMNS = 110;

/**
 * A variant of its own from the topic's skeleton, in `variants/<name>.ts`, listed in the topic's index. Both files are
 * written beside their places and put there when both are whole; what is there already is never written over.
 *
 * @param folder the topic's
 * @param taken ids of its variants
 * @throws BadName, NameTaken, NoSkeleton, OutputUnwritable
 */
export async function newVariant(
  folder: string,
  name: string,
  taken: readonly string[],
): Promise<NewVariant> {
  requireName('a variant', name, RESERVED);
  const file = join(folder, 'variants', `${name}.ts`);
  const index = join(folder, 'index.ts');
  if (taken.includes(name)) throw nameTaken(name, file);
  return writingTo(
    dirname(file),
    async () => {
      // Whoever else makes one meanwhile extends the list that is there then.
      let held = await lockFile(folder);
      for (; held === 'busy'; held = await lockFile(folder)) await sleep(50);
      const made = make(folder, name, file, index);
      return made.finally(() => (held === 'none' ? undefined : held.release()));
    },
    'Make the checkout writable, or work in a copy of it.',
  );
}

async function make(folder: string, name: string, file: string, index: string): Promise<NewVariant> {
  if (existsSync(file)) throw nameTaken(name, file);
  const project = new Project({
    compilerOptions: { noLib: true },
    skipAddingFilesFromTsConfig: true,
    skipFileDependencyResolution: true,
    manipulationSettings: { indentationText: IndentationText.TwoSpaces, quoteKind: QuoteKind.Single },
  });
  const list = project.createSourceFile(`${index}.new`, await textOf(index), {
    scriptKind: ts.ScriptKind.TS,
  });
  const exported = freeName(name, list);
  const variant = fromSkeleton(project, folder, name, exported, await textOf(join(folder, 'skeleton.ts')));
  await place(file, variant.getFullText(), index, registered(list, folder, name, exported), name);
  return { file, index, exported };
}

function nameTaken(name: string, file: string): NameTaken {
  return new NameTaken({
    title: `there is a variant "${name}" already`,
    where: file,
    hint: 'Choose another name, or edit that file.',
  });
}

async function textOf(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    throw new NoSkeleton(
      {
        title: 'the topic has nothing to begin a variant from',
        where: path,
        hint: 'Write skeleton.ts beside index.ts, a variant that is complete but not listed: see docs/topics.md.',
      },
      { cause: error },
    );
  });
}

/** `opt-in-ioctl` → `optInIoctl`; with a suffix where TypeScript or the topic's index has that name for something else. */
function freeName(name: string, list: SourceFile): string {
  const camel = name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, true);
  scanner.setText(camel);
  const keyword = scanner.scan() !== ts.SyntaxKind.Identifier;
  const used = list.getDescendants().some((node) => Node.isIdentifier(node) && node.getText() === camel);
  return keyword || used ? `${camel}Variant` : camel;
}

function fromSkeleton(
  project: Project,
  folder: string,
  name: string,
  exported: string,
  text: string,
): SourceFile {
  const path = join(folder, 'variants', `${name}.ts`);
  const file = project.createSourceFile(path, text);
  for (const imported of file.getImportDeclarations()) {
    const target = imported.getModuleSpecifierValue();
    if (target.startsWith('.'))
      imported.setModuleSpecifier(relative(dirname(path), join(folder, target)).replace(/^(?!\.)/, './'));
  }
  const variable = file.getVariableDeclarations().find((one) => one.isExported());
  const value = variable?.getInitializer();
  if (!variable || !Node.isObjectLiteralExpression(value)) {
    throw new NoSkeleton({
      title: 'the skeleton exports no variant',
      where: join(folder, 'skeleton.ts'),
      hint: 'Export one object there, of type Variant: see docs/topics.md.',
    });
  }
  variable.set({ name: exported });
  setText(value, 'id', name);
  setText(value, 'title', name.replaceAll('-', ' '));
  return file;
}

function setText(object: ObjectLiteralExpression, property: string, text: string): void {
  const found = object.getProperty(property);
  if (Node.isPropertyAssignment(found)) found.setInitializer(`'${text}'`);
}

/** The index with the variant imported where its file belongs in the order, and at the end of the list. */
function registered(list: SourceFile, folder: string, name: string, exported: string): string {
  const variants = () =>
    list
      .getDescendants()
      .filter(Node.isPropertyAssignment)
      .find((property) => property.getName() === 'variants')
      ?.getInitializerIfKind(SyntaxKind.ArrayLiteralExpression);
  if (!variants()) {
    throw new NoSkeleton({
      title: 'the topic does not list its variants as [a, b]',
      where: join(folder, 'index.ts'),
      hint: 'Write the list of `variants` there as an array, so that it can be extended.',
    });
  }
  const imports = list.getImportDeclarations();
  const specifier = `./variants/${name}.ts`;
  const next = imports.find((one) => isBehind(one.getModuleSpecifierValue(), specifier));
  // Among all statements: the licence's comment counts as one.
  const at = next?.getChildIndex() ?? (imports.at(-1)?.getChildIndex() ?? 0) + 1;
  list.insertImportDeclaration(at, { namedImports: [exported], moduleSpecifier: specifier });

  const array = variants();
  const text = list.getFullText();
  const names = [...(array?.getElements().map((element) => element.getText()) ?? []), exported];
  const short = `[${names.join(', ')}]`;
  const fits = `  variants: ${short},`.length <= COLUMNS;
  const long = `[\n${names.map((one) => `    ${one},\n`).join('')}  ]`;
  return text.slice(0, array?.getStart()) + (fits ? short : long) + text.slice(array?.getEnd());
}

/** In the order of Biome's organizeImports: numbers by their value, the extension apart. */
function isBehind(other: string, specifier: string): boolean {
  const stem = (path: string) => path.replace(/\.ts$/, '');
  return other.startsWith('./') && stem(other).localeCompare(stem(specifier), 'en', { numeric: true }) > 0;
}

async function place(file: string, text: string, index: string, list: string, name: string): Promise<void> {
  const [own, listed] = [file, index].map((path) => `${path}.${process.pid}.tmp`) as [string, string];
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(own, text, { flag: 'wx' });
    await writeFile(listed, list, { flag: 'wx' });
    // A link, unlike a rename, does not replace what somebody else has put there meanwhile.
    await link(own, file).catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'EEXIST' ? nameTaken(name, file) : error;
    });
    await rename(listed, index).catch(async (error: unknown) => {
      await rm(file);
      throw error;
    });
  } finally {
    for (const path of [own, listed]) await rm(path, { force: true }).catch(() => undefined);
  }
}
