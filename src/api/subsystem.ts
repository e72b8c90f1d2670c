// SPDX-License-Identifier: GPL-2.0-only
import { subsystems } from '../../subsystems/index.ts';
import { didYouMean } from '../nearest.ts';
import { UnknownName } from '../series/errors.ts';
import type { Subsystem } from '../subsystem.ts';

/**
 * A subsystem of the workbench's own, for a topic that stands on it.
 *
 * @throws UnknownName with the nearest names
 */
export function subsystem(id: string): Subsystem {
  const found = subsystems.find((one) => one.id === id);
  if (found) return found;
  const ids = subsystems.map((one) => one.id);
  throw new UnknownName({
    title: `no subsystem is called "${id}"`,
    hint: didYouMean(id, ids) ?? `Subsystems: ${ids.join(', ')}; or write one of your own.`,
  });
}
