// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { basename, dirname } from 'node:path';
import type { Context } from '../context.ts';
import { TreeUnsuitable } from '../kernel/failures.ts';
import type { Tree } from '../kernel/tree.ts';
import {
  ARCHITECTURES,
  type Architecture,
  type ArchitectureId,
  kernelCompilerVersion,
} from './architectures.ts';
import { Commands } from './commands.ts';
import { Compiled, compileFile } from './compile.ts';
import { limiter } from './limit.ts';
import { newMessages, placedMessage, type ToolMessage } from './messages.ts';
import { type PreparedTree, preparedKey, prepareTree } from './prepare.ts';
import { cachedResult, resultKey } from './results.ts';
import { checkFlags, runSparse, Sparsed, sparseVersion } from './sparse.ts';
import { switchesOf } from './switches.ts';
import { type CompileUnit, hasUnits, notCode, unitsOf } from './units.ts';
import { surroundings, type TextOverlay, Workspace } from './workspace.ts';

/** The tree after one patch of a series. */
export interface PatchState {
  /** For messages: `0001-vfio-pci-Add-….patch`. */
  readonly name: string;
  /** Whole texts (latin1) of the files that this patch and those before it change; undefined where one is gone. */
  readonly texts: TextOverlay;
}

/** What one patch did to one file on one architecture. */
export interface CompileOutcome {
  readonly patch: string;
  readonly path: string;
  readonly architecture: ArchitectureId;
  /** Why nothing can be said of the file; undefined where it was compiled. */
  readonly skipped?: {
    /** The configuration leaves it out, or it did not compile before the series either. */
    readonly kind: 'not-built' | 'broken-before';
    readonly reason: string;
  };
  /** Of a header: what was turned the other way to reach lines that the configuration leaves out. */
  readonly turned?: string;
  /** Errors and warnings that neither the unchanged tree nor a patch before gives. */
  readonly messages: readonly ToolMessage[];
}

export interface CompileReport {
  /** Every architecture that was asked for: its compiler, or why it was left out altogether. */
  readonly architectures: readonly {
    id: ArchitectureId;
    compiler?: string;
    skipped?: string;
    /** Version of the sparse that died on some file. */
    deadly?: string;
  }[];
  /** In the order of the patches. A file that no architecture compiles is told with a reason for each. */
  readonly outcomes: readonly CompileOutcome[];
  /** Files with code that no compilation here can reach, with the reason. */
  readonly beside: readonly { patch: string; path: string; reason: string }[];
}

export interface CompileOptions {
  /** All of them where undefined. */
  readonly architectures?: readonly ArchitectureId[];
  /** Whether sparse reads the files too; where it is installed, if undefined. */
  readonly sparse?: boolean;
  /** Texts below the first patch where they are not the tree's own. */
  readonly base?: TextOverlay;
}

/**
 * Compiles what each patch of a series changes, with W=1, as the tree's own Makefiles would: the C files that it
 * touches, those of the series that include a header it touches, and each touched header below include/ alone. The
 * unchanged tree is compiled too, and only what it does not say is a message. Results are kept by content.
 *
 * @throws HostLacks without flex and the like; ArchiveLacks, NoNetwork, NoSpace, TreeCorrupt for a Debian tree whose
 *   package is not in the cache. An architecture without a compiler, or on which the tree cannot be prepared, is told
 *   in the report instead.
 */
