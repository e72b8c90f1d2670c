// SPDX-License-Identifier: GPL-2.0-only
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runProgram } from '../run.ts';
import { scratch, testContext } from '../testing/context.ts';
import { compilerScript, findCompiler, writeCompiler } from './compiler.ts';

const REPLACED = [
  { prefix: '-fmin-function-alignment=', instead: '-falign-functions=' },
  { prefix: '-fzero-init-padding-bits=' },
];

test('a script replaces options that the compiler does not know', () => {
  expect(compilerScript({ command: 'gcc', replaced: REPLACED })).toMatchInlineSnapshot(`
    "#!/bin/sh
    for option do
      shift
      case $option in
      -fmin-function-alignment=*) set -- "$@" "-falign-functions=\${option#*=}" ;;
      -fzero-init-padding-bits=*) ;;
      *) set -- "$@" "$option" ;;
      esac
    done
    exec gcc "$@" -Wno-attributes
    "
  `);
});

test('the script hands on every other option unchanged and in order', async () => {
  const path = join(await scratch(), 'cc');
  const compiler = { command: 'echo', version: '', kernels: '', replaced: REPLACED };
  expect(await writeCompiler(compiler, path)).toBe(path);
  const args = ['-O2', '-fmin-function-alignment=16', '-DX="a b"', '-fzero-init-padding-bits=all', 'x.c'];
  expect((await runProgram(path, args, await testContext())).stdout).toBe(
    '-O2 -falign-functions=16 -DX="a b" x.c -Wno-attributes\n',
  );
});

test('a compiler that knows all options is called directly', async () => {
  const compiler = { command: 'gcc-12', version: '', kernels: '', replaced: [] };
  expect(await writeCompiler(compiler, '/nowhere/cc')).toBe('gcc-12');
});

test('without the kernel’s own compiler the host’s gcc takes its place', async () => {
  const config = 'CONFIG_CC_VERSION_TEXT="x86_64-linux-gnu-gcc-99 (Debian 99.1) 99.1"\n';
  const { command, kernels } = await findCompiler(config, 'x86_64', await testContext());
  expect({ command, kernels }).toEqual({
    command: 'gcc',
    kernels: 'x86_64-linux-gnu-gcc-99 (Debian 99.1) 99.1',
  });
});
