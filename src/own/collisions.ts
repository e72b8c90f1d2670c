// SPDX-License-Identifier: GPL-2.0-only
import { NameTaken } from '../skeleton/failures.ts';
import type { OwnTopic } from './topics.ts';

/** A topic that has a name which it cannot have, because another has it. */
export interface Collision {
  readonly id: string;
  readonly failure: NameTaken;
}

/**
 * Names of topics that are two's: neither can be meant by it. Two topics that are about subsystems of one name, and mean
 * different things by it, are the same.
 *
 * @param taken ids of the package's topics
 */
export function collisions(own: readonly OwnTopic[], taken: readonly string[]): Collision[] {
  const found: Collision[] = [];
  for (const [at, one] of own.entries()) {
    const twin = own.find((other, place) => place < at && other.id === one.id);
    if (taken.includes(one.id) || twin)
      found.push({
        id: one.id,
        failure: new NameTaken({
          title: `two topics are called ${one.id}: one ${twin ? `in ${twin.folder}` : 'of the package'}, one in ${one.folder}`,
          where: one.folder,
          hint: 'Give one of them another name: its folder, and the id in its index.ts.',
        }),
      });
    const rival = own.find(
      (other, place) =>
        place < at &&
        other.id !== one.id &&
        other.topic &&
        one.topic &&
        other.topic.subsystem.id === one.topic.subsystem.id &&
        JSON.stringify(other.topic.subsystem) !== JSON.stringify(one.topic.subsystem),
    );
    if (rival && one.topic)
      found.push({
        id: one.id,
        failure: new NameTaken({
          title: `two subsystems are called ${one.topic.subsystem.id}: those of the topics ${rival.id} and ${one.id}`,
          where: `${rival.folder}, ${one.folder}`,
          hint: 'Give one of them another id, or let both topics import the same.',
        }),
      });
  }
  return found;
}
