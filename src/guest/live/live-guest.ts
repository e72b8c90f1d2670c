// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from '../../context.ts';
import { requireRoom } from '../../output.ts';
import { shownText } from '../../shown-text.ts';
import type { Execution } from '../accelerator.ts';
import type { BootedKernel } from '../boot.ts';
import { defaultLimits } from '../cells.ts';
import { classify } from '../classify.ts';
import { command } from '../command.ts';
import { alarms, consoleLines } from '../console.ts';
import { decodedOutcomes } from '../decoded.ts';
import { type Guest, type GuestCell, type GuestProgram, guestFiles, type Purpose } from '../files.ts';
import type { GuestEnd } from '../guest-end.ts';
import { type GuestFile, writeInitramfs } from '../initramfs.ts';
import { type Judged, type ProgramResult, salvage } from '../judge.ts';
import type { Machine } from '../machine.ts';
import { makeMedia } from '../media.ts';
import { Monitor } from '../monitor.ts';
import { parseResults, type ResultStream } from '../results.ts';
import { startQemu, TYPIST_FD } from '../start-qemu.ts';
import { Tail } from '../tail.ts';
import { type Limits, Watch } from '../watch.ts';
import { Mailbox } from './mailbox.ts';
import { Shelf } from './shelf.ts';

/** What guests that wait for work are made of. */
export interface LiveBase {
  /** Without cells and tests, which are the work. */
  readonly guest: Guest;
  /** As the host's QEMU can have it. */
  readonly machine: Machine;
  readonly kernel: BootedKernel;
}

/** One cell to be run. */
export interface Work {
  readonly cell: GuestCell;
  /** Those that all cells have, in the order in which they are to run. */
  readonly programs: readonly GuestProgram[];
}

/**
 * Whoever types gets the guest's console while a shell lasts.
 *
 * @param end ends the guest, where the shell does not answer
 * @returns what lets go of the console
 */
export type Attach = (console: Duplex, end: () => void) => () => void;

/** What came of it. */
export interface WorkDone extends Judged {
  /** This guest's part of the console. */
  readonly console: string;
  /** Whether the guest is as it was, and can take more. */
  readonly healthy: boolean;
  /** From the letter to the end of the cell. */
  readonly seconds: number;
}

const POLL_MS = 20;
/** Seconds in which the console says that the cell has ended, after the results did. */
const CONSOLE_SECONDS = 2;
/** Seconds of silence after which somebody looks whether the files have room. */
const SILENT = 2;

/** A guest that stays up, and is handed one cell after another: modules, programs, contract. */
export class LiveGuest {
  /** `uname -r` as it said. */
  release = '';
  /** Seconds from QEMU's start to its readiness. */
  bootSeconds = 0;
  private readonly shelf = new Shelf();
  private readonly stop = new AbortController();
  /** Since the work began. */
  private heard = { console: '', results: '' };
  /** Characters of the console that were judged. */
  private settled = 0;
  private watch: Watch;
  private since = performance.now();
  private end: GuestEnd | undefined;
  private monitor: Monitor | undefined;
  private qemu: ReturnType<typeof startQemu> | undefined;
  private tails: Tail[] = [];
  private closing: Promise<void> | undefined;

  private constructor(
    private readonly base: LiveBase,
    readonly execution: Execution,
    /** Its files: console.log, results.log. */
    readonly folder: string,
    private readonly mailbox: Mailbox,
    private readonly context: Context,
  ) {
    this.watch = this.watchFor(defaultLimits(base.guest));
  }

  /**
   * Boots a guest, until it waits for work.
   *
   * @param folder to be made, and removed when the guest is closed
   * @returns the guest, or what came of the boot instead
   * @throws what is wrong with the host; the signal's reason when the context was aborted
   */
  static async boot(
    base: LiveBase,
    execution: Execution,
    folder: string,
    context: Context,
  ): Promise<LiveGuest | Judged> {
    context.signal.throwIfAborted();
    await mkdir(folder, { recursive: true });
    const guest = new LiveGuest(base, execution, folder, await Mailbox.create(folder), context);
    try {
      await guest.start();
      const end = await guest.until((results) => /^KPW ready 0$/m.test(results));
      const failed = await guest.failedBoot(end);
      if (!failed) {
        guest.bootSeconds = guest.seconds();
        guest.release = parseResults(guest.heard.results).boot?.release ?? '';
        return guest;
      }
      await guest.close();
      return failed;
    } catch (error) {
      await guest.close();
      throw error;
    }
  }

