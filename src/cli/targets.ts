// SPDX-License-Identifier: GPL-2.0-only
import type { Target, TargetId } from '../c/target.ts';
import { didYouMean } from '../nearest.ts';
import { UnknownName } from '../series/errors.ts';
import type { OptionSpec } from './command.ts';

/** What distributions and the kernel call them. */
const ALIASES: Readonly<Record<string, TargetId>> = {
  x86: 'x86-64',
  x86_64: 'x86-64',
  amd64: 'x86-64',
  i686: 'i386',
  aarch64: 'arm64',
  armhf: 'arm',
  powerpc64le: 'ppc64le',
  ppc64el: 'ppc64le',
  s390: 's390x',
};

export const ARCH: OptionSpec = {
  flags: '--arch <target...>',
  help: 'targets to look at: x86-64, i386, x32, arm64, arm, ppc64le, s390x; all of them by default',
};

/**
 * The targets that a user names, in the order of the list; all where none is named.
 *
 * @throws UnknownName with the nearest names
 */
export function selectTargets(names: readonly string[], all: readonly Target[]): readonly Target[] {
  if (names.length === 0) return all;
  const ids = names.flatMap((name) => name.split(',')).map((name) => ALIASES[name] ?? name);
  for (const id of ids) {
    if (all.some((target) => target.id === id)) continue;
    const known = [...all.map((target) => target.id), ...Object.keys(ALIASES)];
    throw new UnknownName({
      title: `no target is called "${id}"`,
      where: `--arch ${id}`,
      hint: didYouMean(id, known) ?? `Targets: ${all.map((target) => target.id).join(', ')}.`,
    });
  }
  return all.filter(({ id }) => ids.includes(id));
}
