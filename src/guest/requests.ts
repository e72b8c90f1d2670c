// SPDX-License-Identifier: GPL-2.0-only
import type { MachineDevice } from './machine.ts';

/** What a program asks the host for: `# ask [@token] <what> <role> [argument...]`. */
export interface GuestRequest {
  /** Marks the answer; undefined if the program waits for no answer. */
  readonly token: string | undefined;
  readonly what: string;
  readonly role: string;
  readonly rest: readonly string[];
}

/** What a guest's machine has that may be asked for, and where the boot has put its disks. */
export interface AskableMachine {
  readonly devices: readonly Pick<MachineDevice, 'role' | 'address' | 'asks'>[];
  /** File of each medium, by its name. */
  readonly media: ReadonlyMap<string, string>;
}

type Group = NonNullable<MachineDevice['asks']>[number];

/** Properties of a device as QEMU was started with it. */
type Properties = Readonly<Record<string, string>>;

interface Action {
  /** What a device's `asks` has to have. */
  readonly group: Group;
  /** A command of QEMU's machine protocol (docs/interop/qmp-ref), or what is wrong with the request. */
  command(request: GuestRequest, asked: AskableMachine, device: Properties): object | string;
}

const link =
  (up: boolean): Action['command'] =>
  ({ role }) => ({ execute: 'set_link', arguments: { name: role, up } });

/** Everything that a program may ask for. */
const ACTIONS: Readonly<Record<string, Action>> = {
  /** Unplugs the device, as a hypervisor's user would. */
  device_del: {
    group: 'plug',
    command: ({ role }) => ({ execute: 'device_del', arguments: { id: role } }),
  },
  /** Plugs it in again, when it is gone. */
  device_add: {
    group: 'plug',
    command: (_request, _asked, device) => ({ execute: 'device_add', arguments: device }),
  },
  /** Pulls the cable out of a network card, and puts it back: an interrupt that the guest did not cause. */
  link_down: { group: 'link', command: link(false) },
  link_up: { group: 'link', command: link(true) },
  /** Puts a disk into a drive, in place of the one that is there: `insert <role> <medium> rw|ro`. */
  insert: {
    group: 'media',
    command({ role, rest: [medium = '', mode = ''] }, { media }) {
      const filename = media.get(medium);
      if (filename === undefined)
        return `the machine has no medium ${medium || '(none named)'}; it has ${[...media.keys()].join(', ') || 'none'}`;
      if (mode !== 'rw' && mode !== 'ro') return 'a medium is inserted rw or ro';
      const read = mode === 'rw' ? 'read-write' : 'read-only';
      return {
        execute: 'blockdev-change-medium',
        arguments: { id: role, filename, format: 'raw', 'read-only-mode': read },
      };
    },
  },
  /** Takes the disk out, whatever the guest does with it. */
  eject: {
    group: 'media',
    command: ({ role }) => ({ execute: 'eject', arguments: { id: role, force: true } }),
  },
};

/** @param words behind `# ask` */
export function requestOf(words: readonly string[]): GuestRequest {
  const [token] = words[0]?.startsWith('@') ? words : [];
  const [what = '', role = '', ...rest] = token === undefined ? words : words.slice(1);
  return { token, what, role, rest };
}

/**
 * The command that does what is asked, or why the host does not do it.
 *
 * @param argv QEMU's command, whose -device arguments say what a device that is plugged in again is
 */
export function commandFor(
  request: GuestRequest,
  asked: AskableMachine,
  argv: readonly string[],
): { command: object } | { refused: string } {
  const { what, role } = request;
  const action = Object.hasOwn(ACTIONS, what) ? ACTIONS[what] : undefined;
  if (!action) return { refused: `the host does ${Object.keys(ACTIONS).join(', ')}` };
  const properties = deviceIn(argv, role);
  const device = asked.devices.find((one) => one.role === role);
  if (!properties || !device) return { refused: 'there is no such device' };
  // Without `asks`, a program may do everything to a PCI device that needs no disk.
  const allowed = device.asks ?? (device.address === undefined ? [] : ['plug', 'link']);
  if (!allowed.includes(action.group))
    return {
      refused: `the machine's ${role} allows ${allowed.join(', ') || 'nothing'}, not ${action.group}`,
    };
  const command = action.command(request, asked, properties);
  return typeof command === 'string' ? { refused: command } : { command };
}

/** The request as its program wrote it. */
export function requestText({ what, role, rest }: GuestRequest): string {
  return [what, role, ...rest].filter(Boolean).join(' ');
}

/** `e1000e,romfile=,id=unplug,bus=unplug-port` → `{ driver: 'e1000e', romfile: '', … }` */
function deviceIn(argv: readonly string[], role: string): Properties | undefined {
  for (const argument of argv) {
    const [driver = '', ...properties] = argument.split(',');
    if (properties.includes(`id=${role}`))
      return { driver, ...Object.fromEntries(properties.map((one) => one.split(/=(.*)/s, 2))) };
  }
  return undefined;
}
