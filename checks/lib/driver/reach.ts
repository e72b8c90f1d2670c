// SPDX-License-Identifier: GPL-2.0-only
import { memo, memoPair } from '../../../src/memo.ts';
import type { Sources } from '../../../src/series/topic.ts';
import type { Subject } from '../../rule.ts';
import { isDriver } from './code.ts';

const differ = memoPair((before: Sources, after: Sources): boolean => {
  const paths = new Set([...before.paths, ...after.paths].filter(isDriver));
  return [...paths].some((path) => before.get(path)?.text !== after.get(path)?.text);
});

/** Whether any driver at hand does. */
export function driversDiffer({ before, after }: Pick<Subject, 'before' | 'after'>): boolean {
  return differ(before, after);
}

/** Whether a change can have reached what drivers do: one of them, or a header that one includes. */
export function reachesDrivers(subject: Subject): boolean {
  const { after, uapi } = subject;
  return driversDiffer(subject) || driverHeaders(after).some((name) => uapi?.reaches(name));
}

const INCLUDE = /^#\s*include\s*<(?:uapi\/)?((?:linux|asm|sound|drm|rdma|scsi|misc)\/[\w/-]+\.h)>/gm;
/** Names of the headers that the drivers include and that may be of the UAPI. */
export const driverHeaders = memo((sources: Sources): readonly string[] => {
  const texts = sources.paths.filter(isDriver).map((path) => sources.get(path)?.text ?? '');
  return [...new Set(texts.flatMap((text) => [...text.matchAll(INCLUDE)].map(([, name = '']) => name)))];
});
