// SPDX-License-Identifier: GPL-2.0-only
import { findMachine, machineNames } from '../guest/machines.ts';
import { qemuVersion } from '../guest/qemu.ts';
import { HostLacks } from '../kernel/failures.ts';
import { type Command, flag } from './command.ts';
import { JSON_OUTPUT } from './options.ts';
import { columns } from './table.ts';

export const machines: Command = {
  name: 'machines',
  summary: 'list the QEMU machines: one file each in kernel-tests/machines',
  options: [JSON_OUTPUT],
  async run(_, options, terminal) {
    const all = await Promise.all((await machineNames()).map(findMachine));
    const listed = await Promise.all(
      all.map(async (machine) => ({
        ...machine,
        installed: await qemuVersion(machine, terminal.context).catch((error) => {
          if (error instanceof HostLacks) return undefined;
          throw error;
        }),
      })),
    );
    if (flag(options, 'json')) terminal.print(JSON.stringify(listed, null, 2));
    else
      terminal.print(
        columns(
          listed.map(({ id, title, devices, qemu, installed }) => [
            terminal.colour.bold(id),
            title,
            devices.map(({ role }) => role).join(', '),
            installed ? `QEMU ${installed}` : `needs ${qemu.package}`,
          ]),
        ),
      );
    return 0;
  },
};
