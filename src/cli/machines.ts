// SPDX-License-Identifier: GPL-2.0-only

import { cachedKernels } from '../guest/cached-kernels.ts';
import { fitted, type Machine } from '../guest/machine.ts';
import { findMachine, machineNames } from '../guest/machines.ts';
import { qemuVersion } from '../guest/qemu.ts';
import { ARCHITECTURE } from '../kernel/architecture.ts';
import { HostLacks } from '../kernel/failures.ts';
import { versionOf } from '../kernel/programs.ts';
import { type Command, flag, type Terminal } from './command.ts';
import { JSON_OUTPUT } from './options.ts';

export const machines: Command = {
  name: 'machines',
  summary:
    'list the QEMU machines, what each needs, and what of it is there: one file each in kernel-tests/machines',
  options: [JSON_OUTPUT],
  async run(_, options, terminal) {
    const all = await Promise.all((await machineNames()).map(findMachine));
    const listed = await Promise.all(all.map((machine) => stateOf(machine, terminal)));
    terminal.print(
      flag(options, 'json')
        ? JSON.stringify(listed, null, 2)
        : listed.map((one) => told(one, terminal)).join('\n\n'),
    );
    return 0;
  },
};

interface State extends Machine {
  /** QEMU's version. */
  installed?: string;
  /** Debian packages that are wanting before it can run here. */
  needs: string[];
  /** Roles of devices that the installed QEMU does not have. */
  without: string[];
  kernels: Awaited<ReturnType<typeof cachedKernels>>;
}

async function stateOf(machine: Machine, { context }: Terminal): Promise<State> {
  const installed = await qemuVersion(machine, context).catch((error) => {
    if (error instanceof HostLacks) return undefined;
    throw error;
  });
  const { prefix, compiler, library } = ARCHITECTURE[machine.architecture];
  const compiles = (await versionOf(`${prefix}gcc`, context)) !== undefined;
  return {
    ...machine,
    ...(installed === undefined ? {} : { installed }),
    needs: [...(installed ? [] : [machine.qemu.package]), ...(compiles ? [] : [compiler, library])],
    without: installed ? fitted(machine, installed).left.map(({ role }) => role) : [],
    kernels: await cachedKernels(machine, context),
  };
}

function told(state: State, { colour }: Terminal): string {
  const { id, title, pageSize, traits, kernel, devices, installed, needs, without, kernels } = state;
  const ways = [
    ...(kernel.prebuilt ? [`Debian's ${kernel.prebuilt.join(' or ')}`] : []),
    ...(kernel.source ? [`from source (${kernel.source.join(', ')})`] : []),
  ];
  const roles = devices.filter(({ role }) => !without.includes(role)).map(({ role }) => role);
  const rows: [string, string][] = [
    ['pages', `${pageSize / 1024}K, IOMMU ${traits.iommu}, MSIs ${traits.isolatesMsi ? '' : 'not '}isolated`],
    ['kernel', ways.join('; ')],
    ['cached', kernels.map(({ release }) => release).join(', ') || 'none yet'],
    [
      'devices',
      `${roles.join(', ')}${without.length > 0 ? `; not with this QEMU: ${without.join(', ')}` : ''}`,
    ],
    [
      'host',
      needs.length > 0
        ? colour.warn(`needs apt-get install --no-install-recommends ${needs.join(' ')}`)
        : `QEMU ${installed}`,
    ],
  ];
  return [
    `${colour.bold(id)}  ${title}`,
    ...rows.map(([label, text]) => `  ${colour.dim(label.padEnd(8))}${text}`),
  ].join('\n');
}
