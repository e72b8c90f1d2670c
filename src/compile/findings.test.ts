// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import type { ArchitectureId } from './architectures.ts';
import { compileFindings } from './findings.ts';
import type { ToolMessage } from './messages.ts';
import type { CompileOutcome } from './patches.ts';

const message = (text: string, level: ToolMessage['level'] = 'warning'): ToolMessage => ({
  ...{ tool: 'gcc', level, file: 'drivers/lamp/lamp.c', line: 7, column: 1, text, via: [] },
});

const outcome = (architecture: ArchitectureId, rest: Partial<CompileOutcome>): CompileOutcome => ({
  ...{ patch: '1/2 lamp: Dim it', path: 'drivers/lamp/lamp.c', architecture, messages: [] },
  ...rest,
});

test('what all say is told once, what some say with their names, and what none compiled with the reasons', () => {
  const both = message('unused');
  const off = { kind: 'not-built', reason: 'CONFIG_LED is off' } as const;
  const broken = {
    kind: 'broken-before',
    reason: 'it does not compile in the unchanged tree either: x',
  } as const;
  const findings = compileFindings({
    architectures: [
      { id: 'x86-64', compiler: 'gcc' },
      { id: 'arm64', compiler: 'gcc' },
      { id: 'ppc64le', skipped: 'no gcc' },
    ],
    outcomes: [
      outcome('x86-64', { messages: [both, message('odd', 'error')] }),
      outcome('arm64', { messages: [both] }),
      outcome('arm64', {
        path: 'include/linux/lamp.h',
        turned: 'CONFIG_LAMP off',
        messages: [message('stub')],
      }),
      outcome('x86-64', { path: 'drivers/lamp/led.c', skipped: off }),
      outcome('arm64', { path: 'drivers/lamp/led.c', skipped: broken }),
      outcome('x86-64', { path: 'drivers/lamp/bulb.c' }),
      outcome('arm64', { path: 'drivers/lamp/bulb.c', skipped: off }),
    ],
    beside: [{ patch: '2/2 lamp: Rust', path: 'drivers/lamp/lamp.rs', reason: 'Rust is not compiled' }],
  });
  expect(
    findings.map(
      ({ file, line, severity, message, rule }) => `${file}:${line}: ${severity}: ${message} [${rule}]`,
    ),
  ).toMatchInlineSnapshot(`
    [
      "Makefile:1: note: nothing was compiled for ppc64le: no gcc [compile-skipped]",
      "drivers/lamp/lamp.c:7: warning: unused, since patch 1/2 lamp: Dim it [compile-warning]",
      "drivers/lamp/lamp.c:7: error: odd (x86-64), since patch 1/2 lamp: Dim it [compile-error]",
      "drivers/lamp/lamp.c:7: warning: stub (arm64 with CONFIG_LAMP off), since patch 1/2 lamp: Dim it [compile-warning]",
      "drivers/lamp/led.c:1: note: compiled on no architecture; x86-64: CONFIG_LED is off; arm64: it does not compile in the unchanged tree either: x, in patch 1/2 lamp: Dim it [compile-skipped]",
      "drivers/lamp/lamp.rs:1: note: not compiled: Rust is not compiled, in patch 2/2 lamp: Rust [compile-skipped]",
    ]
  `);
});
