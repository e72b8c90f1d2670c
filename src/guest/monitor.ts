// SPDX-License-Identifier: GPL-2.0-only
import type { Readable, Writable } from 'node:stream';

/** What a program in the guest may ask the host for, in a line of its output: `# ask <what> <role>`. */
const COMMANDS: Readonly<Record<string, (role: string) => object>> = {
  /** Unplugs the device with this role, as a hypervisor's user would. */
  device_del: (role) => ({ execute: 'device_del', arguments: { id: role } }),
  /** Pulls the cable out of a network card, and puts it back: an interrupt that the guest did not cause. */
  link_down: (role) => ({ execute: 'set_link', arguments: { name: role, up: false } }),
  link_up: (role) => ({ execute: 'set_link', arguments: { name: role, up: true } }),
};

/**
 * QEMU's machine protocol on its standard input and output (`-qmp stdio`): JSON objects a line, a greeting
 * first (docs/interop/qmp-spec.rst). Answers are kept where they are errors; what a command did, the guest sees.
 */
export class Monitor {
  readonly problems: string[] = [];
  private rest = '';

  constructor(
    private readonly input: Writable,
    output: Readable,
  ) {
    // QEMU may be gone, or be stopped, while a command is written.
    input.on('error', () => undefined);
    output.setEncoding('utf8');
    output.on('data', (text: string) => this.onOutput(text));
    this.send({ execute: 'qmp_capabilities' });
  }

  ask(what: string, role: string): void {
    const made = Object.hasOwn(COMMANDS, what) ? COMMANDS[what]?.(role) : undefined;
    if (made) this.send(made);
    else this.problems.push(`asked for ${what} ${role}: the host does ${Object.keys(COMMANDS).join(', ')}`);
  }

  private send(command: object): void {
    this.input.write(`${JSON.stringify(command)}\n`);
  }

  private onOutput(text: string): void {
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) {
      const error = errorIn(line);
      if (error) this.problems.push(`the monitor said: ${error}`);
    }
  }
}

function errorIn(line: string): string | undefined {
  try {
    return JSON.parse(line)?.error?.desc;
  } catch {
    return undefined;
  }
}
