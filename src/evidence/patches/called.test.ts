// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder, testContext } from '../../../test/support.ts';
import { openTree } from '../../kernel/open.ts';
import type { Patch } from '../../series/compose.ts';
import { calledNames, namesCalled } from './called.ts';

const HEADER = 'include/linux/lamp.h';
const FILES: Readonly<Record<string, string>> = {
  Makefile: 'VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 9\n',
  Kbuild: '',
  [HEADER]: 'int lamp_dim(struct lamp *lamp, int watts);\n#define lamp_glow lamp_burn\n',
  'include/linux/torch.h': '#define torch_burn(torch) (0)\n',
  'drivers/lamp.c': 'int lamp_own(struct lamp *lamp)\n{\n\treturn 0;\n}\n',
};

async function treeOfLamps() {
  const folder = await temporaryFolder();
  for (const [path, text] of Object.entries(FILES)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return openTree(folder, testContext());
}

test('what a tree has of names: how headers declare them, whether any file has them, and what nobody can tell', async () => {
  const names = ['lamp_dim', 'torch_burn', 'lamp_own', 'lamp_glow', 'lamp_gone'];
  const called = await calledNames(await treeOfLamps(), names, testContext());
  const told = Object.entries(called ?? {}).map(([name, { known, shapes, other }]) => [
    name,
    known ? 'known' : 'absent',
    shapes?.map(({ path, line, least, most }) => `${path}:${line} takes ${least} to ${most}`) ?? 'untold',
    ...(other ? [other.spec] : []),
  ]);
  expect(told).toMatchInlineSnapshot(`
    [
      [
        "lamp_dim",
        "known",
        [
          "include/linux/lamp.h:1 takes 2 to 2",
        ],
      ],
      [
        "torch_burn",
        "known",
        [
          "include/linux/torch.h:1 takes 0 to 1",
        ],
      ],
      [
        "lamp_own",
        "known",
        [],
      ],
      [
        "lamp_glow",
        "known",
        "untold",
      ],
      [
        "lamp_gone",
        "absent",
        [],
      ],
    ]
  `);
});

test('names are asked for that added lines call, and no others', () => {
  const before = 'int lamp_on(struct lamp *lamp)\n{\n\tlamp_was(lamp);\n\treturn 0;\n}\n';
  const after = before.replace(
    '\treturn',
    '\tif (lamp_dim(lamp, LAMP_WATTS(2)))\n\t\tlamp->lamp_member(lamp);\n\t/* lamp_said(lamp) */\n\treturn',
  );
  const patch = {
    before: new Map([['drivers/lamp.c', before]]),
    after: new Map([['drivers/lamp.c', after]]),
  } as unknown as Patch;
  expect(namesCalled([patch])).toEqual(['LAMP_WATTS', 'lamp_dim']);
});
