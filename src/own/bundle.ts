// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises';
import { SourceMap } from 'node:module';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BuildFailure, Message, Plugin } from 'esbuild';
import { SourceMistake } from '../data-file.ts';

/** What files outside of the checkout import. */
const PACKAGE = 'kernel-patch-workbench';

/** TypeScript of somebody's as one script, and where each of its lines comes from. */
export interface OwnScript {
  /** An expression that is the exports of the file, once it is called with the package's exports as `kpwApi`. */
  readonly text: string;
  /** File and line of a place in the script, both from 1; undefined for what was not written by anybody. */
  originOf(line: number, column: number): { readonly file: string; readonly line: number } | undefined;
}

/**
 * A file and what it imports. It may import files by relative paths, and the package; nothing else can be reached, so that
 * a topic does no I/O by mistake.
 *
 * @param file absolute
 * @param exported names of the package's exports
 * @param inCheckout the file is for the checkout, and imports files of its src in place of the package
 * @param modules what it may import besides: absolute paths, with the names that each exports; `kpwApi` has them by path
 * @throws SourceMistake
 */
export async function bundleOwn(
  file: string,
  exported: readonly string[],
  inCheckout = false,
  modules: ReadonlyMap<string, readonly string[]> = new Map(),
): Promise<OwnScript> {
  // Its program is started when somebody has files of her own, and then only.
  const { build } = await import('esbuild');
  try {
    const { outputFiles } = await build({
      entryPoints: [file],
      absWorkingDir: resolve(file, '..'),
      outfile: `${file}.js`,
      bundle: true,
      write: false,
      format: 'iife',
      globalName: 'kpwExports',
      platform: 'neutral',
      target: 'node20',
      sourcemap: 'external',
      sourcesContent: false,
      charset: 'utf8',
      logLevel: 'silent',
      tsconfigRaw: {},
      plugins: [onlyPackage(exported, inCheckout), given(modules)],
    });
    const [map, script] = ['.map', '.js'].map(
      (ending) => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? '',
    );
    return { text: script ?? '', originOf: originsOf(map ?? '', file) };
  } catch (error) {
    throw mistakeOf(error, file);
  }
}

function onlyPackage(exported: readonly string[], inCheckout: boolean): Plugin {
  return {
    name: 'only-the-package',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^[^./]/ }, ({ path, kind }) => {
        if (kind === 'entry-point') return undefined;
        if (path === PACKAGE) return { path, namespace: 'kpw' };
        return {
          errors: [
            {
              text: `it imports ${path}: topics, machines and rules import ${PACKAGE} and files beside them`,
            },
          ],
        };
      });
      if (inCheckout)
        onResolve({ filter: /^\.{2}\/(\.\.\/)+src\// }, ({ path }) => ({ path, namespace: 'kpw' }));
      // Where a file is, for the mails beside it that a variant is.
      onLoad({ filter: /\.ts$/, namespace: 'file' }, async ({ path }) => ({
        contents: (await readFile(path, 'utf8')).replaceAll(
          'import.meta.url',
          JSON.stringify(pathToFileURL(path).href),
        ),
        loader: 'ts',
      }));
      onLoad({ filter: /.*/, namespace: 'kpw' }, () => ({
        contents: exported.map((name) => `export const ${name} = kpwApi.${name};`).join('\n'),
        loader: 'js',
      }));
    },
  };
}

/** Files that are not read again: whoever imports them gets those that run. */
function given(modules: ReadonlyMap<string, readonly string[]>): Plugin {
  return {
    name: 'given-modules',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir }) => {
        const file = resolve(resolveDir, path);
        return modules.has(file) ? { path: file, namespace: 'kpw-given' } : undefined;
      });
      onLoad({ filter: /.*/, namespace: 'kpw-given' }, ({ path }) => ({
        contents: (modules.get(path) ?? [])
          .map((name) => `export const ${name} = kpwApi[${JSON.stringify(path)}].${name};`)
          .join('\n'),
        loader: 'js',
      }));
    },
  };
}

function originsOf(map: string, file: string): OwnScript['originOf'] {
  let parsed: SourceMap | undefined;
  return (line, column) => {
    parsed ??= new SourceMap(JSON.parse(map));
    const origin = parsed.findEntry(line - 1, column - 1);
    if (!('originalSource' in origin) || origin.originalSource.startsWith('kpw:')) return undefined;
    const source = isAbsolute(origin.originalSource)
      ? origin.originalSource
      : join(file, '..', origin.originalSource);
    return { file: source, line: origin.originalLine + 1 };
  };
}

function mistakeOf(error: unknown, file: string): unknown {
  const [first] = (error as BuildFailure).errors ?? [];
  if (!first) return error;
  const place = first.location;
  const at = place ? { file: resolve(file, '..', place.file), line: place.line } : { file };
  return new SourceMistake(wordsOf(first, file), at, { cause: error });
}

/** esbuild's own words, as far as they speak of what the file says. */
function wordsOf({ text }: Message, file: string): string {
  const missing = /^No matching export in "kpw:.*" for import "(.*)"/.exec(text)?.[1];
  if (missing !== undefined) return `${PACKAGE} has no ${missing}`;
  const gone = /^Could not resolve "(.*)"/.exec(text)?.[1];
  if (gone !== undefined) return `there is no ${relative(resolve(file, '..'), resolve(file, '..', gone))}`;
  return text;
}

/** @returns whether a text is of somebody's who writes for the workbench */
export async function importsPackage(file: string): Promise<boolean> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return new RegExp(`from\\s+['"]${PACKAGE}['"]`).test(text);
}
