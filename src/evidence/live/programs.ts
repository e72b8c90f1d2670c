// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../../context.ts';
import type { Failure } from '../../failure.ts';
import type { GuestProgram } from '../../guest/files.ts';
import { ProgramBench } from '../../guest/live/program-bench.ts';
import type { Machine } from '../../guest/machine.ts';
import { type TestBuilder, testBuilder } from '../../guest/programs.ts';
import type { Kernel } from '../../kernel/build.ts';
import type { Tree } from '../../kernel/tree.ts';
import type { Composition } from '../../series/compose.ts';
import type { AnyTopic } from '../../series/topic.ts';
import { testsFolder } from '../../series/topic-home.ts';
import { sha256 } from '../../sums.ts';
import type { Cell } from '../cells.ts';
import { sharedHeaders, triedOn, uapiOf } from '../prepare.ts';
import { attempt } from './designs.ts';

/** A program, and a hash of its bytes. */
export interface LiveProgram extends GuestProgram {
  readonly hash: string;
  /** Whether it sees what the designs differ in: those run first. */
  readonly quick: boolean;
}

/** Where programs are made, and which of them run. */
export interface LivePrograms {
  readonly tree: Tree;
  readonly machine: Machine;
  readonly kernel: Kernel;
  /** The checkout. */
  readonly project: string;
  /** Only those that see what the designs differ in, where the topic says which. */
  readonly quick: boolean;
}

/** The test programs of a topic while they are worked on. */
export class TestBench {
  private readonly bench: ProgramBench;
  private readonly hashes = new Map<string, string>();

  /** @param folder that exists, for objects */
  constructor(
    private readonly means: LivePrograms,
    folder: string,
    private readonly context: Context,
  ) {
    this.bench = new ProgramBench(folder);
  }

  /** Those that every column has, the quick ones first. */
  async common(topic: AnyTopic, baseline: Pick<Composition, 'edited'>): Promise<LiveProgram[] | Failure> {
    const tried = triedOn(topic, this.means.machine, this.means.kernel);
    const made = await attempt(async () => (await this.builder(topic, baseline)).common());
    return Array.isArray(made) ? this.chosen(topic, made.filter(tried)) : made;
  }

  /** Those that a column alone has. */
  async own(
    topic: AnyTopic,
    baseline: Pick<Composition, 'edited'>,
    cell: Cell,
  ): Promise<LiveProgram[] | Failure> {
    const { client, composition, name } = cell;
    if (!client) return [];
    const made = await attempt(async () =>
      (await this.builder(topic, baseline)).client(uapiOf(composition), client, name),
    );
    return Array.isArray(made) ? this.chosen(topic, made) : made;
  }

  private async chosen(topic: AnyTopic, programs: readonly GuestProgram[]): Promise<LiveProgram[]> {
    const isQuick = ({ name }: GuestProgram) => topic.quick?.includes(name) ?? true;
    const wanted = this.means.quick ? programs.filter(isQuick) : programs;
    const all = await Promise.all(
      wanted.map(async (one) => ({ ...one, hash: await this.hashOf(one.path), quick: isQuick(one) })),
    );
    return [...all.filter(({ quick }) => quick), ...all.filter(({ quick }) => !quick)];
  }

  private async builder(topic: AnyTopic, baseline: Pick<Composition, 'edited'>): Promise<TestBuilder> {
    const { tree, machine, project } = this.means;
    const shared = topic.home === undefined ? undefined : await sharedHeaders(project);
    const make = this.bench.make.bind(this.bench);
    const folder = testsFolder(project, topic);
    return testBuilder(folder, tree, uapiOf(baseline), machine.architecture, this.context, {}, shared, make);
  }

  /** A path has the same bytes for good: of the cache, or of one build. */
  private async hashOf(path: string): Promise<string> {
    const known = this.hashes.get(path);
    if (known !== undefined) return known;
    const hash = await sha256(path);
    this.hashes.set(path, hash);
    return hash;
  }
}
