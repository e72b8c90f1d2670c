// SPDX-License-Identifier: GPL-2.0-only
import type { AnyTopic } from './topic.ts';

/** A topic as its file may leave it: small ones name no subsystem. */
export type WrittenTopic = Omit<AnyTopic, 'subsystem'> & Partial<Pick<AnyTopic, 'subsystem'>>;

/**
 * A topic with what it stands on. One that names no subsystem is about the files that it reads and the modules that it
 * names; no device is bound.
 */
export function withSubsystem(topic: WrittenTopic): AnyTopic {
  const { id, title, reads, modules = [], subsystem } = topic;
  if (subsystem) return { ...topic, subsystem };
  const isDriver = (path: string) => !path.includes('*') && !/^(include|Documentation|tools)\//.test(path);
  return {
    ...topic,
    subsystem: {
      ...{ id, title },
      files: { drivers: reads.filter(isDriver), about: reads.filter((path) => !isDriver(path)) },
      modules: { roots: modules },
      binding: { kind: 'none' },
      machines: ['x86-intel'],
    },
  };
}
