// SPDX-License-Identifier: GPL-2.0-only
import type { Sources } from '../../../src/series/topic.ts';
import type { Subject } from '../../rule.ts';
import { isDriver } from './code.ts';

const known = new WeakMap<Sources, WeakMap<Sources, boolean>>();

/** Whether any driver at hand does. */
export function driversDiffer({ before, after }: Pick<Subject, 'before' | 'after'>): boolean {
  const of = known.get(before) ?? new WeakMap<Sources, boolean>();
  known.set(before, of);
  let differ = of.get(after);
  if (differ === undefined) {
    const paths = new Set([...before.paths, ...after.paths].filter(isDriver));
    differ = [...paths].some((path) => before.get(path)?.text !== after.get(path)?.text);
    of.set(after, differ);
  }
  return differ;
}

/** Whether a change can have reached what drivers do: one of them, or a header that one includes. */
export function reachesDrivers(subject: Subject): boolean {
  const { after, uapi } = subject;
  return driversDiffer(subject) || driverHeaders(after).some((name) => uapi?.reach.has(name));
}

const INCLUDE = /^#\s*include\s*<(?:uapi\/)?((?:linux|asm|sound|drm|rdma|scsi|misc)\/[\w/-]+\.h)>/gm;
const included = new WeakMap<Sources, readonly string[]>();

/** Names of the headers that the drivers include and that may be of the UAPI. */
export function driverHeaders(sources: Sources): readonly string[] {
  let names = included.get(sources);
  if (!names) {
    const texts = sources.paths.filter(isDriver).map((path) => sources.get(path)?.text ?? '');
    const found = texts.flatMap((text) => [...text.matchAll(INCLUDE)].map(([, name = '']) => name));
    names = [...new Set(found)];
    included.set(sources, names);
  }
  return names;
}
