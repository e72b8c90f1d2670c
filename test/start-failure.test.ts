// SPDX-License-Identifier: GPL-2.0-only
// What bin/kpw.mjs says when the program cannot be loaded.
import { expect, test } from 'vitest';
import { FILES, STATUS, startFailure } from '../bin/start-failure.mjs';
import { EXIT_STATUS } from '../src/exit-status.ts';
import { hostFault } from '../src/host-fault.ts';

test('the statuses are those of the table', () => {
  expect(EXIT_STATUS).toMatchObject(STATUS);
});

test('a limit of open files has the same remedy before and after the program is loaded', () => {
  const error = Object.assign(new Error('EMFILE: too many open files, open'), {
    code: 'EMFILE',
    syscall: 'open',
  });
  expect(hostFault(error, '/cache')?.hint).toBe(FILES);
});

test('a file and a line, or what to install, or what the system said', () => {
  const errors = [
    { errors: [{ text: 'Expected ";"', location: { file: 'templates/msix-mmap/index.ts', line: 3 } }] },
    {
      name: 'TransformError',
      message: 'Transform failed with 1 error:\n/k/checks/a/rule.ts:9:2: ERROR: Unexpected ";"',
    },
    Object.assign(new TypeError('x is undefined'), {
      stack:
        'TypeError: x is undefined\n    at file:///home/me/kpw/templates/msix-mmap/variants/mine.ts:12:5',
    }),
    { code: 'ERR_MODULE_NOT_FOUND', message: "Cannot find package 'execa' imported from x" },
    { code: 'EMFILE', syscall: 'open', message: "EMFILE: too many open files, open '/k/chunk.mjs'" },
    { code: 'ENOSPC', syscall: 'mkdir', message: 'ENOSPC: no space left on device, mkdir' },
  ];
  expect(errors.map((error) => startFailure(error).text).join('\n')).toMatchInlineSnapshot(`
    "error [SOURCE_BROKEN] a source of this checkout does not load: Expected ";"
    where templates/msix-mmap/index.ts:3
    next  Mend that line, or take the file out of what is loaded (a topic lists its variants in index.ts).

    error [SOURCE_BROKEN] a source of this checkout does not load: Unexpected ";"
    where checks/a/rule.ts:9
    next  Mend that line, or take the file out of what is loaded (a topic lists its variants in index.ts).

    error [SOURCE_BROKEN] a source of this checkout does not load: x is undefined
    where templates/msix-mmap/variants/mine.ts:12
    next  Mend that line, or take the file out of what is loaded (a topic lists its variants in index.ts).

    error [HOST_LACKS] an npm package is missing: Cannot find package 'execa' imported from x
    next  Install the packages: npm ci (npm start does it).

    error [HOST_FAULT] the system refuses something that kpw needs: EMFILE: too many open files, open '/k/chunk.mjs'
    next  Raise the limit (ulimit -n 4096), then run the same command again.

    error [HOST_FAULT] the system refuses something that kpw needs: ENOSPC: no space left on device, mkdir
    next  Mend that on the host, then run the same command again.
    "
  `);
});