  /**
   * Runs a cell. The guest is no good for more where `healthy` is false, and is to be closed then.
   *
   * @param onProgram called with each program as soon as it has ended
   * @throws what is wrong with the host; the signal's reason when the context was aborted
   */
  async run(
    { cell, programs }: Work,
    onProgram: (result: ProgramResult) => void = () => undefined,
  ): Promise<WorkDone> {
    const { name } = cell;
    const guest: Guest = { ...this.base.guest, cells: [withOrder(cell, programs)], tests: programs };
    let told = 0;
    const hear = (stream: ResultStream) => {
      const ended = (stream.cells[0]?.programs ?? []).filter(({ end }) => end !== undefined);
      for (const program of ended.slice(told)) {
        told++;
        for (const result of salvage({ name, programs: [program], ended: true })) onProgram(result);
      }
    };
    const number = await this.hand(guest, { cells: [name], wait: true });
    const ready = new RegExp(`^KPW ready ${number}$`, 'm');
    const end = await this.until((results, fresh) => {
      if (/^KPW program \S+ end /m.test(fresh)) hear(this.stream(results));
      return ready.test(results);
    });
    if (!end) await this.untilConsole(name);
    const stream = this.stream(shownText(this.heard.results));
    const console = shownText(this.heard.console);
    this.settled = console.length;
    const alarmed = alarms(console, [name]).length > 0;
    const failed = stream.errors.length > 0 || stream.cells.some(({ error }) => error !== undefined);
    const healthy = !end && !alarmed && !failed;
    const stderr = healthy ? '' : await this.lastWords();
    const outcomes = classify({
      ...{ cells: [name], console, stderr, end: end ?? { kind: 'stopped', why: 'ended' } },
      stream: { ...stream, ended: !end },
    });
    const over = { guest: { cells: [cell] }, kernel: this.base.kernel, cells: [name], console };
    const outcome = (await decodedOutcomes(outcomes, over, this.folder, this.context)).get(name);
    if (!outcome || outcome === 'again') throw new Error(`nothing came of the cell ${name}`);
    return { ...outcome, console, healthy, seconds: this.seconds() };
  }

  /** What has happened to the guest while it waited; undefined where it still does. */
  async hurt(): Promise<string | undefined> {
    await this.look();
    if (this.end) return 'QEMU has ended';
    // Of work that is over: a report may come later than the last result.
    return alarms(this.heard.console.slice(this.settled), [])[0]?.line;
  }

  /**
   * A shell with a cell's modules loaded and its devices bound, on the guest's console.
   *
   * @param busybox static, on the host
   * @returns whether the guest is as it was
   */
  async shell({ cell, programs }: Work, busybox: string, attach: Attach): Promise<boolean> {
    const guest: Guest = { ...this.base.guest, cells: [cell], tests: programs, busybox };
    const number = await this.hand(guest, { cells: [cell.name], shell: true, wait: true });
    const typist = this.qemu?.typist;
    const ready = new RegExp(`^KPW ready ${number}$`, 'm');
    const letGo = typist ? attach(typist, () => this.qemu?.qemu.kill('SIGKILL')) : () => undefined;
    try {
      // Whoever types may think for as long as she likes.
      const end = await this.until((results) => ready.test(results), Number.POSITIVE_INFINITY);
      return !end && !/^KPW error /m.test(this.heard.results) && alarms(this.heard.console, []).length === 0;
    } finally {
      letGo();
      typist?.resume();
    }
  }

  /** Ends QEMU, and takes the guest's folder away. */
  close(): Promise<void> {
    this.closing ??= this.closeOnce();
    return this.closing;
  }

  private async closeOnce(): Promise<void> {
    this.monitor?.close();
    this.stop.abort();
    this.qemu?.qemu.kill('SIGKILL');
    await this.qemu?.qemu;
    await Promise.all([...this.tails.map((tail) => tail.close()), this.mailbox.close()]);
    this.tails = [];
    await rm(this.folder, { recursive: true, force: true });
  }

  private async start(): Promise<void> {
    const { base, folder, mailbox } = this;
    const { guest, machine, kernel } = base;
    const serial = {
      console: join(folder, 'console.log'),
      results: join(folder, 'results.log'),
      typist: TYPIST_FD,
    };
    const initrd = join(folder, 'initramfs.cpio');
    await writeInitramfs(
      guestFiles({ ...guest, cells: [], tests: [] }, machine, { cells: [], wait: true }),
      initrd,
    );
    const media = await makeMedia(machine, folder);
    await Promise.all([writeFile(serial.console, ''), writeFile(serial.results, '')]);
    this.tails = await Promise.all([Tail.open(serial.console), Tail.open(serial.results)]);
    const argv = command(machine, {
      ...{ accelerator: this.execution.accelerator, monitor: 'stdio', answers: true },
      ...{ kernel: kernel.image, initrd, serial, mailbox: mailbox.shared },
    });
    this.since = performance.now();
    const started = startQemu(argv, AbortSignal.any([this.context.signal, this.stop.signal]));
    this.qemu = started;
    const { monitor: channel, answers, typist, qemu } = started;
    if (channel) {
      channel.output.once('data', () => this.watch.onGreeting(this.seconds()));
      const asked = { devices: machine.devices, media };
      const halted = (state: string) => this.watch.onHalted(state);
      this.monitor = new Monitor(channel.input, channel.output, argv, asked, halted, answers);
    }
    typist?.on('error', () => undefined);
    typist?.resume();
    void qemu.then(({ exitCode, signal }) => {
      this.end ??= { kind: 'exited', status: exitCode, signal };
    });
  }

