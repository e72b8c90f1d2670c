// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Context } from '../../context.ts';
import type { GuestProgram } from '../files.ts';
import {
  type Making,
  makeIn,
  makePrograms,
  programSources,
  programsEntry,
  programsIn,
  takePrograms,
} from '../make-programs.ts';

/** Builds of which the files are kept. */
const KEPT = 4;

interface Place {
  readonly folder: string;
  /** Of the sources that were there the last time. */
  sources: readonly string[];
  made: number;
}

/**
 * Makes programs whose objects stay while their sources are worked on, so that make compiles what has changed. What the
 * cache has, and what is asked for the first time, is made as by anybody else.
 */
export class ProgramBench {
  private readonly asked = new Set<string>();
  private readonly places = new Map<string, Place>();

  /** @param folder that exists, for objects; the caller takes it away */
  constructor(private readonly folder: string) {}

  async make(making: Making, context: Context): Promise<GuestProgram[]> {
    const key = keyOf(making);
    const again = this.asked.has(key);
    this.asked.add(key);
    if (!again || context.cache.has(await programsEntry(making, context)))
      return makePrograms(making, context);
    const place = await this.placeOf(key);
    const sources = (await programSources(making)).map(({ path }) => path);
    // What was made of a file that is gone would stay.
    if (place.sources.some((path) => !sources.includes(path)))
      await rm(join(place.folder, 'work'), { recursive: true, force: true });
    place.sources = sources;
    const task = `build ${making.name} (${making.target})`;
    context.report({ task, state: 'start' });
    try {
      const work = join(place.folder, 'work');
      await mkdir(work, { recursive: true });
      const out = await makeIn(work, making, context, [`-j${availableParallelism()}`]);
      const into = join(place.folder, String(++place.made));
      await mkdir(into);
      await takePrograms(out, into);
      await rm(join(place.folder, String(place.made - KEPT)), { recursive: true, force: true });
      return programsIn(into);
    } finally {
      context.report({ task, state: 'done' });
    }
  }

  private async placeOf(key: string): Promise<Place> {
    const known = this.places.get(key);
    if (known) return known;
    const place = { folder: join(this.folder, key), sources: [], made: 0 };
    await mkdir(place.folder, { recursive: true });
    this.places.set(key, place);
    return place;
  }
}

/** Programs of the same folder, target and macros are the same ones at another time. */
function keyOf({ folder, target, variables, architecture }: Making): string {
  const words = JSON.stringify([folder, target, variables, architecture]);
  return createHash('sha256').update(words).digest('hex').slice(0, 16);
}
