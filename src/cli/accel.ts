// SPDX-License-Identifier: GPL-2.0-only
import { ACCELERATORS, type AcceleratorChoice, type Context } from '../context.ts';
import { BadParameter } from '../series/errors.ts';
import { type OptionSpec, type OptionValues, text } from './command.ts';

export const ACCEL: OptionSpec = {
  flags: '--accel <how>',
  help: 'run guests by kvm, by tcg (emulation), or by what works best here (auto); by default what KPW_ACCEL says, else auto',
  choices: ACCELERATORS,
};

/**
 * The context with what --accel or else KPW_ACCEL says.
 *
 * @throws BadParameter when KPW_ACCEL says something else
 */
export function accelerated(
  options: OptionValues,
  context: Context,
  env: NodeJS.ProcessEnv = process.env,
): Context {
  const said = text(options, 'accel') ?? (env.KPW_ACCEL || 'auto');
  const accelerator = ACCELERATORS.find((one) => one === said);
  if (accelerator) return { ...context, accelerator };
  throw new BadParameter({
    title: `KPW_ACCEL names no accelerator: ${JSON.stringify(said)}`,
    where: 'KPW_ACCEL',
    hint: `Set it to one of ${ACCELERATORS.join(', ')}, or unset it.`,
  });
}

/** For a person: `KVM`, `TCG: there is no /dev/kvm`. */
export function executionText({ accelerator, why }: { accelerator: AcceleratorChoice; why: string }): string {
  return accelerator === 'kvm' ? `KVM (${why})` : `TCG: ${why}`;
}
