// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { scratch } from '../kernel/testing/context.ts';
import { findMachine, readMachine } from './machines.ts';

const x86 = await findMachine('x86-intel');

/** The file of a machine with some lines changed, loaded as the program loads one. */
async function told(change: (text: string) => string): Promise<string> {
  const folder = await scratch();
  const file = join(folder, 'kernel-tests/machines/mine.ts');
  await mkdir(dirname(file), { recursive: true });
  const text = `export default ${JSON.stringify({ ...x86, id: 'mine' }, null, 2)};\n`;
  await writeFile(file, change(text));
  const load = () => import(/* @vite-ignore */ pathToFileURL(file).href);
  const { code, title, where } = await readMachine(
    { name: 'mine', file: 'kernel-tests/machines/mine.ts', load },
    folder,
  ).then(
    () => ({ code: 'none', title: '', where: '' }),
    (error) => error,
  );
  const line = Number(/:(\d+)$/.exec(where)?.[1]);
  const said = change(text).split('\n')[line - 1]?.trim();
  return [code, title.split('\n')[0], where.replace(/:\d+$/, ''), said].join(' | ');
}

test('a machine without a mistake has none', async () => {
  expect(await told((text) => text)).toContain('none');
});

test('each mistake is told with its line', async () => {
  const changes: ((text: string) => string)[] = [
    (text) => text.replace('"pageSize": 4096', '"pageSize": 8192'),
    (text) => text.replace('"role": "nvme"', '"role": "NVMe"'),
    (text) => text.replace('"isolatesMsi": true', '"isolatesMsi": 1'),
    (text) => text.replace('"address": "1c.0",', ''),
    (text) => text.replace('"title"', '"titel"'),
    (text) => text.replace('"cloud-amd64"', '"cloud-amd46"'),
    (text) => text.replace('"cloud-amd64"', '"rt-arm64"'),
    (text) => text.replace('"id": "mine"', '"id": "yours"'),
    (text) => `const all = nothing.there;\n${text}`,
    () => '\n\nexport const machine = 1;\n',
  ];
  const lines = [];
  for (const change of changes) lines.push(await told(change));
  expect(lines).toMatchInlineSnapshot(`
    [
      "MACHINE_MALFORMED | the machine mine has a mistake: pageSize: Invalid input: expected 4096, or Invalid input: expected 65536 | kernel-tests/machines/mine.ts | "pageSize": 8192,",
      "MACHINE_MALFORMED | the machine mine has a mistake: devices.1.role: Invalid string: must match pattern /^[a-z][a-z0-9]*$/ | kernel-tests/machines/mine.ts | "role": "NVMe",",
      "MACHINE_MALFORMED | the machine mine has a mistake: traits.isolatesMsi: Invalid input: expected string, received number, or Invalid input: expected boolean, received number | kernel-tests/machines/mine.ts | "isolatesMsi": 1,",
      "MACHINE_MALFORMED | the machine mine has a mistake: devices: a device behind a PCIe port has an address | kernel-tests/machines/mine.ts | "devices": [",
      "MACHINE_MALFORMED | the machine mine has a mistake: titel: Unrecognized key: "titel" (and 1 more) | kernel-tests/machines/mine.ts | "titel": "x86-64 PC with an Intel IOMMU that remaps interrupts",",
      "MACHINE_MALFORMED | the machine mine has a mistake: kernel.prebuilt.0: Debian has no kernel for x86_64 of the flavour cloud-amd46: did you mean cloud-amd64? | kernel-tests/machines/mine.ts | "cloud-amd46"",
      "MACHINE_MALFORMED | the machine mine has a mistake: kernel.prebuilt.0: Debian has no kernel for x86_64 of the flavour rt-arm64: did you mean rt-amd64? | kernel-tests/machines/mine.ts | "rt-arm64"",
      "MACHINE_MALFORMED | the machine mine has a mistake: the file is called mine.ts, and the machine 'yours' | kernel-tests/machines/mine.ts | "id": "yours",",
      "MACHINE_MALFORMED | the machine mine has a mistake: nothing is not defined | kernel-tests/machines/mine.ts | const all = nothing.there;",
      "MACHINE_MALFORMED | the machine mine has a mistake: it has no default export | kernel-tests/machines/mine.ts | ",
    ]
  `);
});
