// SPDX-License-Identifier: GPL-2.0-only
import { join } from 'node:path';
import { subsystems } from '../../../subsystems/index.ts';
import type { Context } from '../../context.ts';
import { attempt, type WantedDesign } from '../../evidence/live/designs.ts';
import type { Loaded } from '../../evidence/live/loop.ts';
import { EXIT_STATUS, type ExitCode } from '../../exit-status.ts';
import { Failure } from '../../failure.ts';
import type { Tree } from '../../kernel/tree.ts';
import type { AnyTopic } from '../../series/topic.ts';
import { designName, likeOf, selectDesigns } from '../posted-designs.ts';
import { PROJECT } from '../project.ts';
import { openTopicTree } from '../select.ts';

/** What a command line named, to be read again and again. */
export interface Named {
  /** As it was at the start. */
  readonly topic: AnyTopic;
  /** Variants and NAME=SOURCE; all variants where there is none. */
  readonly words: readonly string[];
  /** `name=value` */
  readonly settings: readonly string[];
  readonly tree: string;
}

/**
 * A function that reads topic and designs as their files are now; the first time it gives what the program has.
 *
 * @throws what is wrong with the names
 */
export async function loaderOf(named: Named, context: Context): Promise<() => Promise<Loaded>> {
  await requireNames(named, context);
  let fresh: AnyTopic | undefined = named.topic;
  let opened: { reads: string; tree: Tree } | undefined;
  return async () => {
    const topic = fresh ?? (await topicNow(named.topic));
    fresh = undefined;
    const reads = JSON.stringify(topic.reads);
    if (opened?.reads !== reads) opened = { reads, tree: await openTopicTree(topic, named.tree, context) };
    return { topic, tree: opened.tree, wanted: await wantedOf(topic, named, context) };
  };
}

/** A mistake of the command line ends the program; what is wrong with a source is its column's. */
async function requireNames({ topic, words, settings }: Named, context: Context): Promise<void> {
  const chosen = await attempt(() => selectDesigns(topic, words, settings, context, false));
  if (chosen instanceof Failure && EXIT_STATUS[chosen.code as ExitCode] === EXIT_STATUS.USAGE) throw chosen;
}

/** @throws what is wrong with the topic's files */
async function topicNow({ id, home }: AnyTopic): Promise<AnyTopic> {
  if (home === undefined) {
    const [{ packagedTopic }, { templateModules }] = await Promise.all([
      import('../../own/packaged.ts'),
      import('../template-modules.ts'),
    ]);
    return packagedTopic(id, join(PROJECT, 'templates', id, 'index.ts'), templateModules());
  }
  const [api, { loadTopic }] = await Promise.all([
    import('../../api/index.ts'),
    import('../../own/topics.ts'),
  ]);
  const { topic, mistake } = await loadTopic(home, { api: { ...api }, subsystems });
  if (mistake) throw mistake;
  return topic;
}

async function wantedOf(
  topic: AnyTopic,
  { words, settings }: Named,
  context: Context,
): Promise<WantedDesign[]> {
  const all = words.length > 0 ? [...new Set(words)] : topic.variants.map(({ id }) => id);
  return Promise.all(
    all.map(async (word) => {
      const name = designName(word);
      const own = settings.filter((one) => hasSetting(topic, word, one));
      const choices = await attempt(() => selectDesigns(topic, [word], own, context, false));
      if (choices instanceof Failure) return { name, choice: choices };
      const [choice] = choices;
      if (!choice) throw new Error(`${word} is no design`);
      return { name, choice };
    }),
  );
}

function hasSetting({ variants }: AnyTopic, word: string, setting: string): boolean {
  const [name = ''] = setting.split('=', 1);
  return Object.hasOwn(variants.find(({ id }) => id === likeOf(word))?.parameters ?? {}, name);
}
