// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '../../context.ts';
import { MAILBOX_DEVICE } from '../../guest/command.ts';
import type { LiveBase } from '../../guest/live/live-guest.ts';
import type { Machine } from '../../guest/machine.ts';
import { buildInit } from '../../guest/programs.ts';
import { fittedFor, requireDevice } from '../../guest/qemu-devices.ts';
import { baseModules, type Kernel } from '../../kernel/build.ts';
import type { Tree } from '../../kernel/tree.ts';
import type { AnyTopic } from '../../series/topic.ts';
import { swapOf } from '../../subsystem.ts';
import { type KernelChoice, sharedKernel } from '../kernels.ts';
import { PROGRAM_SECONDS, WATCHED_SLOWNESS } from '../prepare.ts';

/** What guests that wait for work stand on. */
export interface LiveGround {
  readonly topic: AnyTopic;
  readonly tree: Tree;
  readonly machine: Machine;
  readonly choice: KernelChoice;
  /** The checkout. */
  readonly project: string;
}

/**
 * Kernel, init and machine of guests without any cell.
 *
 * @throws HostLacks, NeedsSource, TreeUnsuitable, and what building the kernel throws
 */
export async function liveGround(
  { topic, tree, machine, choice, project }: LiveGround,
  context: Context,
): Promise<{ base: LiveBase; kernel: Kernel }> {
  const { subsystem } = topic;
  const fitted = await fittedFor(subsystem, machine, context);
  await requireDevice(machine, MAILBOX_DEVICE, context);
  for (const { role, why } of fitted.left)
    context.report({ task: `machine ${machine.id}`, state: 'note', text: `without ${role}: ${why}` });
  const [kernel, init] = await Promise.all([
    sharedKernel(tree, { machine, choice, swap: swapOf(topic) }, context),
    buildInit(join(project, 'kernel-tests', 'init'), machine.architecture, context),
  ]);
  const watched = /^CONFIG_K[AC]SAN=y$/m.test(await readFile(kernel.config, 'latin1'));
  const slowness = watched ? WATCHED_SLOWNESS : 1;
  return {
    kernel,
    base: {
      machine: fitted.machine,
      kernel,
      guest: {
        init,
        base: baseModules(kernel).map(({ path }) => path),
        ...{ tests: [], cells: [], binding: subsystem.binding, slowness },
        ...(subsystem.parameters ? { parameters: subsystem.parameters } : {}),
        programSeconds: PROGRAM_SECONDS * slowness,
      },
    },
  };
}
