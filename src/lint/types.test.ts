// SPDX-License-Identifier: GPL-2.0-only
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { edited, lampHome } from '../own/testing/lamp.ts';
import { typeFindings } from './types.ts';

const TYPES = fileURLToPath(new URL('../../types/index.d.ts', import.meta.url));

async function said(file: string, from: string, to: string): Promise<string[]> {
  const { folder } = await lampHome();
  if (from !== to) await edited(folder, file, from, to);
  return typeFindings(folder, TYPES).map(
    (one) => `${one.file.replace(`${folder}/`, '')}:${one.line}:${one.column}: ${one.text}`,
  );
}

test('a new topic has the types of the package, and what has not is told where it is', async () => {
  expect(await said('index.ts', '', '')).toEqual([]);
  expect([
    await said('index.ts', "  title: '", "  titel: '"),
    await said('variants/count-calls.ts', "calls: 'some'", 'calls: 7'),
    await said('layout.ts', '  lineEnd,', '  lineEnds,'),
    await said('machines/x86-lamp.ts', 'devices: []', "devices: [{ role: 'fan' }]"),
  ]).toMatchInlineSnapshot(`
    [
      [
        "index.ts:11:3: Object literal may only specify known properties, but 'titel' does not exist in type 'Topic<Layout, Contract>'. Did you mean to write 'title'?",
      ],
      [
        "variants/count-calls.ts:33:22: Type 'number' is not assignable to type '"absent" | "none" | "some"'.",
      ],
      [
        "layout.ts:5:3: '"kernel-patch-workbench"' has no exported member named 'lineEnds'. Did you mean 'lineEnd'?",
        "layout.ts:72:20: Cannot find name 'lineEnd'. Did you mean 'lineEnds'?",
      ],
      [
        "machines/x86-lamp.ts:9:13: Property 'device' is missing in type '{ role: string; }' but required in type '{ role: string; device: string; address?: string | undefined; guest?: { bus: string; name: string; } | undefined; backend?: string[] | undefined; port?: boolean | undefined; since?: string | undefined; }'.",
      ],
    ]
  `);
});
