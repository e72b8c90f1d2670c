// SPDX-License-Identifier: GPL-2.0-only
import { join, resolve, sep } from 'node:path';
import { subsystems } from '../../subsystems/index.ts';
import { topics as packaged } from '../../templates/index.ts';
import type { Failure } from '../failure.ts';
import type { MachinePlace } from '../guest/machines.ts';
import { didYouMean } from '../nearest.ts';
import { collisions } from '../own/collisions.ts';
import { BadParameter, UnknownName } from '../series/errors.ts';
import { withSubsystem } from '../series/standing.ts';
import type { AnyTopic } from '../series/topic.ts';
import { list, type OptionValues, text } from './command.ts';
import { type Homes, homesOf } from './homes.ts';
import { PROJECT } from './project.ts';

/** The trees that are used where none is named, and nothing is set. */
export const DEFAULT_TREES: readonly string[] = ['debian:5.10', 'debian:6.1', 'debian:6.12', 'debian:7.2'];
const DEFAULT_TREE = 'debian:6.1';

/** A topic that can be named, or why it cannot. */
export type KnownTopic = { readonly id: string; readonly folder: string; readonly own: boolean } & (
  | { readonly topic: AnyTopic; readonly mistake?: undefined }
  | { readonly topic?: undefined; readonly mistake: Failure }
);

/** All that a command line can name: the package's own, and what lies in folders of the user's. */
export interface Catalogue extends Homes {
  /** The user's before the package's. */
  readonly topics: readonly KnownTopic[];
  /** Outside of the checkout. */
  readonly machines: readonly MachinePlace[];
}

/**
 * @throws BadParameter for a path that is no folder; SettingsMalformed. A mistake in a topic is thrown when
 * somebody names the topic.
 */
export async function catalogueOf(options: OptionValues, from = process.cwd()): Promise<Catalogue> {
  const found = await homesOf(options, from);
  return { ...(await own(found.homes)), ...found };
}

async function own(homes: readonly string[]): Promise<Pick<Catalogue, 'topics' | 'machines'>> {
  const theirs = packaged.map(withSubsystem).map((topic) => ({
    ...{ id: topic.id, folder: join(PROJECT, 'templates', topic.id), own: false },
    topic,
  }));
  if (homes.length === 0) return { topics: theirs, machines: [] };
  // Users without topics of their own do not wait for this module.
  const [api, { loadTopic, topicFolders }, { ownMachines }] = await Promise.all([
    import('../api/index.ts'),
    import('../own/topics.ts'),
    import('../own/machines.ts'),
  ]);
  const known = { api: { ...api }, subsystems };
  const folders = [...new Set((await Promise.all(homes.map(topicFolders))).flat())];
  const loaded = await Promise.all(folders.map((folder) => loadTopic(folder, known)));
  const colliding = collisions(
    loaded,
    packaged.map(({ id }) => id),
  );
  const mine = loaded.map((one): KnownTopic => {
    const collision = colliding.find(({ id }) => id === one.id);
    const { id, folder } = one;
    return collision ? { id, folder, own: true, mistake: collision.failure } : { ...one, own: true };
  });
  const shadowed = new Set(mine.map(({ id }) => id));
  return {
    topics: [...mine, ...theirs.filter(({ id }) => !shadowed.has(id))],
    machines: await ownMachines([...homes, ...folders], known),
  };
}

/**
 * A topic by its id; where none is named the only one of the user's, and the package's first where she has none.
 *
 * @throws UnknownName with the nearest names; what is wrong with the topic; BadParameter where it could be any of several
 */
export function selectTopic({ topics }: Pick<Catalogue, 'topics'>, id: string | undefined): AnyTopic {
  const mine = topics.filter((one) => one.own);
  if (id === undefined && mine.length > 1)
    throw new BadParameter({
      title: `--topic is missing, and there are several topics: ${mine.map((one) => one.id).join(', ')}`,
      where: '--topic',
      hint: `Name one: --topic ${mine[0]?.id}`,
    });
  const found = id === undefined ? topics[0] : topics.find((one) => one.id === id);
  if (found?.mistake) throw found.mistake;
  if (found?.topic) return found.topic;
  const ids = topics.map((topic) => topic.id);
  throw new UnknownName({
    title: `no topic is called "${id}"`,
    hint: `${didYouMean(id ?? '', ids) ?? `Topics: ${ids.join(', ')}.`} kpw topics says where they are looked for.`,
  });
}

/** The topic that is asked for, in what it was found among. */
export async function topicOf(options: OptionValues): Promise<{ topic: AnyTopic; catalogue: Catalogue }> {
  const catalogue = await catalogueOf(options);
  return { catalogue, topic: selectTopic(catalogue, text(options, 'topic')) };
}

/** The same where a topic is a matter of some of the arguments only: the first of several will do. */
export async function anyTopicOf(options: OptionValues): Promise<{ topic: AnyTopic; catalogue: Catalogue }> {
  const catalogue = await catalogueOf(options);
  const first = catalogue.topics.find((one) => one.topic)?.id;
  return { catalogue, topic: selectTopic(catalogue, text(options, 'topic') ?? first) };
}

/** The trees of --tree, else those of kpw.config.json, else the four that the workbench is tested on. */
export function askedTrees(
  options: OptionValues,
  { settings }: Pick<Catalogue, 'settings'>,
): readonly string[] {
  const named = list(options, 'tree');
  return named.length > 0 ? named : (settings?.trees ?? DEFAULT_TREES);
}

/** The tree of a verb that takes one. */
export function treeOf(options: OptionValues, { settings }: Pick<Catalogue, 'settings'>): string {
  return text(options, 'tree') ?? settings?.trees?.[0] ?? DEFAULT_TREE;
}

/**
 * The folder that gets what is begun: the first that is named or set, or where the user stands.
 *
 * @throws BadParameter in the checkout
 */
export function homeOf({ homes }: Pick<Catalogue, 'homes'>): string {
  const home = resolve(homes[0] ?? process.cwd());
  if (home === PROJECT || home.startsWith(PROJECT + sep))
    throw new BadParameter({
      title: "this is kpw's own checkout: your topics, machines and rules belong in a folder of yours",
      where: home,
      hint: 'Change to another folder (mkdir ~/lamps && cd ~/lamps), or name one with --topics.',
    });
  return home;
}