export async function compilePatches(
  tree: Tree,
  states: readonly PatchState[],
  context: Context,
  { architectures, sparse = true, base = new Map() }: CompileOptions = {},
): Promise<CompileReport> {
  const task = `compile ${tree.label}`;
  context.report({ task, state: 'start' });
  try {
    const limit = limiter(availableParallelism());
    // A result is then the same whatever else a series touches.
    const below = await departures(tree, base);
    const changes = await Promise.all(
      states.map(async ({ name, texts }) => ({ name, texts: await departures(tree, texts) })),
    );
    const switches = await switchesIn(tree, below, changes);
    const sparsed = sparse ? await sparseVersion(context) : undefined;
    const common = { tree, base: below, states: changes, switches, context, task, limit };
    const series: Series = { ...common, sparse: sparsed };
    const wanted = ARCHITECTURES.filter(({ id }) => architectures?.includes(id) ?? true);
    const done = await Promise.all(wanted.map((architecture) => compileFor(architecture, series)));
    const outcomes = done.flatMap(({ outcomes }) => outcomes);
    const compiled = outcomes.filter(({ skipped }) => skipped === undefined);
    const on = done.filter(({ id }) => compiled.some(({ architecture }) => architecture === id));
    const text = `${states.length} patches, ${compiled.length} compilations on ${on.map(({ id }) => id).join(', ') || 'no architecture'}`;
    context.report({ task, state: 'done', text });
    return {
      architectures: done.map(({ outcomes: _, ...one }) => one),
      outcomes: states.flatMap(({ name }) => outcomes.filter(({ patch }) => patch === name)),
      beside: states.flatMap(({ name, texts }, at) =>
        [...changedBetween(states[at - 1]?.texts ?? base, texts)].flatMap((path) => {
          const reason = notCode(path);
          return reason === undefined ? [] : [{ patch: name, path, reason }];
        }),
      ),
    };
  } catch (error) {
    context.report({ task, state: 'failed', text: (error as Error).message });
    throw error;
  }
}

interface Series {
  readonly tree: Tree;
  /** Texts below the first patch that differ from the tree. */
  readonly base: TextOverlay;
  readonly switches: ReadonlyMap<string, readonly string[]>;
  readonly states: readonly PatchState[];
  readonly context: Context;
  /** Its version; undefined where it is not to be run. */
  readonly sparse: string | undefined;
  readonly task: string;
  readonly limit: <T>(work: () => Promise<T>) => Promise<T>;
}

type ForArchitecture = CompileReport['architectures'][number] & { outcomes: CompileOutcome[] };

async function compileFor(architecture: Architecture, series: Series): Promise<ForArchitecture> {
  const { tree, states, context } = series;
  const { id } = architecture;
  const compiler = await kernelCompilerVersion(architecture, context);
  if (compiler === undefined) {
    const skipped = `the host has no ${architecture.prefix}gcc: apt-get install ${architecture.compiler}`;
    return { id, skipped, outcomes: [] };
  }
  if (!hasUnits(touchedBy(series), architecture)) return { id, compiler, outcomes: [] };
  let prepared: PreparedTree;
  try {
    prepared = await prepareTree(
      tree,
      architecture,
      await preparedKey(tree, architecture, compiler),
      context,
    );
  } catch (error) {
    if (!(error instanceof TreeUnsuitable)) throw error;
    const skipped = [error.title, ...(error.detail?.split('\n').slice(0, 1) ?? [])].join(': ');
    return { id, compiler, skipped, outcomes: [] };
  }
  const units = unitsOf(touchedBy(series), architecture, series.switches, prepared.config);
  const bench = new Bench(architecture, prepared, series);
  try {
    const outcomes = await bench.run(units, states);
    const deadly = bench.sparseDied ? series.sparse : undefined;
    return { id, compiler, outcomes, ...(deadly === undefined ? {} : { deadly }) };
  } finally {
    await bench.remove();
  }
}

/** How a unit fared in a state. */
type Result = { readonly compiled: Compiled } | { readonly reason: string } | undefined;

/** One series on one architecture. */
class Bench {
  sparseDied = false;
  private readonly workspace: Workspace;

  constructor(
    private readonly architecture: Architecture,
    private readonly prepared: PreparedTree,
    private readonly series: Series,
  ) {
    this.workspace = new Workspace(series.tree, prepared, textsOf(series), series.context);
  }

