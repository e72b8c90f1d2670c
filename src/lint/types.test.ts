// SPDX-License-Identifier: GPL-2.0-only
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { edited, lampHome } from '../own/testing/lamp.ts';
import { typeFindings } from './types.ts';

const TYPES = fileURLToPath(new URL('../../types/index.d.ts', import.meta.url));

test('what has not the types of the package is told where it is, and the rest of a new topic has them', async () => {
  const { folder } = await lampHome();
  await edited(folder, 'index.ts', "  title: '", "  titel: '");
  await edited(folder, 'variants/count-calls.ts', "calls: 'some'", 'calls: 7');
  await edited(folder, 'layout.ts', '  lineEnd,', '  lineEnd,\n  lineEnds,');
  await edited(folder, 'machines/x86-lamp.ts', 'devices: []', "devices: [{ role: 'fan' }]");
  const found = typeFindings(folder, TYPES).map(
    (one) => `${one.file.replace(`${folder}/`, '')}:${one.line}:${one.column}: ${one.text}`,
  );
  expect(found.sort()).toMatchInlineSnapshot(`
    [
      "index.ts:11:3: Object literal may only specify known properties, but 'titel' does not exist in type 'Topic<Layout, Contract>'. Did you mean to write 'title'?",
      "layout.ts:6:3: '"kernel-patch-workbench"' has no exported member named 'lineEnds'. Did you mean 'lineEnd'?",
      "machines/x86-lamp.ts:9:13: Property 'device' is missing in type '{ role: string; }' but required in type '{ role: string; device: string; address?: string | undefined; guest?: { bus: string; name: string; } | undefined; backend?: string[] | undefined; port?: boolean | undefined; asks?: ("media" | "link" | "plug")[] | undefine …",
      "variants/count-calls.ts:33:22: Type 'number' is not assignable to type '"absent" | "none" | "some"'.",
    ]
  `);
});
