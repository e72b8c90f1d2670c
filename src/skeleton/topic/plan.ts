// SPDX-License-Identifier: GPL-2.0-only

import type { Part } from '../../../kernel-tests/parts/ready.ts';
import { partsFor } from '../../../kernel-tests/parts/ready.ts';
import type { DriverEntry, FoundDriver } from './driver.ts';

/** What a new topic is made of: the driver, and what a guest needs so that it has something to do. */
export interface TopicPlan {
  /** In kebab-case. */
  readonly name: string;
  readonly driver: FoundDriver;
  /** The function that its first design begins with. */
  readonly entry: DriverEntry;
  /** Of the UAPI header that the question is about. */
  readonly uapi: string | undefined;
  /** The tree that it was made from, as the user named it. */
  readonly tree: string;
  /** Debian's flavours that have the module, the one to be preferred first; empty where nobody knows. */
  readonly flavours: readonly string[];
  /** What QEMU has for it. */
  readonly part: Part | undefined;
  /** How often a guest calls the function. */
  readonly calls: 'some' | 'none';
}

/**
 * @param aliases of the driver's module; undefined where no kernel with it is at hand
 */
export function topicPlan(
  given: Pick<TopicPlan, 'name' | 'driver' | 'uapi' | 'tree' | 'flavours'>,
  aliases: readonly string[] | undefined,
): TopicPlan {
  const { entries, registers } = given.driver;
  // One that is asked for costs nothing; of several the one on the bus that the driver registers at.
  const parts = partsFor(aliases ?? []);
  const part = parts.find(({ bus }) => bus === registers?.bus) ?? parts[0];
  const wanted = part ? 'for a device' : 'at loading';
  const entry = entries.find(({ called }) => called === wanted) ?? entries[0];
  return { ...given, entry, part, calls: part || entry.called === 'at loading' ? 'some' : 'none' };
}

/** What binds the part, where the workbench does; the others find their driver as it is loaded. */
export function bindingOf({ driver, part }: TopicPlan): { kind: string; driver?: string } {
  const { registers } = driver;
  const bound = part?.device !== undefined && ['pci', 'usb', 'platform'].includes(part.bus);
  return bound && registers?.bus === part.bus && registers.name !== undefined
    ? { kind: registers.bus, driver: registers.name }
    : { kind: 'none' };
}
