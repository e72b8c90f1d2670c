// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { outlineOf } from './of-path.ts';

/** What divides a file, its units, and what is around the line that holds a word. */
function told(path: string, text: string, word: string): string {
  const { by, units, around } = outlineOf(path, text);
  const line = text.split('\n').findIndex((one) => one.includes(word));
  return `${by}: ${units.map(({ words }) => words).join(', ')} | ${around(line, line + 1)
    .map(({ words }) => words)
    .join(' › ')}`;
}

test('a file is divided by the grammar of its language, else by headings', () => {
  expect([
    told(
      'lamp.c',
      'int a(void)\n{\n\tif (x) {\n\t\tfor (;;)\n\t\t\there();\n\t}\n}\n\nstatic const struct lamp b = {\n\t.c = 1,\n};\n',
      'here',
    ),
    told(
      'lamp.rs',
      'impl Lamp {\n    fn size(&self) -> u32 {\n        here()\n    }\n}\n\nfn other() {}\n',
      'here',
    ),
    told(
      'drivers/Kconfig',
      'config LAMP\n\ttristate "Lamps"\n\thelp\n\t  A here.\n\nconfig TORCH\n\tbool "Torch"\n',
      'here',
    ),
    told(
      'lamp.dts',
      '/dts-v1/;\n\n/ {\n\tsoc {\n\t\tlamp0: lamp@1000 {\n\t\t\tstatus = "here";\n\t\t};\n\t};\n};\n',
      'here',
    ),
    told(
      'Makefile',
      'obj-y += a.o\n\nifdef CONFIG_LAMP\nobj-y += here.o\nendif\n\nall: a.o\n\techo\n',
      'here',
    ),
    told('entry.S', 'SYM_CODE_START(lamp)\n\tmov here, %eax\nSYM_CODE_END(lamp)\n\nother:\n\tret\n', 'here'),
    told('lamp.rst', 'Lamps\n=====\n\nText.\n\nHow they shine\n--------------\n\nhere\n', 'here'),
    told('broken.c', '#define OPEN {\nBEGIN(a OPEN\n\nint a(void)\n{\n\there();\n}\n', 'here'),
  ]).toMatchInlineSnapshot(`
    [
      "tree-sitter-c: a(), b | a() › if (x) › for (;;)",
      "tree-sitter-rust: impl Lamp, fn other() {} | impl Lamp › fn size(&self) -> u32",
      "tree-sitter-kconfig: config LAMP, config TORCH | config LAMP",
      "tree-sitter-devicetree: / | / › soc › lamp0: lamp@1000",
      "headings: ifdef CONFIG_LAMP, endif, all: a.o | ifdef CONFIG_LAMP",
      "headings: SYM_CODE_START(lamp), other: | SYM_CODE_START(lamp)",
      "headings: Lamps, How they shine | How they shine",
      "tree-sitter-c: #define OPEN, BEGIN(a OPEN, a() | a()",
    ]
  `);
});