  async run(units: readonly CompileUnit[], states: readonly PatchState[]): Promise<CompileOutcome[]> {
    const outcomes: CompileOutcome[] = [];
    const base = new Map<CompileUnit, Result>();
    let texts = this.series.base;
    let before: ReadonlyMap<CompileUnit, Result> = new Map();
    for (const state of states) {
      const affected = affectedBy(changedBetween(texts, state.texts), units, before);
      const after = new Map([...before, ...(await this.compileAll(affected, state.texts, before))]);
      // What says nothing says nothing new.
      const spoke = affected.filter(
        (unit) => !base.has(unit) && messagesOf(after.get(unit), unit).length > 0,
      );
      for (const [unit, result] of await this.compileAll(spoke, this.series.base, new Map()))
        base.set(unit, result);
      for (const unit of affected) {
        const result = after.get(unit);
        if (result === undefined) continue;
        outcomes.push(await this.outcome(state, unit, result, [base.get(unit), before.get(unit)], texts));
      }
      texts = state.texts;
      before = after;
    }
    return outcomes;
  }

  remove(): Promise<void> {
    return this.workspace.remove();
  }

  private async compileAll(
    units: readonly CompileUnit[],
    texts: TextOverlay,
    before: ReadonlyMap<CompileUnit, Result>,
  ) {
    const { tree, context } = this.series;
    const commands = new Commands(tree, this.prepared, this.workspace, texts, context);
    const results = await Promise.all(
      units.map((unit) => this.compile(unit, texts, commands, before.get(unit))),
    );
    return new Map(units.map((unit, at) => [unit, results[at]]));
  }

  private async compile(
    unit: CompileUnit,
    texts: TextOverlay,
    commands: Commands,
    before: Result,
  ): Promise<Result> {
    const { tree, context, limit, sparse, task } = this.series;
    const { path, source, alone } = unit;
    const text = texts.has(path) ? texts.get(path) : await tree.read(path);
    if (text === undefined) return undefined;
    const command = alone ? await commands.any() : await commands.of(path);
    if ('reason' in command) return command;
    const read = dependenciesOf(before);
    const inputs = [...texts].filter(
      ([other]) => other === path || (!other.endsWith('.c') && (read?.includes(other) ?? true)),
    );
    // The tree is part of the prepared tree's key, but for a folder's files that were not prepared.
    const around = tree.base.kind === 'directory' ? await digest(tree, dirname(path)) : '';
    const content = [this.prepared.key, command.flags, source, inputs.sort(), text, around] as const;
    const compiled = await cachedResult(resultKey('gcc', ...content), Compiled, context, () =>
      limit(async () => {
        context.report({ task, state: 'note', text: `${path} (${this.architecture.id})` });
        const root = await this.workspace.at(texts);
        return compileFile(root, `${this.architecture.prefix}gcc`, command.flags, source, context);
      }),
    );
    if (sparse === undefined || !compiled.succeeded) return { compiled };
    const flags = [...checkFlags(this.prepared.environment), ...command.flags];
    const said = await cachedResult(resultKey('sparse', sparse, flags, ...content), Sparsed, context, () =>
      limit(async () => runSparse(await this.workspace.at(texts), flags, source, context)),
    );
    this.sparseDied ||= said.died;
    return { compiled: { ...compiled, messages: [...compiled.messages, ...said.messages] } };
  }

  private async outcome(
    state: PatchState,
    unit: CompileUnit,
    result: NonNullable<Result>,
    earlier: readonly Result[],
    textsBefore: TextOverlay,
  ): Promise<CompileOutcome> {
    const { path, turned } = unit;
    const about = {
      ...{ patch: state.name, path, architecture: this.architecture.id },
      ...(turned === undefined ? {} : { turned }),
    };
    if ('reason' in result)
      return { ...about, skipped: { kind: 'not-built', reason: result.reason }, messages: [] };
    const base = earlier[0];
    if (!result.compiled.succeeded && base && 'compiled' in base && !base.compiled.succeeded) {
      const first = base.compiled.messages.find(({ level }) => level === 'error');
      const why = first ? `${first.file}:${first.line}: ${first.text}` : base.compiled.detail;
      const what = unit.alone
        ? `does not compile alone${turned ? ` with ${turned}` : ''}`
        : 'does not compile';
      const reason = `it ${what} in the unchanged tree either: ${why}`;
      return { ...about, skipped: { kind: 'broken-before', reason }, messages: [] };
    }
    const all = messagesOf(result, unit);
    let messages = all;
    for (const [at, one] of earlier.entries()) {
      const fresh = newMessages(
        all,
        messagesOf(one, unit),
        await this.lines(state.texts, all),
        await this.lines(at === 0 ? this.series.base : textsBefore, messagesOf(one, unit)),
      );
      messages = messages.filter((message) => fresh.includes(message));
    }
    const own = (path: string) => state.texts.has(path);
    return { ...about, messages: messages.map((message) => placedMessage(message, own)) };
  }

