// SPDX-License-Identifier: GPL-2.0-only
// The import rules of docs/architecture.md, held on the sources themselves.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Node, Project, type SourceFile, SyntaxKind, ts } from 'ts-morph';
import { expect, test } from 'vitest';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));
const project = new Project({ useInMemoryFileSystem: false, skipAddingFilesFromTsConfig: true });
project.addSourceFilesAtPaths(
  ['src', 'subsystems', 'templates', 'checks', 'kernel-tests'].map((folder) =>
    join(PROJECT, folder, '**/*.ts'),
  ),
);

const pathOf = (file: SourceFile) => relative(PROJECT, file.getFilePath());
const isTest = (path: string) => /\.test\.ts$|\/testing\/|\/test-data/.test(path);

/** Files of the program below a folder, without its tests. */
function files(...folders: string[]): SourceFile[] {
  return project
    .getSourceFiles()
    .filter((file) => folders.some((folder) => pathOf(file).startsWith(folder)) && !isTest(pathOf(file)));
}

interface Import {
  readonly from: string;
  readonly to: string;
  /** Erased when the program runs: it brings no code with it. */
  readonly typeOnly: boolean;
  /** By import(): of a verb that is named, when all else is loaded. */
  readonly later?: boolean;
}

/** Imports, re-exports and dynamic imports; a file of the project by its path, anything else by its name. */
function imports(file: SourceFile): Import[] {
  const from = pathOf(file);
  const resolved = (name: string) =>
    name.startsWith('.') ? relative(PROJECT, join(file.getDirectoryPath(), name)) : name;
  const fixed = [...file.getImportDeclarations(), ...file.getExportDeclarations()].flatMap((declaration) => {
    const name = declaration.getModuleSpecifierValue();
    const named = Node.isImportDeclaration(declaration)
      ? declaration.getNamedImports()
      : declaration.getNamedExports();
    const whole =
      Node.isImportDeclaration(declaration) &&
      (declaration.getDefaultImport() || declaration.getNamespaceImport());
    const typeOnly =
      declaration.isTypeOnly() ||
      (!whole && named.length > 0 && named.every((specifier) => specifier.isTypeOnly()));
    return name === undefined ? [] : [{ from, to: resolved(name), typeOnly }];
  });
  const dynamic = file
    .getDescendantsOfKind(SyntaxKind.CallExpression)
    .filter((call) => call.getExpression().getKind() === SyntaxKind.ImportKeyword)
    .map((call) => {
      const [argument] = call.getArguments();
      const to = Node.isStringLiteral(argument) ? resolved(argument.getLiteralValue()) : 'a computed path';
      return { from, to, typeOnly: false, later: true };
    });
  return [...fixed, ...dynamic];
}

/** Everything that runs when a file is loaded, the file itself included. */
function reached(start: readonly SourceFile[]): Map<string, Import[]> {
  const seen = new Map<string, Import[]>();
  const waiting = [...start];
  for (let file = waiting.pop(); file; file = waiting.pop()) {
    if (seen.has(pathOf(file))) continue;
    const own = imports(file).filter(({ typeOnly }) => !typeOnly);
    seen.set(pathOf(file), own);
    for (const { to } of own) {
      const next = project.getSourceFile(join(PROJECT, to));
      if (next) waiting.push(next);
    }
  }
  return seen;
}

const told = ({ from, to }: Import) => `${from} imports ${to}`;
const place = (node: Node) =>
  `${pathOf(node.getSourceFile())}:${node.getStartLineNumber()} ${node.getText().split('\n')[0]}`;

/** Uses of `object.member`, however the line is broken; `member` undefined takes all. */
function uses(file: SourceFile, object: string, members?: readonly string[]): string[] {
  return file
    .getDescendantsOfKind(SyntaxKind.PropertyAccessExpression)
    .filter((node) => node.getExpression().getText() === object)
    .filter((node) => members?.includes(node.getName()) ?? true)
    .map(place);
}

test('the sources were read', () => {
  expect(files('src/').length).toBeGreaterThan(80);
  expect(files('templates/').length).toBeGreaterThan(10);
  expect(files('checks/').length).toBeGreaterThan(10);
});

/** `src/kernel` of `src/kernel/open.ts`, `templates` of `templates/index.ts`, `src` of `src/failure.ts`. */
function folderOf(path: string): string {
  const [top = '', second = ''] = path.split('/');
  return top === 'src' && !second.endsWith('.ts') ? `${top}/${second}` : top;
}

