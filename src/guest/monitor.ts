// SPDX-License-Identifier: GPL-2.0-only
import type { Readable, Writable } from 'node:stream';
import { Qmp, type QmpMessage } from './qmp.ts';
import { type AskableMachine, commandFor, type GuestRequest, requestOf, requestText } from './requests.ts';

/** How long QEMU, and the guest that is to let go of a device, may take. */
const PATIENCE_MS = 10_000;

/** A request that is on its way. */
interface Waiting extends GuestRequest {
  readonly timer: NodeJS.Timeout;
}

/**
 * What the guest asks of QEMU, over the machine protocol on QEMU's standard input and output (`-qmp stdio`). A program
 * that gave its request a token gets an answer of one line: `@token ok`, `@token error <why>`. What goes wrong with a
 * request that nobody waits for is kept.
 */
export class Monitor {
  readonly problems: string[] = [];
  private readonly qmp: Qmp;
  /** Devices that the guest has not let go of yet, and requests to plug them in when it has. */
  private readonly leaving = new Map<string, (() => void)[]>();
  private readonly waiting = new Map<string, Waiting>();
  private count = 0;

  /**
   * @param argv QEMU's command
   * @param halted called with the state of a guest that QEMU has stopped
   * @param answers the host's end of the port that answers go to
   */
  constructor(
    input: Writable,
    output: Readable,
    private readonly argv: readonly string[],
    private readonly asked: AskableMachine,
    halted: (state: string) => void = () => undefined,
    private readonly answers?: Writable,
  ) {
    this.qmp = new Qmp(input, output, (message) => this.onMessage(message), halted);
    // The guest may be gone while an answer is written.
    answers?.on('error', () => undefined);
  }

  /** @param words behind `# ask` */
  ask(words: readonly string[]): void {
    const request = requestOf(words);
    const made = commandFor(request, this.asked, this.argv);
    if ('refused' in made) this.fail(request, made.refused);
    else {
      const { what, role } = request;
      const later = what === 'device_add' ? this.leaving.get(role) : undefined;
      const send = () => this.send(request, made.command);
      if (later) later.push(send);
      else send();
      if (what === 'device_del') this.leaving.set(role, []);
    }
  }

  /** The guest is gone, so nobody waits any longer. */
  close(): void {
    for (const { timer } of this.waiting.values()) clearTimeout(timer);
    this.waiting.clear();
  }

  private send(request: GuestRequest, command: object): void {
    this.count += 1;
    const id = `${this.count} ${request.what} ${request.role}`;
    const late = () => {
      this.waiting.delete(id);
      this.fail(request, `it was not done within ${PATIENCE_MS / 1000} s`);
    };
    this.waiting.set(id, { ...request, timer: setTimeout(late, PATIENCE_MS).unref() });
    this.qmp.send({ ...command, id });
  }

  private done(id: string, error?: string): void {
    const request = this.waiting.get(id);
    if (!request) return;
    clearTimeout(request.timer);
    this.waiting.delete(id);
    if (error !== undefined) this.fail(request, `QEMU said: ${error}`);
    else if (request.token !== undefined) this.answers?.write(`${request.token} ok\n`);
  }

  private fail(request: GuestRequest, why: string): void {
    if (request.token !== undefined && this.answers)
      this.answers.write(`${request.token} error ${requestText(request)}: ${why}\n`);
    else this.problems.push(`asked for ${requestText(request)}: ${why}`);
  }

  /** Whether the host unplugged it, or the guest itself had cut its power before the host got to it. */
  private gone(role: string): void {
    for (const [id, { what, role: own }] of this.waiting)
      if (what === 'device_del' && own === role) this.done(id);
    for (const send of this.leaving.get(role) ?? []) send();
    this.leaving.delete(role);
  }

  private onMessage({ return: returned, error, event, data, id }: QmpMessage): void {
    const [, what, role = ''] = id?.split(' ') ?? [];
    if (what === 'device_del' && error?.class === 'DeviceNotFound') this.gone(role);
    else if (id !== undefined && this.waiting.has(id)) {
      if (error) this.done(id, error.desc ?? 'no reason');
      // QEMU has asked the guest; when that lets go, an event says.
      else if (returned !== undefined && what !== 'device_del') this.done(id);
    } else if (error?.desc) this.problems.push(`the monitor said: ${error.desc}`);
    else if (event === 'DEVICE_DELETED' && data?.device !== undefined) this.gone(data.device);
  }
}