  /** Puts files and plan into the guest. @returns the number of the letter that brings the plan */
  private async hand(guest: Guest, purpose: Purpose): Promise<number> {
    const files = guestFiles(guest, this.base.machine, purpose).filter(isWork);
    const letters = await this.shelf.letters(files, Mailbox.most);
    const last = letters.pop();
    if (!last) throw new Error('no letter');
    for (const one of letters) {
      const number = await this.mailbox.send(one);
      await this.until((results) => new RegExp(`^KPW ready ${number}$`, 'm').test(results));
    }
    this.begin(defaultLimits({ ...guest, cells: guest.cells }));
    return this.mailbox.send(last);
  }

  /** From here on, what is heard belongs to new work. */
  private begin(limits: Limits): void {
    const { pace } = this.watch;
    this.watch = this.watchFor(limits);
    this.watch.resume(pace);
    this.heard = { console: '', results: '' };
    this.settled = 0;
    this.since = performance.now();
  }

  private watchFor(limits: Limits): Watch {
    const kvm = this.execution.accelerator === 'kvm' ? { sign: 10 * (this.base.guest.slowness ?? 1) } : {};
    return new Watch({ ...limits, ...kvm }, (event) => {
      if (event.kind === 'ask') this.monitor?.ask(event.words);
    });
  }

  private seconds(): number {
    return (performance.now() - this.since) / 1000;
  }

  /** The results of one piece of work; those of the boot stand before them. */
  private stream(results: string): ResultStream {
    const text = results.replace(/^KPW ready \d+\r?\n/gm, '');
    const boot = { protocol: 1, release: this.release, pageSize: this.base.machine.pageSize };
    return { ...parseResults(text), boot };
  }

  private async look(): Promise<string> {
    const [console, results] = this.tails;
    const fresh = { console: (await console?.more()) ?? '', results: (await results?.more()) ?? '' };
    this.heard.console += fresh.console;
    this.heard.results += fresh.results;
    this.watch.onConsole(fresh.console, this.seconds());
    this.watch.onResults(fresh.results, this.seconds());
    return fresh.results;
  }

  /**
   * Waits until something is heard.
   *
   * @param patience seconds of silence that do not count as a hang, and of all of it
   * @returns undefined, or how the guest ended instead
   */
  private async until(
    heard: (results: string, fresh: string) => boolean,
    patience = 0,
  ): Promise<GuestEnd | undefined> {
    const { signal } = this.context;
    let looked = 0;
    for (;;) {
      const gone = this.end;
      const fresh = await this.look();
      if (heard(this.heard.results, fresh)) return undefined;
      signal.throwIfAborted();
      if (gone) return gone;
      const why = patience > 0 ? undefined : this.watch.stop(this.seconds());
      if (why) {
        this.end = { kind: 'stopped', why };
        this.qemu?.qemu.kill('SIGTERM');
        return this.end;
      }
      const silence = this.watch.silence(this.seconds());
      if (silence >= looked + SILENT) {
        looked = silence;
        await requireRoom(this.folder);
      } else if (silence < SILENT) looked = 0;
      await sleep(POLL_MS);
    }
  }

  /** The kernel may print what belongs to a cell after the cell's last result, and before the marker of its end. */
  private async untilConsole(cell: string): Promise<void> {
    const marker = `kpw: cell ${cell} end`;
    const until = performance.now() + CONSOLE_SECONDS * 1000;
    while (!this.heard.console.includes(marker) && performance.now() < until && !this.end) {
      await sleep(POLL_MS / 2);
      await this.look();
    }
  }

  /** QEMU's own, once it has ended. */
  private async lastWords(): Promise<string> {
    this.qemu?.qemu.kill('SIGTERM');
    const ended = await this.qemu?.qemu;
    await this.look();
    return String(ended?.stderr ?? '');
  }

  private async failedBoot(end: GuestEnd | undefined): Promise<Judged | undefined> {
    const stream = parseResults(shownText(this.heard.results).replace(/^KPW ready \d+\r?\n/gm, ''));
    const bad = alarms(this.heard.console, []).length > 0 || stream.errors.length > 0;
    if (!end && !bad) return undefined;
    const cells = ['boot'];
    const stderr = await this.lastWords();
    const { console } = this.heard;
    const boot = {
      cells,
      stream,
      console,
      stderr,
      end: end ?? ({ kind: 'stopped', why: 'ended' } as const),
    };
    const outcome = classify(boot).get('boot');
    return outcome === undefined || outcome === 'again' ? { verdict: 'MISS', programs: [] } : outcome;
  }

  /** The console's last lines, for messages. */
  get tail(): string {
    return consoleLines(this.heard.console).filter(Boolean).slice(-20).join('\n');
  }
}

/** What is in the guest from its boot on is no part of the work. */
function isWork({ path }: GuestFile): boolean {
  return path !== '/init' && !path.startsWith('/modules/');
}

function withOrder(cell: GuestCell, programs: readonly GuestProgram[]): GuestCell {
  const own = (cell.tests ?? []).map(({ name }) => name);
  return { ...cell, order: cell.order ?? [...programs.map(({ name }) => name), ...own] };
}