test('each folder imports what the table of docs/architecture.md lets it, and no other', () => {
  const page = readFileSync(join(PROJECT, 'docs/architecture.md'), 'utf8');
  const rows = [...page.matchAll(/^\| `([\w/-]+)` \|.*\| ([^|]*) \|$/gm)];
  const table = new Map(rows.map(([, folder = '', may = '']) => [folder, may]));
  const strange = files('src/', 'subsystems/', 'templates/', 'checks/', 'kernel-tests/')
    .flatMap(imports)
    .map((one) => ({ ...one, folder: folderOf(one.from), wanted: folderOf(one.to) }))
    .filter(({ to, folder, wanted }) => to.endsWith('.ts') && wanted !== folder)
    .filter(({ folder, wanted }) => wanted !== 'src' || !folder.startsWith('src/') || folder === 'src/c')
    .filter(({ folder }) => folder !== 'src' && table.get(folder) !== 'everything')
    .filter(({ folder, to, wanted, typeOnly }) => {
      const may = table.get(folder) ?? '';
      const allowed = may.includes(`\`${wanted}\``) || may.includes(`\`${to}\``);
      return !allowed || (may.includes('types only') && !typeOnly);
    });
  expect(strange.map(told)).toEqual([]);
  expect([...table.keys()]).toEqual(expect.arrayContaining(['src/c', 'src/kernel', 'templates', 'checks']));
});

/** Files that import each other, over however many others: a path from each back to itself. */
function circles(all: readonly Import[]): string[] {
  const from = new Map<string, Import[]>();
  for (const one of all) from.set(one.from, [...(from.get(one.from) ?? []), one]);
  const done = new Set<string>();
  const found: string[] = [];
  const walk = (path: string, way: readonly string[]): void => {
    const at = way.indexOf(path);
    if (at >= 0) found.push([...way.slice(at), path].join(' → '));
    if (at >= 0 || done.has(path)) return;
    for (const { to } of from.get(path) ?? []) walk(to, [...way, path]);
    done.add(path);
  };
  for (const path of from.keys()) walk(path, []);
  return found;
}

test('no file imports another that leads back to it, not even for a type', () => {
  const all = files('src/', 'subsystems/', 'templates/', 'checks/', 'kernel-tests/').flatMap(imports);
  expect(circles(all.filter(({ later }) => !later))).toEqual([]);
});

test('a circle is found over several files, and told as the way back', () => {
  const one = (from: string, to: string): Import => ({ from, to, typeOnly: true });
  const straight = [one('a.ts', 'b.ts'), one('a.ts', 'c.ts'), one('b.ts', 'c.ts')];
  expect(circles(straight)).toEqual([]);
  expect(circles([...straight, one('c.ts', 'a.ts')])).toEqual(['a.ts → b.ts → c.ts → a.ts']);
});

test('src/c imports nothing of the project but src/failure.ts', () => {
  const strange = files('src/c/')
    .flatMap(imports)
    .filter(({ to }) => to.endsWith('.ts') && !to.startsWith('src/c/') && to !== 'src/failure.ts');
  expect(strange.map(told)).toEqual([]);
});

/** All that a pure folder may load from outside of the project; of Node's own, only what computes. */
const PURE_PACKAGES = ['tree-sitter', 'tree-sitter-c', 'fastest-levenshtein', 'node:crypto'];

test.each(['templates/', 'checks/'])('%s do no I/O, and load nothing that does', (folder) => {
  const loaded = [...reached(files(folder)).values()].flat();
  const strange = loaded.filter(({ to }) => !to.endsWith('.ts') && !PURE_PACKAGES.includes(to));
  expect(strange.map(told)).toEqual([]);
});

test('templates and checks use no global that does I/O, and no clock', () => {
  const globals = files('templates/', 'checks/').flatMap((file) => [
    ...uses(file, 'process'),
    ...uses(file, 'globalThis'),
    ...uses(file, 'console', PRINTING),
    ...uses(file, 'Date'),
    ...uses(file, 'Math', ['random']),
    ...file
      .getDescendantsOfKind(SyntaxKind.NewExpression)
      .filter((node) => node.getExpression().getText() === 'Date')
      .map(place),
    ...file
      .getDescendantsOfKind(SyntaxKind.CallExpression)
      .filter((node) => ['fetch', 'require'].includes(node.getExpression().getText()))
      .map(place),
  ]);
  expect(globals).toEqual([]);
});

test('nothing below the command line imports it', () => {
  const strange = files('src/', 'templates/', 'checks/', 'kernel-tests/')
    .filter((file) => !pathOf(file).startsWith('src/cli/'))
    .flatMap(imports)
    .filter(({ to }) => to.startsWith('src/cli/'));
  expect(strange.map(told)).toEqual([]);
});

test('templates are known to the command line alone: the engine is handed a topic', () => {
  const strange = files('src/', 'checks/')
    .filter((file) => !pathOf(file).startsWith('src/cli/'))
    .flatMap(imports)
    .filter(({ to }) => to.startsWith('templates/'));
  expect(strange.map(told)).toEqual([]);
});

test('which rules there are is known in one place below the command line: all else is handed a catalogue', () => {
  const knowing = files('src/', 'checks/')
    .filter((file) => !/^src\/cli\/|\.test\.ts$/.test(pathOf(file)))
    .flatMap(imports)
    .filter(({ to }) => to === 'checks/index.ts');
  expect(knowing.map(told)).toEqual(['src/evidence/catalogue.ts imports checks/index.ts']);
});

function sourceOf(path: string): SourceFile {
  return project.getSourceFileOrThrow(join(PROJECT, path));
}

