// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** The page's script, out of the sources in `client`: small enough to be made anew for each page. */
export async function clientScript(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('./client/main.ts', import.meta.url))],
    ...{ bundle: true, minify: true, write: false, format: 'iife', target: 'es2020' },
    ...{ logLevel: 'silent', legalComments: 'none', charset: 'ascii' },
  });
  return (outputFiles[0]?.text ?? '').trim();
}

/** The page's style sheet, without what only its readers need. */
export async function styleSheet(): Promise<string> {
  const text = await readFile(fileURLToPath(new URL('./style.css', import.meta.url)), 'utf8');
  return text.replace(/\/\*.*?\*\//gs, '').trim();
}
