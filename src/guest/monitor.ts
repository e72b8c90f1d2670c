// SPDX-License-Identifier: GPL-2.0-only
import type { Readable, Writable } from 'node:stream';
import { Qmp, type QmpMessage } from './qmp.ts';

/**
 * What a program in the guest may ask the host for, in a line of its output: `# ask <what> <role>`.
 *
 * @param device the device's properties, as QEMU was started with them
 */
const COMMANDS: Readonly<Record<string, (role: string, device: Readonly<Record<string, string>>) => object>> =
  {
    /** Unplugs the device with this role, as a hypervisor's user would. */
    device_del: (role) => ({ execute: 'device_del', arguments: { id: role } }),
    /** Plugs it in again, when it is gone. */
    device_add: (_role, device) => ({ execute: 'device_add', arguments: device }),
    /** Pulls the cable out of a network card, and puts it back: an interrupt that the guest did not cause. */
    link_down: (role) => ({ execute: 'set_link', arguments: { name: role, up: false } }),
    link_up: (role) => ({ execute: 'set_link', arguments: { name: role, up: true } }),
  };

/**
 * What the guest asks of QEMU, over the machine protocol on QEMU's standard input and output (`-qmp stdio`). Answers
 * are kept where they are errors; what a command did, the guest sees.
 */
export class Monitor {
  readonly problems: string[] = [];
  private readonly qmp: Qmp;
  /** Devices that the guest has not let go of yet, and what is to be sent when it has. */
  private readonly leaving = new Map<string, object[]>();

  /**
   * @param argv QEMU's command, whose -device arguments say what a device that is plugged in again is
   * @param halted called with the state of a guest that QEMU has stopped
   */
  constructor(
    input: Writable,
    output: Readable,
    private readonly argv: readonly string[],
    halted: (state: string) => void = () => undefined,
  ) {
    this.qmp = new Qmp(input, output, (message) => this.onMessage(message), halted);
  }

  ask(what: string, role: string): void {
    const device = this.device(role);
    const made = Object.hasOwn(COMMANDS, what) ? COMMANDS[what] : undefined;
    if (!made || !device) {
      const known = made ? 'there is no such device' : `the host does ${Object.keys(COMMANDS).join(', ')}`;
      this.problems.push(`asked for ${what} ${role}: ${known}`);
      return;
    }
    const command = made(role, device);
    const later = what === 'device_add' ? this.leaving.get(role) : undefined;
    if (later) later.push(command);
    else this.qmp.send({ ...command, id: `${what} ${role}` });
    if (what === 'device_del') this.leaving.set(role, []);
  }

  /** Whether the host unplugged it, or the guest itself had cut its power before the host got to it. */
  private gone(role: string): void {
    for (const command of this.leaving.get(role) ?? []) this.qmp.send(command);
    this.leaving.delete(role);
  }

  /** `e1000e,romfile=,id=unplug,bus=unplug-port` → `{ driver: 'e1000e', romfile: '', … }` */
  private device(role: string): Record<string, string> | undefined {
    for (const argument of this.argv) {
      const [driver = '', ...properties] = argument.split(',');
      if (properties.includes(`id=${role}`))
        return { driver, ...Object.fromEntries(properties.map((one) => one.split(/=(.*)/s, 2))) };
    }
    return undefined;
  }

  private onMessage({ error, event, data, id }: QmpMessage): void {
    const [what, role = ''] = id?.split(' ') ?? [];
    if (what === 'device_del' && error?.class === 'DeviceNotFound') this.gone(role);
    else if (error?.desc) this.problems.push(`the monitor said: ${error.desc}`);
    else if (event === 'DEVICE_DELETED' && data?.device !== undefined) this.gone(data.device);
  }
}
