// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../context.ts';
import { defaultChoice, isBuilt, type KernelChoice } from '../evidence/kernels.ts';
import type { MatrixPair } from '../evidence/matrix.ts';
import type { Failure } from '../failure.ts';
import { chooseAccelerator } from '../guest/accelerator.ts';
import { MachineUnsuitable, NoKvm } from '../guest/failures.ts';
import type { Machine } from '../guest/machine.ts';
import { machineFor } from '../guest/machine-for.ts';
import type { findMachines } from '../guest/machines.ts';
import { fittedFor } from '../guest/qemu-devices.ts';
import { HostLacks, NeedsSource } from '../kernel/failures.ts';
import type { Tree } from '../kernel/tree.ts';
import { type Choice, compose } from '../series/generate.ts';
import type { AnyTopic } from '../series/topic.ts';
import { flag, type OptionValues, text } from './command.ts';
import { kernelChoice } from './kernel-choice.ts';
import { openTopicTree } from './select.ts';

/** Every tree on every machine, with what keeps a pair from being run here. */
export async function pairsOf(
  topic: AnyTopic,
  machines: Awaited<ReturnType<typeof findMachines>>,
  choices: readonly Choice[],
  trees: readonly string[],
  options: OptionValues,
  context: Context,
): Promise<MatrixPair[]> {
  const pairs: MatrixPair[] = [];
  for (const spec of trees) {
    const tree = await openTopicTree(topic, spec, context);
    const designs = await compose(topic, tree, choices, context);
    for (const { name, machine: found, mistake } of machines) {
      if (mistake) {
        pairs.push({ designs, machine: { id: name }, skip: mistake });
        continue;
      }
      const machine = suited(topic, found);
      if (machine instanceof MachineUnsuitable) {
        pairs.push({ designs, machine: { id: name }, skip: machine });
        continue;
      }
      const kernel = await kernelChoice(options, machine);
      const build = flag(options, 'build') || text(options, 'kernel') === 'source';
      const skip = await obstacle(topic, tree, machine, kernel, build, context);
      pairs.push({ designs, machine, ...(skip ? { skip } : { kernel }) });
    }
  }
  return pairs;
}

/** The machine as the topic needs it, or why it is none for it. */
function suited({ subsystem }: AnyTopic, machine: Machine): Machine | MachineUnsuitable {
  try {
    return machineFor(subsystem, machine);
  } catch (error) {
    if (error instanceof MachineUnsuitable) return error;
    throw error;
  }
}

/** What can be known before a run is begun. */
async function obstacle(
  topic: AnyTopic,
  tree: Tree,
  machine: Machine,
  kernel: KernelChoice,
  build: boolean,
  context: Context,
): Promise<Failure | undefined> {
  try {
    await fittedFor(topic.subsystem, machine, context);
    await chooseAccelerator(machine, context);
    if (kernel.way === 'prebuilt' || build || (await isBuilt(tree, machine, kernel, context)))
      return undefined;
  } catch (error) {
    if (error instanceof HostLacks || error instanceof MachineUnsuitable || error instanceof NoKvm)
      return error;
    throw error;
  }
  if (defaultChoice(machine).way === 'prebuilt') return undefined;
  return new NeedsSource({
    title: `${machine.id} needs a kernel built from source, and the cache has none of this tree`,
    where: tree.label,
    hint: 'Build it, which takes minutes: kpw matrix --build.',
  });
}
