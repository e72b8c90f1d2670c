// SPDX-License-Identifier: GPL-2.0-only
import { existsSync } from 'node:fs';
import { rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Tree } from '../kernel/tree.ts';
import type { Evidence } from './schema.ts';

/** A time as the names of runs have it: `20261130T050000Z`. */
export function stamp(time: Date): string {
  return time
    .toISOString()
    .replace(/[-:]/g, '')
    .replace(/\.\d+Z$/, 'Z');
}

/** Two runs may begin in the same second. */
export function freeName(out: string, name: string): string {
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name}-${number}`;
    if (!existsSync(join(out, candidate))) return candidate;
  }
}

/** `<out>/latest` names the newest whole run. */
export async function pointTo(out: string, name: string): Promise<void> {
  const temporary = join(out, `.latest-${process.pid}`);
  await rm(temporary, { force: true });
  await symlink(name, temporary);
  await rename(temporary, join(out, 'latest'));
}

export function treeRecord({ spec, label, release, base }: Tree): Evidence['tree'] {
  return { spec, label, release, base: { ...base } };
}
