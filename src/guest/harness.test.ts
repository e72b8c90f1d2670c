// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import type { Context } from '../context.ts';
import type { Tree } from '../kernel/tree.ts';
import { harnessOf } from './harness.ts';

const FOLDER = 'tools/testing/selftests';
const NEW = '#define FIXTURE_VARIANT_ADD(a, b)\n#define SKIP(a, b)\n#include "kselftest/more.h"\n';

function treeOf(files: Record<string, string>): Tree {
  const own = new Map(Object.entries(files));
  return {
    read: async (path: string) => own.get(path),
    list: async (folder: string) => [...own.keys()].filter((path) => path.startsWith(`${folder}/`)),
  } as unknown as Tree;
}

test("a tree's own harness is taken, with the headers that it includes", async () => {
  const tree = treeOf({
    [`${FOLDER}/kselftest_harness.h`]: NEW,
    [`${FOLDER}/kselftest.h`]: 'int ksft;\n',
    [`${FOLDER}/kselftest/more.h`]: 'int more;\n',
    [`${FOLDER}/kselftest/run.sh`]: 'true\n',
  });
  const texts = await harnessOf(tree, {} as Context);
  expect([...texts.keys()]).toEqual(['kselftest_harness.h', 'kselftest.h', 'kselftest/more.h']);
});
