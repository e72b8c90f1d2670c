// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import pLimit from 'p-limit';
import type { Context } from '../../context.ts';
import { Failure } from '../../failure.ts';
import { QemuKilled } from '../../guest/failures.ts';
import { type Judged, nothingRan, type ProgramResult } from '../../guest/judge.ts';
import type { Attach, LiveGuest, Work } from '../../guest/live/live-guest.ts';
import { GuestPool, type PoolCount } from '../../guest/live/pool.ts';
import type { Machine } from '../../guest/machine.ts';
import type { Kernel } from '../../kernel/build.ts';
import type { Tree } from '../../kernel/tree.ts';
import type { AnyTopic } from '../../series/topic.ts';
import { failureRecord } from '../build.ts';
import type { Cell } from '../cells.ts';
import type { KernelChoice } from '../kernels.ts';
import { loadedParameters } from '../loaded.ts';
import { Column, saidByTests } from './column.ts';
import { attempt, type LaidColumn, layDesigns, type WantedDesign } from './designs.ts';
import { dueOf } from './due.ts';
import { examineLaid } from './findings.ts';
import { liveGround } from './ground.ts';
import { ModuleBench } from './modules.ts';
import { type LiveProgram, TestBench } from './programs.ts';
import { columnStanding, type Round, roundDesign } from './round.ts';

/** What is worked on, as its files are now. */
export interface Loaded {
  readonly topic: AnyTopic;
  readonly tree: Tree;
  readonly wanted: readonly WantedDesign[];
}

export interface LoopRequest {
  readonly machine: Machine;
  readonly choice: KernelChoice;
  /** The checkout. */
  readonly project: string;
  /** Guests at a time: one works while another, that was hurt, is replaced. */
  readonly guests: number;
  /** Only the programs that see what the designs differ in, where the topic says which. */
  readonly quick: boolean;
  /** Whether rules are asked as well. */
  readonly checks: boolean;
  /** Reads topic and designs anew. @throws a failure that all columns then have */
  load(): Promise<Loaded>;
  /** Called whenever something of a column has changed. */
  changed(): void;
}

/** What a round is made of besides its number. */
interface Current {
  readonly number: number;
  readonly since: number;
  readonly topic: AnyTopic;
}

/**
 * Keeps guests up and columns current: each round reads the sources, builds what differs from the round before, and
 * runs that. A mistake of a design, a topic or a program is in its column; a fault of the host is thrown.
 */
