// SPDX-License-Identifier: GPL-2.0-only
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as z from 'zod';
import type { Failure } from '../failure.ts';
import { type WrittenTopic, withSubsystem } from '../series/standing.ts';
import type { AnyTopic } from '../series/topic.ts';
import type { Subsystem } from '../subsystem.ts';
import { bundleOwn, importsPackage } from './bundle.ts';
import { evaluateScript, type OwnModule } from './evaluate.ts';
import { guardedTopic, topicFailure } from './guard.ts';
import { SubsystemShape, TopicShape } from './shape.ts';

/** The package's exports, and the subsystems that a topic may take from it. */
export interface Package {
  readonly api: Readonly<Record<string, unknown>>;
  readonly subsystems: readonly Subsystem[];
}

/** A topic of a folder, or why it is none. */
export type OwnTopic = { readonly id: string; readonly folder: string } & (
  | { readonly topic: AnyTopic; readonly mistake?: undefined }
  | { readonly topic?: undefined; readonly mistake: Failure }
);

/** Folders of a home that hold something else than topics. */
const OTHERS = ['machines', 'rules', 'patches', 'out', 'node_modules'];

/** The folders of topics in a home, sorted: it itself where it is one, and those in it whose index.ts imports the package. */
export async function topicFolders(home: string): Promise<string[]> {
  const names = await readdir(home, { withFileTypes: true });
  const inside = names
    .filter((entry) => (entry.isDirectory() || entry.isSymbolicLink()) && !OTHERS.includes(entry.name))
    .filter(({ name }) => !name.startsWith('.'))
    .map(({ name }) => join(home, name));
  const isTopic = (folder: string) => importsPackage(join(folder, 'index.ts'));
  const found = await Promise.all([home, ...inside].map(async (one) => ((await isTopic(one)) ? [one] : [])));
  return found.flat().sort();
}

/**
 * The topic of a folder: what its index.ts exports by default, as far as it is one. Never throws for what the file says.
 *
 * @param patience milliseconds that loading it, and each call of a function of it, may take
 */
export async function loadTopic(folder: string, known: Package, patience?: number): Promise<OwnTopic> {
  const id = basename(folder);
  const file = join(folder, 'index.ts');
  try {
    const module = await loadOwn(file, known.api, patience);
    const exported = module.exports.default;
    if (exported === undefined)
      throw new Error('it has no default export: write "export default" before the topic');
    const topic = withSubsystem(TopicShape.parse(exported) as unknown as WrittenTopic);
    if (topic.id !== id) throw issue(['id'], `the folder is called ${id}, and the topic '${topic.id}'`);
    requireSubsystem(topic, known);
    requireDistinct(topic);
    return { id, folder, topic: { ...guardedTopic(topic, module), home: folder } };
  } catch (error) {
    return { id, folder, mistake: await topicFailure(file, error) };
  }
}

/** @throws SourceMistake */
export async function loadOwn(file: string, api: Package['api'], patience?: number): Promise<OwnModule> {
  return evaluateScript(file, await bundleOwn(file, Object.keys(api)), api, patience);
}

function requireSubsystem({ subsystem }: AnyTopic, { subsystems }: Package): void {
  if (subsystems.includes(subsystem)) return;
  const parsed = SubsystemShape.safeParse(subsystem);
  if (!parsed.success)
    throw new z.ZodError(
      parsed.error.issues.map((one) => ({ ...one, path: ['subsystem', ...one.path] })) as z.core.$ZodIssue[],
    );
  if (subsystems.some(({ id }) => id === subsystem.id))
    throw issue(
      ['subsystem', 'id'],
      `the package has a subsystem ${subsystem.id}: take it by subsystem('${subsystem.id}'), or choose another name`,
    );
}

function requireDistinct({ variants }: AnyTopic): void {
  const ids = variants.map(({ id }) => id);
  const twice = ids.findIndex((id, at) => ids.indexOf(id) !== at);
  if (twice >= 0) throw issue(['variants', twice, 'id'], `two variants are called ${ids[twice]}`);
}

function issue(path: (string | number)[], message: string): z.ZodError {
  return new z.ZodError([{ code: 'custom', path, message, input: undefined }]);
}