const PRINTING = ['log', 'error', 'warn', 'info', 'debug', 'table', 'trace', 'dir'];
const TERMINAL = ['stdout', 'stderr', 'stdin', 'exit', 'exitCode', 'argv', 'on', 'abort', 'emitWarning'];

test('nothing but src/cli prints, exits or handles signals', () => {
  const strange = files('src/', 'templates/', 'checks/', 'kernel-tests/')
    .filter((file) => !pathOf(file).startsWith('src/cli/'))
    .flatMap((file) => [...uses(file, 'process', TERMINAL), ...uses(file, 'console', PRINTING)]);
  expect(strange).toEqual([]);
});

test('a subprocess gets the terminal in one place: the shell in the guest', () => {
  const inherit = files('src/')
    .flatMap((file) => file.getDescendantsOfKind(SyntaxKind.StringLiteral))
    .filter((node) => node.getLiteralValue() === 'inherit')
    .map((node) => pathOf(node.getSourceFile()));
  expect(inherit).toEqual(['src/guest/shell.ts']);
});

test('whatever is started ends with kpw: by src/children.ts, or by the kernel where it is QEMU', () => {
  const starts = files('src/').flatMap((file) => imports(file).filter(({ to }) => to === 'execa'));
  const alone = starts
    .map(({ from }) => from)
    .filter((from) => !imports(sourceOf(from)).some(({ to }) => to === 'src/children.ts'));
  expect(alone.filter((path) => !path.startsWith('src/guest/'))).toEqual([]);
});

test('the environment is read by src/cli and src/cache.ts, and PATH handed on to git and searched for QEMU', () => {
  const readers = files('src/')
    .filter((file) => !pathOf(file).startsWith('src/cli/'))
    .filter((file) => uses(file, 'process', ['env']).length > 0)
    .map(pathOf);
  expect(readers).toMatchInlineSnapshot(`
    [
      "src/cache.ts",
      "src/guest/qemu.ts",
      "src/selftests/make.ts",
      "src/series/scratch.ts",
    ]
  `);
});

test('no version decides an edit: templates never ask for a release', () => {
  const asked = files('templates/').flatMap((file) =>
    file
      .getDescendantsOfKind(SyntaxKind.Identifier)
      .filter((node) => /^(release|version|kernelversion|series)$/i.test(node.getText()))
      .map(place),
  );
  expect(asked).toEqual([]);
  const compared = files('templates/')
    .flatMap(imports)
    .filter(({ to }) => /src\/kernel\//.test(to));
  expect(compared.map(told)).toEqual([]);
});

/** What only `subsystems`, `templates`, `checks` and the tests of a topic know. */
const OF_A_SUBSYSTEM = /vfio|msix|iommu/i;

/** Texts of a source's tokens that match, with their lines: comments are not among them. */
function tokensMatching(file: SourceFile, pattern: RegExp): string[] {
  const text = file.getFullText();
  if (!pattern.test(text)) return [];
  const found: string[] = [];
  const visit = (node: ts.Node) => {
    let leaf = true;
    ts.forEachChild(node, (child) => {
      leaf = false;
      visit(child);
    });
    const own = text.slice(node.getStart(file.compilerNode), node.end);
    if (leaf && pattern.test(own))
      found.push(
        `${pathOf(file)}:${file.getLineAndColumnAtPos(node.getStart(file.compilerNode)).line} ${own}`,
      );
  };
  visit(file.compilerNode);
  return found;
}

test('the engine knows no subsystem: neither the code of src nor that of the guest’s init names one', () => {
  const named = files('src/').flatMap((file) => [
    ...(OF_A_SUBSYSTEM.test(pathOf(file)) ? [pathOf(file)] : []),
    ...tokensMatching(file, OF_A_SUBSYSTEM),
  ]);
  const init = join(PROJECT, 'kernel-tests/init');
  const inC = readdirSync(init).flatMap((name) =>
    readFileSync(join(init, name), 'utf8')
      // Each comment as the lines that it takes.
      .replace(/\/\*.*?\*\//gs, (comment) => comment.replace(/[^\n]/g, ''))
      .split('\n')
      .flatMap((line, at) =>
        OF_A_SUBSYSTEM.test(line) ? [`kernel-tests/init/${name}:${at + 1} ${line}`] : [],
      ),
  );
  expect([...named, ...inC]).toEqual([]);
});

test('what tells that the engine names a subsystem sees code, and no comment', () => {
  const source = project.createSourceFile(
    'src/lamp.ts',
    '// of vfio\n/** as msix */\nconst one = "drivers/vfio", two = `/iommu_x`; // vfio\nconst re = /MSIX/;\nfunction vfioPci() {}\n',
  );
  const found = tokensMatching(source, OF_A_SUBSYSTEM).map((text) => text.replace(/^.*:(?=\d)/, ''));
  project.removeSourceFile(source);
  expect(found).toEqual(['3 "drivers/vfio"', '3 `/iommu_x`', '4 /MSIX/', '5 vfioPci']);
});
