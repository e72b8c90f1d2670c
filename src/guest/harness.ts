// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../context.ts';
import { openTree } from '../kernel/open.ts';
import type { Tree } from '../kernel/tree.ts';

/** What kselftest_harness.h includes beside itself differs between trees; the folder has little else. */
const FOLDER = 'tools/testing/selftests';
const FILES = [`${FOLDER}/kselftest_harness.h`, `${FOLDER}/kselftest.h`];

/** What test programs use and older harnesses lack: variants of a fixture and SKIP() are of v5.9. */
const NEEDED = [/^#define FIXTURE_VARIANT_ADD\(/m, /^#define SKIP\(/m];

/** Whose harness is taken where a tree's is too old: programs are about the kernel, not about the harness of its time. */
const INSTEAD = 'debian:6.1';

/**
 * kselftest_harness.h and what it includes, by path below the folder of selftests: the tree's own, or a newer one where that
 * lacks what test programs are written with.
 *
 * @throws what opening a Debian tree throws
 */
export async function harnessOf(tree: Tree, context: Context): Promise<Map<string, string>> {
  const own = await harnessIn(tree);
  const text = own.get('kselftest_harness.h') ?? '';
  return NEEDED.every((one) => one.test(text)) ? own : harnessIn(await openTree(INSTEAD, context));
}

async function harnessIn(tree: Tree): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (const path of [...FILES, ...(await tree.list(`${FOLDER}/kselftest`))]) {
    const text = path.endsWith('.h') ? await tree.read(path) : undefined;
    if (text !== undefined) texts.set(path.slice(FOLDER.length + 1), text);
  }
  return texts;
}
