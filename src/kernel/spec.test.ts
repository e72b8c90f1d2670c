// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { parseSpec, splitRevision } from './spec.ts';

const FOLDERS = ['/src/linux', '/src/odd@name', './linux'];

test.each([
  ['debian:6.12', { kind: 'debian', series: '6.12' }],
  ['/src/linux', { kind: 'directory', path: '/src/linux' }],
  ['/src/linux@v6.1', { kind: 'git', path: '/src/linux', revision: 'v6.1' }],
  ['./linux@HEAD@{1}', { kind: 'git', path: './linux', revision: 'HEAD@{1}' }],
  ['/src/odd@name', { kind: 'directory', path: '/src/odd@name' }],
  ['/src/odd@name@main', { kind: 'git', path: '/src/odd@name', revision: 'main' }],
  ['debian:6.l', undefined],
  ['debian:6', undefined],
  ['/src/nothing@v6.1', undefined],
  ['/src/linux@', undefined],
  ['', undefined],
])('%s', (spec, parsed) => {
  expect(parseSpec(spec, (path) => FOLDERS.includes(path))).toEqual(parsed);
});

test.each([
  ['v6.1', { revision: 'v6.1' }],
  ['v6.1:include/uapi/', { revision: 'v6.1', inside: 'include/uapi' }],
  ['HEAD~2:', { revision: 'HEAD~2', inside: '' }],
  ['HEAD@{2 days ago}', { revision: 'HEAD@{2 days ago}' }],
  ['HEAD^{/lamp: dim}:linux', { revision: 'HEAD^{/lamp: dim}', inside: 'linux' }],
  [':/lamp', { revision: ':/lamp' }],
])('the revision %s', (revision, parts) => {
  expect(splitRevision(revision)).toEqual(parts);
});
