// SPDX-License-Identifier: GPL-2.0-only
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '../../context.ts';
import { chooseAccelerator, type Execution } from '../accelerator.ts';
import type { Judged } from '../judge.ts';
import { type LiveBase, LiveGuest } from './live-guest.ts';

/** Boots in a row that may fail before the waiting callers get the error. */
const TRIES = 2;

/** How many guests were booted, and how many of them because another was hurt. */
export interface PoolCount {
  readonly boots: number;
  readonly replaced: number;
}

/**
 * Guests that wait for work. One that was hurt is replaced in the background; whoever asks gets one that is up, or waits
 * for the next.
 */
export class GuestPool {
  private readonly idle: LiveGuest[] = [];
  private readonly all = new Set<LiveGuest>();
  private readonly booting = new Set<Promise<void>>();
  private readonly waiting: { take(guest: LiveGuest): void; fail(error: unknown): void }[] = [];
  private failures = 0;
  private boots = 0;
  private replaced = 0;
  private closed = false;
  private execution: Promise<Execution> | undefined;
  private readonly stop = new AbortController();
  private readonly context: Context;

  /**
   * @param size guests at a time
   * @param folder that exists, for the guests' files
   * @param failed what is thrown where guests do not come up
   */
  constructor(
    private readonly base: LiveBase,
    private readonly size: number,
    private readonly folder: string,
    context: Context,
    private readonly failed: (boot: Judged) => unknown,
  ) {
    this.context = { ...context, signal: AbortSignal.any([context.signal, this.stop.signal]) };
  }

  /** Boots what is missing. */
  fill(): void {
    while (!this.closed && this.all.size + this.booting.size < this.size) this.bootOne();
  }

  /** A running guest, for this caller alone until it gives the guest back. */
  async take(): Promise<LiveGuest> {
    this.context.signal.throwIfAborted();
    for (let guest = this.idle.shift(); guest; guest = this.idle.shift()) {
      const hurt = await guest.hurt();
      if (hurt === undefined) return guest;
      this.context.report({ task: 'a guest that waited', state: 'failed', text: `replaced: ${hurt}` });
      await this.give(guest, false);
    }
    const asked = new Promise<LiveGuest>((take, fail) => this.waiting.push({ take, fail }));
    this.fill();
    return asked;
  }

  /** @param healthy whether it can take more work */
  async give(guest: LiveGuest, healthy: boolean): Promise<void> {
    if (healthy && !this.closed) {
      const next = this.waiting.shift();
      if (next) next.take(guest);
      else this.idle.push(guest);
      return;
    }
    this.all.delete(guest);
    this.replaced += this.closed ? 0 : 1;
    // The new one boots while the old one ends.
    this.fill();
    await guest.close();
  }

  get count(): PoolCount {
    return { boots: this.boots, replaced: this.replaced };
  }

  /** Ends all guests. */
  async close(): Promise<void> {
    this.closed = true;
    const over = new Error('the guests are closed');
    for (const { fail } of this.waiting.splice(0)) fail(this.context.signal.reason ?? over);
    this.stop.abort(over);
    await Promise.all([...this.all].map((guest) => guest.close()));
    await Promise.all(this.booting);
    await rm(this.folder, { recursive: true, force: true });
  }

  private bootOne(): void {
    const number = ++this.boots;
    const boot = this.boot(number).finally(() => {
      this.booting.delete(boot);
      if (this.waiting.length > 0) this.fill();
    });
    this.booting.add(boot);
  }

  private async boot(number: number): Promise<void> {
    const { context, base } = this;
    const task = `guest ${number}`;
    context.report({ task, state: 'start', text: 'boots' });
    try {
      this.execution ??= chooseAccelerator(base.machine, context);
      const execution = await this.execution;
      const guest = await LiveGuest.boot(base, execution, join(this.folder, `guest-${number}`), context);
      if (!(guest instanceof LiveGuest)) {
        context.report({ task, state: 'failed', text: guest.failure?.title ?? 'did not come up' });
        this.onFailure(guest, execution);
        return;
      }
      this.failures = 0;
      this.all.add(guest);
      context.report({
        task,
        state: 'done',
        text: `${guest.release} waits after ${guest.bootSeconds.toFixed(1)} s`,
      });
      if (this.closed) await guest.close();
      else await this.welcome(guest);
    } catch (error) {
      if (!this.closed) context.report({ task, state: 'failed', text: (error as Error).message });
      for (const { fail } of this.waiting.splice(0)) fail(error);
    }
  }

  private async welcome(guest: LiveGuest): Promise<void> {
    const next = this.waiting.shift();
    if (next) next.take(guest);
    else this.idle.push(guest);
  }

  /** What a probe of KVM cannot know, a boot may show: the next one is made under TCG. */
  private onFailure(boot: Judged, { accelerator }: Execution): void {
    if (accelerator === 'kvm' && this.context.accelerator !== 'kvm') {
      const execution: Execution = { accelerator: 'tcg', why: 'a guest did not come up under KVM' };
      this.execution = Promise.resolve(execution);
      return;
    }
    if (++this.failures < TRIES) return;
    this.failures = 0;
    for (const { fail } of this.waiting.splice(0)) fail(this.failed(boot));
  }
}
