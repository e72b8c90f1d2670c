// SPDX-License-Identifier: GPL-2.0-only
import { existsSync } from 'node:fs';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { lockFile } from '../lock.ts';
import { writingTo } from '../output.ts';
import { IndentationText, type MorphFile, Node, Project, QuoteKind, SyntaxKind, ts } from '../ts-morph.ts';
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

/** A variant's own file, and the files that it has in a folder of its name. */
export interface VariantSources {
  readonly text: string;
  readonly beside?: ReadonlyMap<string, string>;
}

/** Cells of a run that are no variants. */
const RESERVED = ['baseline', 'prerequisite', 'skeleton'];
/** As biome.json has it. */
const COLUMNS = 110;

/**
 * A variant in `variants/<name>.ts`, listed in the topic's index. All files are written beside their places and put there
 * when all are whole; what is there already is never written over.
 *
 * @param folder the topic's
 * @param taken ids of its variants
 * @param write the files, given the name of the variable; where it throws nothing is written
 * @throws BadName, NameTaken, NoSkeleton, OutputUnwritable, and what `write` throws
 */
export async function addVariant(
  folder: string,
  name: string,
  taken: readonly string[],
  write: (exported: string) => Promise<VariantSources>,
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
      const made = make(folder, name, file, index, write);
      return made.finally(() => (held === 'none' ? undefined : held.release()));
    },
    'Make the checkout writable, or work in a copy of it.',
  );
}

async function make(
  folder: string,
  name: string,
  file: string,
  index: string,
  write: (exported: string) => Promise<VariantSources>,
): Promise<NewVariant> {
  if (existsSync(file)) throw nameTaken(name, file);
  const project = new Project({
    compilerOptions: { noLib: true },
    skipAddingFilesFromTsConfig: true,
    skipFileDependencyResolution: true,
    manipulationSettings: { indentationText: IndentationText.TwoSpaces, quoteKind: QuoteKind.Single },
  });
  const list = project.createSourceFile(`${index}.new`, await sourceOf(index), {
    scriptKind: ts.ScriptKind.TS,
  });
  const exported = freeName(name, list);
  const sources = await write(exported);
  await place(file, sources, index, registered(list, folder, name, exported), name);
  return { file, index, exported };
}

function nameTaken(name: string, file: string): NameTaken {
  return new NameTaken({
    title: `there is a variant "${name}" already`,
    where: file,
    hint: 'Choose another name, or edit that file.',
  });
}

/** @throws NoSkeleton where a topic has no such file */
export async function sourceOf(path: string): Promise<string> {
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
function freeName(name: string, list: MorphFile): string {
  const camel = name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, true);
  scanner.setText(camel);
  const keyword = scanner.scan() !== ts.SyntaxKind.Identifier;
  const used = list.getDescendants().some((node) => Node.isIdentifier(node) && node.getText() === camel);
  return keyword || used ? `${camel}Variant` : camel;
}

/** The index with the variant imported where its file belongs in the order, and at the end of the list. */
function registered(list: MorphFile, folder: string, name: string, exported: string): string {
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

async function place(
  file: string,
  { text, beside = new Map() }: VariantSources,
  index: string,
  list: string,
  name: string,
): Promise<void> {
  const [own, listed] = [file, index].map((path) => `${path}.${process.pid}.tmp`) as [string, string];
  const folder = join(dirname(file), name);
  if (beside.size > 0 && existsSync(folder)) throw nameTaken(name, folder);
  const folded = `${folder}.${process.pid}.tmp`;
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(own, text, { flag: 'wx' });
    await writeFile(listed, list, { flag: 'wx' });
    if (beside.size > 0) await mkdir(folded);
    for (const [path, one] of beside) await writeFile(join(folded, path), one, { flag: 'wx' });
    // A link, unlike a rename, does not replace what somebody else has put there meanwhile.
    await link(own, file).catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'EEXIST' ? nameTaken(name, file) : error;
    });
    if (beside.size > 0) await undone(() => rename(folded, folder), [file]);
    await undone(() => rename(listed, index), [file, ...(beside.size > 0 ? [folder] : [])]);
  } finally {
    for (const path of [own, listed, folded])
      await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** Does a step; where it fails, what was put in place before it goes again. */
async function undone(step: () => Promise<void>, before: readonly string[]): Promise<void> {
  await step().catch(async (error: unknown) => {
    for (const path of before) await rm(path, { recursive: true });
    throw error;
  });
}
