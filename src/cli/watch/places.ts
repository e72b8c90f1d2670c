// SPDX-License-Identifier: GPL-2.0-only
import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import type { Context } from '../../context.ts';
import { sourceFolders } from '../../guest/make-programs.ts';
import { isFolder } from '../../kernel/is-folder.ts';
import { runProgram } from '../../kernel/run.ts';
import type { AnyTopic } from '../../series/topic.ts';
import { testsFolder } from '../../series/topic-home.ts';
import { rangeOf } from '../mail-source.ts';
import { designSource } from '../posted-designs.ts';
import { PROJECT } from '../project.ts';

/**
 * Files and folders that columns are made of: the topic's own, its test programs with the folders that their Makefile
 * names, posted series, and of a repository what says where its branches are.
 */
export async function watchedPlaces(
  topic: AnyTopic,
  words: readonly string[],
  context: Context,
): Promise<string[]> {
  const tests = testsFolder(PROJECT, topic);
  const own = topic.home ?? join(PROJECT, 'templates', topic.id);
  const shared = topic.home === undefined ? [] : [join(PROJECT, 'kernel-tests/topic')];
  const programs = existsSync(tests) ? await sourceFolders({ folder: tests }) : [];
  const posted = await Promise.all(words.map((word) => placesOf(designSource(word), context)));
  return [...new Set([own, ...programs, ...shared, ...posted.flat()].filter((path) => existsSync(path)))];
}

async function placesOf(source: string | undefined, context: Context): Promise<string[]> {
  if (source === undefined || source === '-') return [];
  if (existsSync(source)) return [resolve(source)];
  const range = rangeOf(source);
  return range ? refsOf(range.repository, context) : [];
}

/** Where git writes down what a branch is: of a worktree, in two folders. */
async function refsOf(repository: string, context: Context): Promise<string[]> {
  const asked = ['rev-parse', '--path-format=absolute', '--git-dir', '--git-common-dir'];
  const { stdout, exitCode } = await runProgram('git', ['-C', repository, ...asked], context);
  if (exitCode !== 0) return [];
  return [...new Set(stdout.trim().split('\n'))].flatMap((folder) =>
    ['HEAD', 'refs', 'packed-refs', 'reftable'].map((name) => join(folder, name)),
  );
}

/** Temporary files of editors and git, and generated files. */
function isNoise(path: string): boolean {
  const name = basename(path);
  return /^(?:node_modules|\.git|4913)$|~$|\.sw[a-z]$|\.lock$|^#.*#$|^\.#/.test(name);
}

/** What is to be watched so that changes below some places are heard, and only those. */
export interface WatchScope {
  readonly folders: readonly string[];
  concerns(path: string): boolean;
}

/**
 * A file is watched by its folder: editors and git put a new file in place of the old one.
 *
 * @param places absolute paths of files and folders that exist
 */
export function watchScope(places: readonly string[]): WatchScope {
  const within = places.filter(isFolder);
  const files = new Set(places.filter((place) => !isFolder(place)));
  const folders = [...new Set([...within, ...[...files].map((file) => dirname(file))])];
  const below = (path: string) => within.some((place) => path === place || path.startsWith(place + sep));
  return {
    folders,
    // A place has whatever name it likes.
    concerns: (path) => places.includes(path) || folders.includes(path) || (below(path) && !isNoise(path)),
  };
}
