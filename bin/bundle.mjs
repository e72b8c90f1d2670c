// SPDX-License-Identifier: GPL-2.0-only
// The program's TypeScript as a few JavaScript files, kept until a source changes. Starting from them takes a tenth of
// what transpiling 400 files one by one does; what runs is still what is on disk now.
import { createHash, randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));
const CACHE = join(PROJECT, 'node_modules/.cache/kpw');
const FOLDERS = ['src', 'subsystems', 'templates', 'checks', 'kernel-tests'];
/** What rules are made of: a template that is edited changes none of them. */
const OF_RULES = ['src', 'subsystems', 'checks'];
/** What runs, and what a worker thread runs. */
const ENTRIES = { main: 'src/cli/main.ts', 'uapi-thread': 'src/cli/uapi-thread.ts' };
/** What draws the page: only who asks for one loads it. */
const PAGE = [
  '@observablehq/plot',
  'd3-scale',
  'htm',
  'linkedom',
  'preact',
  'preact-render-to-string',
  'shiki',
];
/** Packages with native code or a program beside them, and those that are as large as the program. */
const EXTERNAL = ['esbuild', 'tree-sitter', 'tree-sitter-c', 'ts-morph', ...PAGE];
/** Another process may still start threads of a bundle that it has begun with. */
const KEPT_MS = 2 * 3600_000;

/**
 * The bundle of the sources as they are, made where there is none.
 *
 * @returns its files, and what stands for the sources, and for those of the rules alone; undefined where none can be made:
 *   the caller runs the sources themselves
 */
export async function bundle() {
  // Packages that are ES modules are required, which Node 20 can from 20.19 on.
  if (!process.features.require_module) return undefined;
  const { all: name, rules } = stamps();
  const folder = join(CACHE, name);
  const entry = join(folder, 'main.cjs');
  try {
    if (existsSync(entry)) touch(folder);
    else await build(folder);
  } catch {
    // A source that does not compile, or a checkout that cannot be written to. The former is told by who runs it.
    return undefined;
  }
  return {
    path: entry,
    stamp: name,
    rules,
    thread: {
      start: new URL('uapi-thread.mjs', import.meta.url).href,
      program: join(folder, 'uapi-thread.cjs'),
    },
  };
}

/** Marks a bundle as used; one that cannot be marked is used all the same. */
function touch(folder) {
  try {
    const now = new Date();
    utimesSync(folder, now, now);
  } catch {}
}

/**
 * Of all sources, and of those of the rules alone: each changes when a source of its, a package or Node does. Names, sizes and
 * times, as make has it, not contents.
 */
function stamps() {
  const [all, rules] = [0, 1].map(() => createHash('sha1').update(`${process.version} ${PROJECT}`));
  const add = (path, ...hashes) => {
    const { mtimeMs, size } = statSync(path);
    for (const hash of hashes) hash.update(`${path} ${mtimeMs} ${size}\n`);
  };
  add(join(PROJECT, 'package-lock.json'), all, rules);
  add(fileURLToPath(import.meta.url), all, rules);
  for (const folder of FOLDERS) {
    const hashes = OF_RULES.includes(folder) ? [all, rules] : [all];
    for (const path of sources(join(PROJECT, folder))) add(path, ...hashes);
  }
  const digest = (hash) => hash.digest('hex').slice(0, 16);
  return { all: digest(all), rules: digest(rules) };
}

function* sources(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) yield* sources(path);
    else if (entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts')) yield path;
  }
}

/** Made beside its place and renamed into it, so that a bundle that exists is whole. */
async function build(folder) {
  const { build } = await import('esbuild');
  const temporary = join(CACHE, `tmp-${process.pid}-${randomBytes(4).toString('hex')}`);
  mkdirSync(temporary, { recursive: true });
  try {
    await build({
      absWorkingDir: PROJECT,
      entryPoints: ENTRIES,
      outdir: temporary,
      outExtension: { '.js': '.cjs' },
      bundle: true,
      // Scripts, since the bytecode of modules cannot be kept.
      format: 'cjs',
      // require() in place of import(): a script that V8 takes from its bytecode has nobody to ask for modules.
      supported: { 'dynamic-import': false },
      platform: 'node',
      target: 'node20',
      // Half of the text that each start reads; --verbose has the lines of the sources.
      minifyWhitespace: true,
      sourcemap: true,
      sourcesContent: false,
      external: EXTERNAL,
      // bin/code-cache.mjs calls it.
      banner: {
        js: "(function (exports, require, module, __filename, __dirname) {const kpwUrl = require('node:url').pathToFileURL(__filename).href;",
      },
      footer: { js: '})' },
      legalComments: 'none',
      // Of packages; a source of ours has its own.
      define: { 'import.meta.url': 'kpwUrl' },
      plugins: [ownUrls],
      logLevel: 'silent',
    });
    for (const name of readdirSync(temporary)) if (name.endsWith('.cjs')) toAscii(join(temporary, name));
    sweep();
    renameSync(temporary, folder);
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    // Another process has made the same one.
    if (!existsSync(folder)) throw error;
  }
}

/**
 * esbuild escapes what is not ASCII in strings, and leaves it in regular expressions and tagged templates, where an escape
 * means the same; comments are gone.
 */
function toAscii(path) {
  const text = readFileSync(path, 'utf8');
  const escaped = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  writeFileSync(path, text.replace(/[^\0-\x7f]/g, escaped), 'latin1');
}

/** A source that asks where it is means itself, not the bundle. */
const ownUrls = {
  name: 'own-urls',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      const url = JSON.stringify(pathToFileURL(path).href);
      return { contents: text.replaceAll('import.meta.url', url), loader: 'ts' };
    });
  },
};

/** Removes what no process can need any more. */
function sweep() {
  for (const name of readdirSync(CACHE)) {
    const path = join(CACHE, name);
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0);
    if (age > KEPT_MS) rmSync(path, { recursive: true, force: true });
  }
}
