// SPDX-License-Identifier: GPL-2.0-only
import type { Readable, Writable } from 'node:stream';

/** What QEMU sends: its greeting, an answer to a command, an event. */
export interface QmpMessage {
  QMP?: object;
  return?: { status?: string };
  error?: { class?: string; desc?: string };
  event?: string;
  data?: { device?: string };
  /** Of the command that it answers. */
  id?: string;
}

/** Of the query that follows each STOP. */
const STATE = 'state';

/** States in which a CPU executes, or is about to (qapi/run-state.json, RunState). */
const GOES_ON = ['running', 'prelaunch', 'inmigrate'];

/**
 * QEMU's machine protocol: JSON objects a line, a greeting first (docs/interop/qmp-spec.rst). Whatever else happens,
 * QEMU is asked for its state as soon as it takes commands, and after each STOP: an accelerator that cannot go on
 * leaves QEMU there, with a guest that is silent for ever.
 */
export class Qmp {
  private rest = '';

  /**
   * @param hear called with every message
   * @param halted called with the state of a guest that QEMU has stopped: `internal-error`, `paused`, `io-error`
   */
  constructor(
    private readonly input: Writable,
    output: Readable,
    private readonly hear: (message: QmpMessage) => void,
    private readonly halted: (state: string) => void,
  ) {
    // QEMU may be gone, or be stopped, while a command is written.
    input.on('error', () => undefined);
    output.on('error', () => undefined);
    output.setEncoding('utf8');
    output.on('data', (text: string) => this.onOutput(text));
    this.send({ execute: 'qmp_capabilities' });
    this.askState();
  }

  send(command: object): void {
    this.input.write(`${JSON.stringify(command)}\n`);
  }

  private askState(): void {
    this.send({ execute: 'query-status', id: STATE });
  }

  private onOutput(text: string): void {
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) {
      const message = parsed(line);
      const state = message.id === STATE ? message.return?.status : undefined;
      if (message.event === 'STOP') this.askState();
      if (state !== undefined && !GOES_ON.includes(state)) this.halted(state);
      this.hear(message);
    }
  }
}

function parsed(line: string): QmpMessage {
  try {
    return JSON.parse(line) ?? {};
  } catch {
    return {};
  }
}
