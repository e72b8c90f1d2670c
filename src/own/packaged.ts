// SPDX-License-Identifier: GPL-2.0-only
import type { AnyTopic } from '../series/topic.ts';
import { bundleOwn } from './bundle.ts';
import { evaluateScript } from './evaluate.ts';
import { guardedTopic, topicFailure } from './guard.ts';

/** Modules of the program, by absolute path. */
export type Given = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

/**
 * A topic of the checkout as its files are now, whatever was loaded before. What its files import of the program is not
 * read again.
 *
 * @param file its index.ts
 * @param given what its files may import besides each other
 * @throws TopicMalformed with the place
 */
export async function packagedTopic(id: string, file: string, given: Given): Promise<AnyTopic> {
  try {
    const names = new Map([...given].map(([path, module]) => [path, Object.keys(module)]));
    const script = await bundleOwn(file, [], false, names);
    const module = evaluateScript(file, script, Object.fromEntries(given));
    const topic = Object.values(module.exports).find((one) => isTopic(one) && one.id === id);
    if (topic === undefined) throw new Error(`it exports no topic whose id is ${id}`);
    return guardedTopic(topic as AnyTopic, module);
  } catch (error) {
    throw await topicFailure(file, error);
  }
}

function isTopic(value: unknown): value is Pick<AnyTopic, 'id'> {
  return typeof value === 'object' && value !== null && 'id' in value && 'layout' in value;
}
