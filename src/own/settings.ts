// SPDX-License-Identifier: GPL-2.0-only

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import * as z from 'zod';
import { firstIssue } from '../zod-text.ts';
import { SettingsMalformed } from './failures.ts';

const SETTINGS_FILE = 'kpw.config.json';

const Settings = z.strictObject({
  /** Folders that hold topics, machines and rules, or topics themselves; relative to the file's own, which is one without it. */
  topics: z.union([z.string().min(1), z.array(z.string().min(1))]).optional(),
  /** Trees for verbs that are given none; the first, for those that take one. Paths are relative to the file's folder. */
  trees: z.array(z.string().min(1)).min(1).optional(),
});

/** What is set for a folder and all below it. */
export interface OwnSettings {
  /** The file that says it. */
  readonly file: string;
  /** Absolute. */
  readonly folders: readonly string[];
  readonly trees?: readonly string[];
}

/**
 * The nearest kpw.config.json, or package.json with a field `kpw`, in a folder or those above it.
 *
 * @throws SettingsMalformed
 */
export async function findSettings(from: string): Promise<OwnSettings | undefined> {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    const file = join(folder, SETTINGS_FILE);
    if (existsSync(file)) return settingsOf(file, await dataOf(file));
    const packed = join(folder, 'package.json');
    const field = existsSync(packed) ? await fieldOf(packed) : undefined;
    if (field !== undefined) return settingsOf(packed, field);
    if (dirname(folder) === folder) return undefined;
  }
}

async function dataOf(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw malformed(file, `it cannot be read (${error.code})`);
  });
  try {
    return JSON.parse(text);
  } catch (error) {
    throw malformed(file, `this is not JSON: ${(error as Error).message}`);
  }
}

/** A package.json that is broken is a matter of others, where it may have nothing of ours. */
async function fieldOf(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch(() => '{}');
  try {
    return (JSON.parse(text) as { kpw?: unknown }).kpw;
  } catch {
    return undefined;
  }
}

function settingsOf(file: string, data: unknown): OwnSettings {
  const parsed = Settings.safeParse(data);
  if (!parsed.success) throw malformed(file, firstIssue(parsed.error));
  const { topics = '.', trees } = parsed.data;
  const folder = dirname(file);
  const folders = [topics].flat().map((one) => resolve(folder, one));
  const lost = folders.find((one) => !existsSync(one));
  if (lost !== undefined) throw malformed(file, `topics: there is no folder ${lost}`);
  return {
    file,
    folders,
    ...(trees ? { trees: trees.map((one) => placed(one, folder)) } : {}),
  };
}

/** `PATH` and `PATH@REV` from the file's folder; what is no path there stays as it is. */
function placed(tree: string, folder: string): string {
  if (tree.startsWith('debian:') || tree.startsWith('~')) return tree;
  const [, path = tree, revision = ''] = /^(.+?)(@.+)$/.exec(tree) ?? [];
  return existsSync(join(folder, path)) ? `${resolve(folder, path)}${revision}` : tree;
}

function malformed(where: string, title: string): SettingsMalformed {
  return new SettingsMalformed({
    title,
    where,
    hint: 'Write {"topics": "FOLDER", "trees": ["debian:6.12"]}; both may be left out. docs/topics.md describes them.',
  });
}
