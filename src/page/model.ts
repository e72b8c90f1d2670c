// SPDX-License-Identifier: GPL-2.0-only
import type { CellEvidence } from '../evidence/schema.ts';
import { viewOf } from '../evidence/seen.ts';
import type { AnyTopic } from '../series/topic.ts';
import type { PageRun } from '../series/topic-page.ts';
import type { RunMaterial } from './material.ts';

/** A design on a tree and a machine, as one run saw it. */
export interface ShownCell {
  /** `debian-6.1/x86-intel/region-flag`: what links to it name. */
  readonly id: string;
  /** That it ran in; a place can have cells of several. */
  readonly run: ShownRun;
  readonly cell: CellEvidence;
}

export interface ShownRun extends RunMaterial {
  readonly cells: readonly ShownCell[];
  /** For the functions of a topic. */
  readonly view: PageRun;
}

/** A column of everything: what one design did wherever it ran. */
export interface PageDesign {
  readonly name: string;
  readonly title: string;
  readonly role: CellEvidence['role'];
  readonly cells: readonly ShownCell[];
}

/** All that a page is made of. */
export interface ShownPage {
  readonly topic: AnyTopic | undefined;
  readonly topicId: string;
  readonly title: string;
  /**
   * One for each tree and machine, in the order in which they were named: the newest run of it, with the cells that only
   * earlier ones have.
   */
  readonly runs: readonly ShownRun[];
  /** All that were given: the newest of each tree and machine first, each as it is. */
  readonly given: readonly ShownRun[];
  readonly designs: readonly PageDesign[];
  readonly trees: readonly string[];
  readonly machines: readonly string[];
}

export const FAILED: ReadonlySet<string> = new Set(['FAIL', 'ERROR', 'MISS']);

/**
 * Runs of one topic, in the order in which the page is to show them.
 *
 * @param topic undefined where it is not at hand: then the page shows what does not need it
 */
export function shownOf(runs: readonly RunMaterial[], topic: AnyTopic | undefined): ShownPage {
  const places = new Map<string, ShownRun[]>();
  for (const run of new Map(runs.map((one) => [`${one.folder}\0${one.evidence.run}`, one])).values())
    places.set(placeOf(run), [...(places.get(placeOf(run)) ?? []), shownRun(run)]);
  const stacks = [...places.values()].map((some) => some.sort(newerFirst));
  const current = stacks.map(together);
  const cells = current.flatMap((run) => run.cells);
  const names = [...new Set(cells.map(({ cell }) => cell.name))];
  const unique = (values: readonly string[]) => [...new Set(values)];
  const [first] = current;
  return {
    topic,
    topicId: first?.evidence.topic.id ?? '',
    title: first?.evidence.topic.title ?? '',
    runs: current,
    given: stacks
      .flatMap((some) => some.map((run, rank) => ({ run, rank })))
      .sort((a, b) => a.rank - b.rank)
      .map(({ run }) => run),
    designs: names.map((name) => designOf(name, cells)),
    trees: unique(current.map(({ evidence }) => evidence.tree.label)),
    machines: unique(current.map(({ evidence }) => evidence.machine.id)),
  };
}

function placeOf({ evidence: { tree, machine } }: RunMaterial): string {
  return `${tree.label}/${machine.id}`;
}

function newerFirst(a: RunMaterial, b: RunMaterial): number {
  return a.evidence.started < b.evidence.started ? 1 : a.evidence.started > b.evidence.started ? -1 : 0;
}

/** The newest run, with each cell that only an earlier one has: a run of one design hides no other. */
function together(runs: readonly ShownRun[]): ShownRun {
  const [newest] = runs as [ShownRun];
  const cells = new Map<string, ShownCell>();
  for (const run of runs) for (const found of run.cells) if (!cells.has(found.id)) cells.set(found.id, found);
  if (cells.size === newest.cells.length) return newest;
  // The order of the run with the most cells is the topic's.
  const [fullest] = [...runs].sort((a, b) => b.cells.length - a.cells.length) as [ShownRun];
  const ids = new Set([...fullest.cells.map(({ id }) => id), ...cells.keys()]);
  const merged = [...ids].flatMap((id) => cells.get(id) ?? []);
  const evidence = { ...newest.evidence, cells: merged.map(({ cell }) => cell) };
  const pageSize = runs.find(({ view }) => view.pageSize !== undefined)?.view.pageSize;
  return { ...newest, evidence, cells: merged, view: viewOfRun(evidence, merged, pageSize) };
}

function viewOfRun(
  { tree, machine }: RunMaterial['evidence'],
  cells: readonly ShownCell[],
  pageSize: number | undefined,
): PageRun {
  return {
    tree: tree.label,
    machine: machine.id,
    pageSize,
    cells: cells.map((found) => ({
      name: found.cell.name,
      title: found.cell.title,
      role: found.cell.role,
      view: viewOf(found.cell),
      accelerator: acceleratorOf(found),
    })),
  };
}

/** `kvm` or `tcg`; undefined where no guest ran the cell. */
export function acceleratorOf({ cell, run }: ShownCell): string | undefined {
  return cell.kept?.accelerator ?? run.evidence.boots.find(({ number }) => number === cell.boot)?.accelerator;
}

function shownRun(run: RunMaterial): ShownRun {
  const { evidence } = run;
  const pageSize = evidence.boots.find((boot) => boot.pageSize !== undefined)?.pageSize;
  const made: { -readonly [Key in keyof ShownRun]: ShownRun[Key] } = {
    ...run,
    cells: [],
    view: viewOfRun(evidence, [], pageSize),
  };
  made.cells = evidence.cells.map((cell) => ({ id: `${placeOf(run)}/${cell.name}`, run: made, cell }));
  made.view = viewOfRun(evidence, made.cells, pageSize);
  return made;
}

function designOf(name: string, cells: readonly ShownCell[]): PageDesign {
  const own = cells.filter(({ cell }) => cell.name === name);
  const [first] = own as [ShownCell];
  return { name, title: first.cell.title, role: first.cell.role, cells: own };
}

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** What was announced to fail and failed counts as passed, as in every table of kpw. */
export function countedTests({ tests }: Pick<CellEvidence, 'tests'>): Counts {
  const of = (...statuses: string[]) => tests.filter(({ status }) => statuses.includes(status)).length;
  return { passed: of('PASS', 'XFAIL'), failed: of('FAIL', 'ERROR'), skipped: of('SKIP') };
}

/** Where a link to a cell, and to a test of it, goes: the page's script opens it. */
export function cellLink(id: string, test?: { program: string; name: string }): string {
  const state = new URLSearchParams({ cell: id, ...(test ? { test: `${test.program}/${test.name}` } : {}) });
  return `#${state}`;
}
