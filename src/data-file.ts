// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises';
import { SourceMap } from 'node:module';
import { fileURLToPath } from 'node:url';
import { ZodError } from 'zod';
import type { Node as MorphNode, Project as MorphProject } from './ts-morph.ts';

/** What is wrong with a source file that exports data, and its line where that can be told. */
export interface Mistake {
  readonly title: string;
  readonly line?: number;
  /** Absolute, where it is in another file than that which was loaded. */
  readonly file?: string;
}

/** A mistake whose place is known already. */
export class SourceMistake extends Error {
  constructor(
    readonly title: string,
    /** Absolute; the line from 1. */
    readonly at: { readonly file: string; readonly line?: number },
    options?: { cause?: unknown },
  ) {
    super(title, options);
  }
}

/**
 * The mistake behind an error that came of loading a file or of reading what it exports.
 *
 * @param file its path
 * @param error of the import, or of zod
 */
export async function mistakeIn(file: string, error: unknown): Promise<Mistake> {
  if (error instanceof SourceMistake) return { title: error.title, ...error.at };
  const text = await readFile(file, 'utf8').catch(() => '');
  if (error instanceof ZodError) {
    // A name that is not known says more than that another one is missing.
    const unknown = error.issues.filter(({ code }) => code === 'unrecognized_keys');
    const [first, ...others] = [...new Set([...unknown, ...error.issues])];
    const named = first?.code === 'unrecognized_keys' ? first.keys.slice(0, 1) : [];
    const path = [...(first?.path ?? []), ...named].map(String);
    const more = others.length > 0 ? ` (and ${others.length} more)` : '';
    const title = [path.join('.'), `${first ? messageOf(first) : ''}${more}`].filter(Boolean).join(': ');
    return { title, ...(await placeOf(file, text, path)) };
  }
  const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  const name = file.slice(file.lastIndexOf('/') + 1);
  // What esbuild says of a text that does not parse, and where the file itself threw.
  const parsing = new RegExp(`${escaped(name)}:(\\d+):\\d+: ERROR: (.*)`).exec(message);
  if (parsing) return { title: parsing[2] ?? '', line: Number(parsing[1]) };
  const thrown = new RegExp(`${escaped(name)}(?:\\?[^:)\\s]*)?:(\\d+)`).exec(stack)?.[1];
  const title = message.split('\n')[0] ?? '';
  const line = thrown ? Number(thrown) : ((await lineInBundle(name, stack)) ?? lineNaming(text, message));
  return line === undefined ? { title } : { title, line };
}

/** Of a value that fits none of several kinds, what each would be. */
function messageOf(issue: ZodError['issues'][number]): string {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return issue.message;
  return issue.errors.map((one) => one[0]?.message ?? '').join(', or ');
}

/**
 * Where a path of the object that a file exports is written, or the last of its parts that is there. Names are followed to
 * what they are in the file, or in one that it imports by a relative path.
 */
async function placeOf(
  file: string,
  text: string,
  path: readonly string[],
): Promise<{ readonly line?: number; readonly file?: string }> {
  const { Node, Project } = await import('./ts-morph.ts');
  const project = new Project({ skipAddingFilesFromTsConfig: true, compilerOptions: { noLib: true } });
  const source = project.createSourceFile(file, text, { overwrite: true });
  const exported = source.getExportAssignment((one) => !one.isExportEquals());
  let node: MorphNode | undefined = exported?.getExpression();
  let at: MorphNode | undefined = exported;
  for (const word of path) {
    node = writtenAs(node, Node, project);
    if (Node.isObjectLiteralExpression(node)) {
      const property = node.getProperty(
        (one) =>
          (Node.isPropertyAssignment(one) ||
            Node.isShorthandPropertyAssignment(one) ||
            Node.isMethodDeclaration(one)) &&
          one.getName().replace(/^(['"])(.*)\1$/, '$2') === word,
      );
      at = property ?? node;
      if (!property) break;
      node = Node.isPropertyAssignment(property)
        ? property.getInitializer()
        : Node.isShorthandPropertyAssignment(property)
          ? property.getNameNode()
          : undefined;
    } else if (Node.isArrayLiteralExpression(node)) {
      const element = node.getElements()[Number(word)];
      if (!element) break;
      at = element;
      node = element;
    } else break;
  }
  if (!at) return {};
  const own = at.getSourceFile().getFilePath();
  return { line: at.getStartLineNumber(), ...(own === source.getFilePath() ? {} : { file: own }) };
}

type Morph = typeof import('./ts-morph.ts');

/** What an expression is, behind `satisfies`, `as` and names. */
function writtenAs(
  node: MorphNode | undefined,
  Node: Morph['Node'],
  project: MorphProject,
  depth = 0,
): MorphNode | undefined {
  if (!node || depth > 20) return node;
  if (Node.isSatisfiesExpression(node) || Node.isAsExpression(node) || Node.isParenthesizedExpression(node))
    return writtenAs(node.getExpression(), Node, project, depth + 1);
  if (!Node.isIdentifier(node)) return node;
  const file = node.getSourceFile();
  const name = node.getText();
  const own = file.getVariableDeclaration(name)?.getInitializer();
  if (own) return writtenAs(own, Node, project, depth + 1);
  for (const imported of file.getImportDeclarations()) {
    const target = imported.getModuleSpecifierValue();
    const named = imported
      .getNamedImports()
      .find((one) => (one.getAliasNode()?.getText() ?? one.getName()) === name);
    const isDefault = imported.getDefaultImport()?.getText() === name;
    if (!target.startsWith('.') || (!named && !isDefault)) continue;
    const path = `${file.getDirectoryPath()}/${target}`;
    const other = project.addSourceFileAtPathIfExists(/\.ts$/.test(path) ? path : `${path}.ts`);
    const value = isDefault
      ? other?.getExportAssignment((one) => !one.isExportEquals())?.getExpression()
      : other?.getVariableDeclaration(named?.getName() ?? '')?.getInitializer();
    if (value) return writtenAs(value, Node, project, depth + 1);
  }
  return node;
}

/** A stack that names the bundle's lines, read by the source map beside it. */
async function lineInBundle(name: string, stack: string): Promise<number | undefined> {
  for (const [, url = '', line, column] of stack.matchAll(/(file:\/\/\S+\.mjs):(\d+):(\d+)/g)) {
    try {
      const map = new SourceMap(JSON.parse(await readFile(`${fileURLToPath(url)}.map`, 'utf8')));
      const origin = map.findEntry(Number(line) - 1, Number(column) - 1);
      if ('originalSource' in origin && origin.originalSource.endsWith(`/${name}`))
        return origin.originalLine + 1;
    } catch {
      // No bundle, or none with a map.
    }
  }
  return undefined;
}

/** The line that has the longest word in quotes of a message: a module that is not there, a name that is not defined. */
function lineNaming(text: string, message: string): number | undefined {
  const words = [...message.matchAll(/['"`]([^'"`]+)['"`]|(\S+) is not defined/g)].map(
    ([, a, b]) => a ?? b ?? '',
  );
  for (const word of words
    .map((one) => one.slice(one.lastIndexOf('/') + 1))
    .sort((a, b) => b.length - a.length)) {
    const at = word === '' ? -1 : text.split('\n').findIndex((line) => line.includes(word));
    if (at >= 0) return at + 1;
  }
  return undefined;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
