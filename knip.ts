// SPDX-License-Identifier: GPL-2.0-only
// Exports, files and packages that nobody uses: npm run lint:unused. What is loaded by name is an entry.
import type { KnipConfig } from 'knip';

export default {
  entry: [
    'bin/*.mjs',
    // Verbs are loaded when they are named; a worker thread runs the second.
    'src/cli/main.ts',
    'src/cli/uapi-thread.ts',
    // esbuild makes the page's script of it.
    'src/page/client/main.ts',
    'kernel-tests/{machines,configs}/*.ts',
    'subsystems/*/{machines,suites}/*.ts',
    'checks/*/samples/*.{bad,good}.ts',
    // What kpw new variant begins from.
    'templates/*/skeleton.ts',
    'test/{truth,kernels}/all.ts',
  ],
  project: ['{src,subsystems,templates,checks,kernel-tests,test,bench,bin}/**/*.{ts,mjs}'],
  // Programs of the host are no packages of npm: bin/setup.mjs names the Debian packages that have them.
  exclude: ['binaries'],
  // A layout is the vocabulary of the variants to come, and its text is hashed into the patches.
  ignoreIssues: { 'templates/*/layout/**': ['exports', 'types'] },
  ignoreDependencies: [
    // src/backport/outline/grammars.ts names them, and loads the one that a file needs.
    'tree-sitter-devicetree',
    'tree-sitter-kconfig',
    'tree-sitter-rust',
    // Tests resolve one file of each, which is no import: axe-core/axe.min.js, and a schema of GitLab.
    'axe-core',
    'gitlab-ci-local',
  ],
} satisfies KnipConfig;