export class Loop {
  /** In the order in which they are shown. */
  columns: readonly Column[] = [];
  /** Shows and runs only programs that match, or have a test that does. */
  filter: RegExp | undefined;
  private readonly laid = new Map<string, LaidColumn>();
  private common: readonly LiveProgram[] = [];
  private rounds = 0;
  private superseded = false;
  private going: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly request: LoopRequest,
    readonly kernel: Kernel,
    private readonly modules: ModuleBench,
    private readonly tests: TestBench,
    private readonly pool: GuestPool,
    private readonly folder: string,
    private readonly context: Context,
    private readonly stop: AbortController,
  ) {}

  /**
   * Prepares kernel and programs, and lets the first guests boot. The caller closes what it gets.
   *
   * @throws what is wrong with the host, the tree, the machine or the topic
   */
  static async open(request: LoopRequest, given: Context): Promise<Loop> {
    const stop = new AbortController();
    const context = { ...given, signal: AbortSignal.any([given.signal, stop.signal]) };
    const { topic, tree } = await request.load();
    const { machine, choice, project, guests, quick } = request;
    const { base, kernel } = await liveGround({ topic, tree, machine, choice, project }, context);
    const folder = await context.cache.temporary();
    const failed = (boot: Judged) =>
      boot.failure ?? nothingRan(undefined, 'the guest did not come up', undefined);
    await Promise.all(['guests', 'programs'].map((name) => mkdir(join(folder, name))));
    const pool = new GuestPool(base, guests, join(folder, 'guests'), context, failed);
    pool.fill();
    const modules = new ModuleBench(kernel, tree, context);
    const means = { tree, machine, kernel, project, quick };
    const tests = new TestBench(means, join(folder, 'programs'), context);
    return new Loop(request, kernel, modules, tests, pool, folder, context, stop);
  }

  get count(): PoolCount {
    return this.pool.count;
  }

  get baseline(): Column | undefined {
    return this.columns.find(({ name }) => name === 'baseline');
  }

  /** Something has changed: the round that goes on leaves out what can wait, and another is to follow. */
  supersede(): void {
    this.superseded = true;
  }

  /** What has a test that failed, or a failure, is to run again. */
  forgetFailed(): void {
    for (const column of this.columns) {
      const failed = new Set(column.failed().map(({ program }) => program));
      if (column.failure || failed.size > 0) column.forget((name) => failed.has(name));
    }
  }

  /**
   * One round.
   *
   * @param causes files that changed, or why else
   * @param again runs all again that the filter lets through
   * @throws what is wrong with the host; the signal's reason when the context was aborted
   */
  round(causes: readonly string[], again = false): Promise<Round> {
    const round = this.oneRound(causes, again);
    this.going = round.catch(() => undefined);
    return round;
  }

  private async oneRound(causes: readonly string[], again: boolean): Promise<Round> {
    const { request, context } = this;
    this.superseded = false;
    const number = ++this.rounds;
    const since = performance.now();
    const before = new Map(this.columns.map((column) => [column.name, columnStanding(column)]));
    if (again) for (const column of this.columns) column.forget((name) => this.chosen(column, name));
    const loaded = await attempt(() => request.load());
    if (loaded instanceof Failure) for (const column of this.columns) this.broken(column, loaded);
    else {
      const { topic, tree, wanted } = loaded;
      const laid = await layDesigns(topic, tree, wanted, request.machine.traits, context);
      this.take(laid);
      await this.runAll({ number, since, topic }, laid);
      // The first edit is to find everything warm, and the first results are not to wait for that.
      this.modules.warm(laid.flatMap(({ cell }) => (cell?.role === 'variant' ? [cell] : [])));
    }
    const resultsSeconds = secondsSince(since);
    request.changed();
    if (!(loaded instanceof Failure) && request.checks && !this.superseded)
      await examineLaid(loaded.topic, [...this.laid.values()], this.columns, request.project, context);
    request.changed();
    return {
      ...{ number, causes, resultsSeconds, seconds: secondsSince(since), guests: this.count },
      ...(loaded instanceof Failure ? { failure: failureRecord(loaded) } : {}),
      designs: this.columns.map((column) =>
        roundDesign(column, this.baseline, before.get(column.name), number),
      ),
    };
  }

  /** A shell in a guest, with a column's modules. @returns false where the column has none */
  async shell(name: string, busybox: string, attach: Attach): Promise<boolean> {
    const cell = this.laid.get(name)?.cell;
    const work = cell && (await this.workOf(cell));
    if (!work) return false;
    await this.inGuest(async (guest) => ({ healthy: await guest.shell(work, busybox, attach) }));
    return true;
  }

  /** Ends guests and whatever else goes on, and takes away all that is temporary. */
  async close(): Promise<void> {
    this.stop.abort(new Error('nobody watches any more'));
    await this.pool.close();
    await Promise.all([this.modules.close(), this.going]);
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Columns as they are wanted now, with what is known of them. */
  private take(laid: readonly LaidColumn[]): void {
    const known = new Map(this.columns.map((column) => [column.name, column]));
    this.columns = laid.map(({ name }) => known.get(name) ?? new Column(name));
    this.laid.clear();
    for (const one of laid) this.laid.set(one.name, one);
  }

  private async runAll(current: Current, laid: readonly LaidColumn[]): Promise<void> {
    const base = laid.find(({ cell }) => cell)?.cell;
    const common = base ? await this.tests.common(current.topic, { edited: base.composition.pristine }) : [];
    this.common = common instanceof Failure ? [] : common;
    // One is compiled while another runs.
    const limit = pLimit(Math.max(2, this.request.guests));
    // Failed columns first: somebody is working on them, and hardly on the unchanged tree.
    const rank = ({ name, cell }: LaidColumn) =>
      (cell?.role === 'variant' || !cell ? 0 : 2) - (this.column(name).failure ? 1 : 0);
    const order = [...laid].sort((a, b) => rank(a) - rank(b));
    await Promise.all(order.map((one) => limit(() => this.runOne(current, one, common))));
  }

  private async runOne(
    current: Current,
    { name, cell, failure }: LaidColumn,
    common: readonly LiveProgram[] | Failure,
  ): Promise<void> {
    this.context.signal.throwIfAborted();
    const column = this.column(name);
    if (failure || !cell) return this.broken(column, failure);
    this.turn(column, 'building');
    const made = await this.modules.of(cell);
    if (made.failure) return this.broken(column, made.failure);
    const parameters = await attempt(() => loadedParameters(name, cell.loaded, made.modules));
    if (parameters instanceof Failure) return this.broken(column, parameters);
    column.warnings = made.warnings;
    if (common instanceof Failure) return this.broken(column, common);
    const own = await this.tests.own(current.topic, { edited: cell.composition.pristine }, cell);
    if (own instanceof Failure) return this.broken(column, own);
    const programs = [...common, ...own];
    column.keep(programs.map((one) => one.name));
    const contract = contractOf(cell);
    const due = dueOf(column, { modules: made.hash, contract }, programs, (program) =>
      this.chosen(column, program),
    );
    if (column.attempt === due.whole) return this.turn(column, 'done');
    column.failure = undefined;
    for (const [at, batch] of due.batches.entries()) {
      if (at > 0 && this.superseded) {
        column.attempt = '';
        return this.turn(column, 'waiting');
      }
      const keys = new Map(batch.map(({ program, key }) => [program.name, key]));
      const work: Work = {
        cell: {
          ...{ name, contract, parameters, modules: made.modules.map(({ path }) => path) },
          symbols: made.modules.flatMap(({ unstripped }) => unstripped ?? []),
          tests: own.filter((one) => keys.has(one.name)),
        },
        programs: (common as readonly LiveProgram[]).filter((one) => keys.has(one.name)),
      };
      const healthy = await this.runWork(column, work, keys, current);
      if (!healthy) break;
    }
    column.attempt = due.whole;
    this.turn(column, 'done');
  }

  private async runWork(
    column: Column,
    work: Work,
    keys: ReadonlyMap<string, string>,
    { number, since }: Current,
  ): Promise<boolean> {
    this.turn(column, 'running');
    const put = (result: ProgramResult) => {
      column.put(result, keys.get(result.name) ?? '');
      this.request.changed();
    };
    const first = await this.inGuest((guest) => guest.run(work, put));
    // A QEMU that somebody killed says nothing of a design.
    const done =
      first.failure instanceof QemuKilled ? await this.inGuest((guest) => guest.run(work, put)) : first;
    for (const result of done.programs) if (result.end) put(result);
    if (!done.healthy || !saidByTests(done.failure)) column.failure = done.failure;
    column.round = number;
    column.seconds = secondsSince(since);
    return done.healthy;
  }

  private async inGuest<T extends { readonly healthy: boolean }>(
    work: (guest: LiveGuest) => Promise<T>,
  ): Promise<T> {
    const guest = await this.pool.take();
    let healthy = false;
    try {
      const done = await work(guest);
      ({ healthy } = done);
      return done;
    } finally {
      await this.pool.give(guest, healthy);
    }
  }

  /** A column's modules with all programs at hand. */
  private async workOf(cell: Cell): Promise<Work | undefined> {
    const made = await this.modules.of(cell);
    if (made.failure) return undefined;
    const modules = made.modules.map(({ path }) => path);
    const parameters = await loadedParameters(cell.name, cell.loaded, made.modules);
    return {
      cell: { name: cell.name, contract: contractOf(cell), parameters, modules },
      programs: this.common,
    };
  }

  /** Whether the filter lets a program through: by its name, or by that of a test that it is known to have. */
  private chosen(column: Column, program: string): boolean {
    const { filter } = this;
    if (!filter || filter.test(program)) return true;
    return column.tests().some((test) => test.program === program && filter.test(test.name));
  }

  private broken(column: Column, failure: Failure | undefined): void {
    column.failure = failure;
    column.attempt = '';
    this.turn(column, 'broken');
  }

  private turn(column: Column, state: Column['state']): void {
    column.state = state;
    this.request.changed();
  }

  private column(name: string): Column {
    const found = this.columns.find((one) => one.name === name);
    if (!found) throw new Error(`no column ${name}`);
    return found;
  }
}

function contractOf({ contract }: Cell): string {
  return contract.map(([key, value]) => `${key} ${value}\n`).join('');
}

function secondsSince(since: number): number {
  return Math.round(performance.now() - since) / 1000;
}