  /** A lookup of the lines that messages are about, in files that the series changes. */
  private async lines(texts: TextOverlay, messages: readonly ToolMessage[]) {
    const touched = touchedBy(this.series);
    const known = new Map<string, string>();
    for (const { file } of messages)
      if (touched.has(file))
        known.set(file, (texts.has(file) ? texts.get(file) : await this.series.tree.read(file)) ?? '');
    return ({ file, line }: ToolMessage) => known.get(file)?.split('\n')[line - 1];
  }
}

/**
 * The units that a patch changes, or whose headers or Makefiles it changes; of one that was not compiled yet it is not
 * known which headers are its own.
 */
function affectedBy(
  changed: ReadonlySet<string>,
  units: readonly CompileUnit[],
  before: ReadonlyMap<CompileUnit, Result>,
): CompileUnit[] {
  const headers = [...changed].filter((path) => /\.(h|inc)$/.test(path));
  const rebuilt = [...changed].some((path) => /^(Makefile|Kbuild)/.test(basename(path)));
  return units.filter((unit) => {
    const read = dependenciesOf(before.get(unit));
    return changed.has(unit.path) || rebuilt || headers.some((path) => read?.includes(path) ?? true);
  });
}

/** The files that a unit read; undefined where that is not known. */
function dependenciesOf(result: Result): readonly string[] | undefined {
  return result && 'compiled' in result && result.compiled.succeeded
    ? result.compiled.dependencies
    : undefined;
}

function messagesOf(result: Result, { path }: CompileUnit): ToolMessage[] {
  if (!result || !('compiled' in result)) return [];
  const { succeeded, messages, detail } = result.compiled;
  if (succeeded || messages.some(({ level }) => level === 'error')) return messages;
  const text = detail.split('\n').at(-1) ?? 'the compiler failed';
  return [...messages, { tool: 'gcc', level: 'error', file: path, line: 1, column: 0, text, via: [] }];
}

/** Of texts, those that are not the tree's. */
async function departures(tree: Tree, texts: TextOverlay): Promise<TextOverlay> {
  const own = await Promise.all([...texts].map(async ([path, text]) => (await tree.read(path)) === text));
  return new Map([...texts].filter((_, at) => !own[at]));
}

async function switchesIn(tree: Tree, base: TextOverlay, states: readonly PatchState[]) {
  const switches = new Map<string, Set<string>>();
  for (const { texts } of states)
    for (const [path, after] of texts) {
      if (after === undefined || !path.endsWith('.h')) continue;
      const before = base.has(path) ? base.get(path) : await tree.read(path);
      const known = switches.get(path) ?? new Set();
      for (const symbol of switchesOf(before, after)) known.add(symbol);
      switches.set(path, known);
    }
  return new Map([...switches].map(([path, symbols]) => [path, [...symbols]]));
}

function textsOf({ base, states }: Series): TextOverlay[] {
  return [base, ...states.map(({ texts }) => texts)];
}

function touchedBy(series: Series): Set<string> {
  return new Set(textsOf(series).flatMap((texts) => [...texts.keys()]));
}

function changedBetween(before: TextOverlay, after: TextOverlay): Set<string> {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return new Set(
    [...paths].filter((path) => before.has(path) !== after.has(path) || before.get(path) !== after.get(path)),
  );
}

async function digest(tree: Tree, folder: string): Promise<string> {
  const hash = createHash('sha256');
  for (const path of await surroundings(tree, folder))
    hash
      .update(`${path}\0`)
      .update((await tree.read(path)) ?? '', 'latin1')
      .update('\0');
  return hash.digest('hex');
}
