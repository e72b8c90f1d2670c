// SPDX-License-Identifier: GPL-2.0-only
import { Project, ts } from '../ts-morph.ts';
import type { LintFinding } from './rules.ts';

/**
 * What the compiler of TypeScript says of the files of a folder outside of the checkout: unknown fields, wrong types, names
 * that the package does not have. Whatever a tsconfig.json there says, they are read as kpw reads them.
 *
 * @param types the package's declarations
 */
export function typeFindings(folder: string, types: string): LintFinding[] {
  const project = new Project({
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'],
      types: [],
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      strict: true,
      exactOptionalPropertyTypes: true,
      allowImportingTsExtensions: true,
      noEmit: true,
      skipLibCheck: true,
      paths: { 'kernel-patch-workbench': [types] },
    },
    skipAddingFilesFromTsConfig: true,
  });
  const files = project
    .addSourceFilesAtPaths([`${folder}/**/*.ts`, `!${folder}/**/node_modules/**`])
    .filter((file) => !/\.(test|d)\.ts$/.test(file.getBaseName()));
  return files.flatMap((file) =>
    file.getPreEmitDiagnostics().map((one): LintFinding => {
      const at = file.getLineAndColumnAtPos(one.getStart() ?? 0);
      const message = one.getMessageText();
      const text =
        typeof message === 'string' ? message : ts.flattenDiagnosticMessageText(message.compilerObject, ' ');
      return { rule: 'type-error', level: 'error', file: file.getFilePath(), ...at, text: words(text) };
    }),
  );
}

/** One line, and the first sentences of what may be a page. */
function words(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 300 ? `${line.slice(0, 300)} …` : line;
}
