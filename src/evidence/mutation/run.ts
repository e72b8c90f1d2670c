// SPDX-License-Identifier: GPL-2.0-only

import { rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import pLimit from 'p-limit';
import type { Context } from '../../context.ts';
import { NeedsSource } from '../../kernel/failures.ts';
import type { Mutant } from '../../mutate/kinds.ts';
import { mail } from '../../series/generate.ts';
import { departures } from '../../series/parameters.ts';
import { templatesOf } from '../../series/topic-home.ts';
import { together } from '../../together.ts';
import { type PreparedGroup, prepareWhole, type RunRequest } from '../prepare.ts';
import { mutantResult, runBatch } from './batch.ts';
import { Benches } from './benches.ts';
import { Control } from './control.ts';
import { holding, mutationFile, programHashes, readMutation, writeMutation } from './kept.ts';
import { RuleCheck } from './rules.ts';
import { MUTATION_SCHEMA, type MutantResult, type Mutation } from './schema.ts';
import { soundRun } from './sound.ts';
import { type MutationSubject, mutantsOf, mutationSubjects } from './subjects.ts';
import type { Laboratory, MutantTrial } from './trial.ts';

export interface MutationRequest extends RunRequest {
  /** Whether a design is to be mutated: `prerequisite`, or a variant's id. */
  wanted(name: string): boolean;
  /** Ids of mutants; empty means all. */
  readonly only?: readonly string[];
  /** Results that were kept are not looked at. */
  readonly fresh?: boolean;
}

export interface MutationRun {
  readonly mutations: readonly Mutation[];
  /** Mutants that were built or run now, whatever came of them. */
  readonly tried: number;
  readonly seconds: number;
}

/** Mutants of one boot: what is killed by taking the guest down costs the others a boot. */
const BATCH = 16;

/**
 * Makes the mutants of designs, builds each, and runs it until the first test fails. Results are written after each boot
 * (`<out>/mutants`), and those that hold are not made again.
 *
 * @throws UnsoundDesign, and what is wrong with the host, the tree or the request
 */
export async function runMutation(request: MutationRequest, context: Context): Promise<MutationRun> {
  const { designs, machine, jobs = availableParallelism() } = request;
  const since = performance.now();
  const subjects = mutationSubjects(designs, machine.traits, request.wanted);
  const groups = await prepareWhole(request, context);
  const folder = await context.cache.temporary();
  const limit = pLimit(jobs);
  const rules = RuleCheck.of(designs);
  rules.catch(() => undefined);
  try {
    const books: Book[] = [];
    for (const group of groups) {
      const own = subjects.filter(({ cell }) =>
        group.builds.some(({ cell: { name } }) => name === cell.name),
      );
      books.push(...(await Promise.all(own.map((subject) => openBook(subject, group, request)))));
    }
    const waiting = books.flatMap((book) =>
      book.waiting.map((mutant) => ({ subject: book.subject, mutant })),
    );
    const covered = waiting.length > 0 ? await coveredGroups(request, context) : [];
    for (const [at, group] of covered.entries()) {
      const here = ({ subject }: MutantTrial) =>
        group.guest.cells.some(({ name }) => name === subject.cell.name);
      const trials = waiting.filter(here);
      if (trials.length === 0) continue;
      const place = `${folder}/${at}`;
      const names = [...new Set(trials.map(({ subject }) => subject.cell.name))];
      const { orders, answers } = await soundRun(group, names, place, context);
      const benches = new Benches(group.kernel, designs.tree);
      const control = new Control(group);
      const laboratory = { benches, group, orders, answers, control, codes: new Map(), folder: place };
      const work = together(context.signal, async (start) => {
        let number = 0;
        await Promise.all(
          batches(trials).map((batch) =>
            start((signal) =>
              limit(async () => {
                signal.throwIfAborted();
                await oneBatch(batch, laboratory, ++number, books, { ...context, signal });
              }),
            ),
          ),
        );
      });
      await work.finally(() => benches.close());
    }
    for (const book of books) {
      askRules(book, await rules);
      await book.settle();
    }
    return {
      mutations: books.map(({ mutation }) => mutation()),
      tried: waiting.length,
      seconds: (performance.now() - since) / 1000,
    };
  } finally {
    limit.clearQueue();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The designs built for coverage: programs that reach a mutant's line are tried on it first. */
async function coveredGroups(request: MutationRequest, context: Context): Promise<PreparedGroup[]> {
  const { designs, project } = request;
  const series = await mail(designs, templatesOf(project, designs.topic), context);
  return prepareWhole(request, context, { project, series });
}

function batches(trials: readonly MutantTrial[]): MutantTrial[][] {
  const all: MutantTrial[][] = [];
  for (let at = 0; at < trials.length; at += BATCH) all.push(trials.slice(at, at + BATCH));
  return all;
}

async function oneBatch(
  batch: readonly MutantTrial[],
  laboratory: Laboratory,
  number: number,
  books: readonly Book[],
  context: Context,
): Promise<void> {
  const task = `mutants, batch ${number}`;
  context.report({ task, state: 'start', text: `${batch.length} of ${batch[0]?.subject.cell.name}` });
  const results = await runBatch(batch, laboratory, number, context);
  for (const [at, { subject, mutant }] of batch.entries()) {
    const result = results[at];
    if (result) books.find((book) => book.subject === subject)?.results.set(mutant.id, result);
  }
  for (const book of books) await book.settle();
  const count = (state: string) => results.filter((one) => one.state === state).length;
  context.report({
    task,
    state: 'done',
    text: `${count('killed')} killed, ${count('survived')} survive the tests, ${count('no-compile') + count('same-code')} are none`,
  });
}

/**
 * The rules run only on mutants that no test kills, because a kill by a test is worth more. They run again on kept
 * survivors, since rules come and go.
 */
function askRules({ subject, made, results }: Book, rules: RuleCheck): void {
  for (const mutant of made) {
    const { killer: known, ...result } = results.get(mutant.id) ?? mutantResult(mutant, 'not-run');
    if (result.state !== 'survived' && known?.by !== 'rule') continue;
    const killer = rules.killer(subject, mutant);
    results.set(mutant.id, {
      ...result,
      state: killer ? 'killed' : 'survived',
      ...(killer ? { killer } : {}),
    });
  }
}

/** The results of one design, as far as they are there. */
interface Book {
  readonly subject: MutationSubject;
  readonly made: readonly Mutant[];
  readonly waiting: readonly Mutant[];
  readonly results: Map<string, MutantResult>;
  mutation(): Mutation;
  /** Writes what there is. */
  settle(): Promise<void>;
}

async function openBook(
  subject: MutationSubject,
  { guest, kernel, builds }: PreparedGroup,
  { designs, machine, out, only = [], fresh = false }: MutationRequest,
): Promise<Book> {
  const { name, parameters } = subject.cell;
  const { tree, topic } = designs;
  const variant = designs.variants.find(({ variant }) => variant.id === name)?.variant;
  const settings = variant ? departures(variant, parameters) : {};
  const file = mutationFile(out, {
    tree: tree.label,
    machine: machine.id,
    design: name,
    parameters: settings,
  });
  const cell = guest.cells.find((one) => one.name === name);
  const results = new Map<string, MutantResult>();
  const made = mutantsOf(subject);
  const mutation = (): Mutation => ({
    schema: MUTATION_SCHEMA,
    topic: topic.id,
    design: name,
    parameters: { ...parameters },
    tree: { spec: tree.spec, label: tree.label, release: tree.release },
    machine: machine.id,
    kernel: { release: kernel.release, version: kernel.version, way: kernel.way },
    patches: subject.patches,
    programs,
    results: made.map((mutant) =>
      withTwin(results.get(mutant.id) ?? mutantResult(mutant, 'not-run'), results),
    ),
  });
  const programs = await programHashes([...guest.tests, ...(cell?.tests ?? [])]);
  const kept = await readMutation(file);
  const held = fresh ? new Map<string, MutantResult>() : holding(kept, mutation());
  for (const mutant of made) {
    const own = held.get(mutant.id);
    // Today's description and place replace those that were kept.
    if (own) results.set(mutant.id, { ...mutantResult(mutant, own.state), ...pick(own) });
  }
  const failure = builds.find((build) => build.cell.name === name)?.failure;
  if (failure instanceof NeedsSource)
    for (const mutant of made) results.set(mutant.id, mutantResult(mutant, 'needs-source'));
  else if (failure) throw failure;
  const waiting = made.filter(({ id }) => !results.has(id) && (only.length === 0 || only.includes(id)));
  const settle = () => writeMutation(file, mutation());
  return { subject, made, waiting, results, mutation, settle };
}

function pick({ killer, same }: MutantResult): Pick<MutantResult, 'killer' | 'same'> {
  return { ...(killer ? { killer } : {}), ...(same ? { same } : {}) };
}

/** Two mutants with the same object code have the same result. */
function withTwin(result: MutantResult, results: ReadonlyMap<string, MutantResult>): MutantResult {
  const twin = result.same === undefined ? undefined : results.get(result.same);
  if (!twin || twin.state === 'not-run') return result;
  return { ...result, state: twin.state, ...(twin.killer ? { killer: twin.killer } : {}) };
}
