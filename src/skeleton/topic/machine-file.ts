// SPDX-License-Identifier: GPL-2.0-only
import type { TopicPlan } from './plan.ts';
import { quotedList, quotedText, SPDX } from './words.ts';

export function machineName({ name }: Pick<TopicPlan, 'name'>): string {
  return `x86-${name}`;
}

/** A PC that has what the driver drives, and nothing else. */
export function newMachineText(plan: TopicPlan): string {
  const { part, flavours, driver } = plan;
  const devices = part?.device === undefined ? [] : devicesOf(part as Part & { device: string });
  const remark =
    devices.length > 0
      ? '  // What the driver drives; roles are what the tests call it.'
      : part
        ? `  // The PC has the device of ${driver.module} without being asked.`
        : `  // QEMU has no device that ${driver.module} would take, or it needs none.`;
  return `${SPDX}import { type MachineFile, pc } from 'kernel-patch-workbench';

export default {
  id: ${quotedText(machineName(plan))},
  title: ${quotedText(part?.device === undefined ? `x86-64 PC for ${driver.module}` : `x86-64 PC with ${part.device.split(',')[0]}, for ${driver.module}`)},
  ...pc(),
${remark}
  devices: [${devices.length > 0 ? `\n${devices.map((one) => `    ${one},\n`).join('')}  ` : ''}],
  kernel: { prebuilt: ${quotedList(flavours.length > 0 ? flavours : ['amd64'])}, source: ['x86-64'] },
} satisfies MachineFile;
`;
}

type Part = NonNullable<TopicPlan['part']>;

function devicesOf(part: Part & { device: string }): string[] {
  const fields = (own: readonly (readonly [string, string])[]) =>
    `{ ${own.map(([key, value]) => `${key}: ${value}`).join(', ')} }`;
  const onPci = part.host === undefined && part.bus !== 'platform';
  const own = fields([
    ['role', quotedText(part.role)],
    ['device', quotedText(part.device)],
    ...(onPci ? ([['address', quotedText('04.0')]] as const) : []),
    ...(part.backend ? ([['backend', quotedList(part.backend)]] as const) : []),
    ...(part.name !== undefined
      ? ([['guest', `{ bus: ${quotedText(part.bus)}, name: ${quotedText(part.name)} }`]] as const)
      : []),
    ...(part.since !== undefined ? ([['since', quotedText(part.since)]] as const) : []),
  ]);
  const host = fields([
    ['role', quotedText('host')],
    ['device', quotedText(part.host ?? '')],
    ['address', quotedText('04.0')],
  ]);
  return part.host === undefined ? [own] : [host, own];
}
