// SPDX-License-Identifier: GPL-2.0-only
import type { CellEvidence } from '../evidence/schema.ts';
import { viewOf } from '../evidence/seen.ts';
import type { AnyTopic } from '../series/topic.ts';
import type { PageRun } from '../series/topic-page.ts';
import type { KeptRun } from './material.ts';

/** A design on a tree and a machine, as one run saw it. */
export interface ShownCell {
  /** `debian-6.1/x86-intel/region-flag`: what links to it name. */
  readonly id: string;
  readonly run: ShownRun;
  readonly cell: CellEvidence;
}

export interface ShownRun extends KeptRun {
  readonly cells: readonly ShownCell[];
  /** For the functions of a topic. */
  readonly view: PageRun;
}

/** A column of everything: what one design did wherever it ran. */
export interface Design {
  readonly name: string;
  readonly title: string;
  readonly role: CellEvidence['role'];
  readonly cells: readonly ShownCell[];
}

/** All that a page is made of. */
export interface Shown {
  readonly topic: AnyTopic | undefined;
  readonly topicId: string;
  readonly title: string;
  /** The newest of each tree and machine, in the order in which they were named. */
  readonly runs: readonly ShownRun[];
  /** Older runs of a tree and machine: only their patches are shown, as versions. */
  readonly older: readonly ShownRun[];
  readonly designs: readonly Design[];
  readonly trees: readonly string[];
  readonly machines: readonly string[];
}

export const FAILED: ReadonlySet<string> = new Set(['FAIL', 'ERROR', 'MISS']);

/**
 * Runs of one topic, in the order in which the page is to show them.
 *
 * @param topic undefined where it is not at hand: then the page shows what does not need it
 */
export function shownOf(runs: readonly KeptRun[], topic: AnyTopic | undefined): Shown {
  const newest = new Map<string, KeptRun>();
  for (const run of runs) {
    const place = placeOf(run);
    const known = newest.get(place);
    if (!known || known.evidence.started < run.evidence.started) newest.set(place, run);
  }
  const shown = [...new Set(runs)].map(shownRun);
  const current = shown.filter((run) => newest.get(placeOf(run))?.evidence === run.evidence);
  const cells = current.flatMap((run) => run.cells);
  const names = [...new Set(cells.map(({ cell }) => cell.name))];
  const unique = (values: readonly string[]) => [...new Set(values)];
  const [first] = current;
  return {
    topic,
    topicId: first?.evidence.topic.id ?? '',
    title: first?.evidence.topic.title ?? '',
    runs: current,
    older: shown.filter((run) => !current.includes(run)),
    designs: names.map((name) => designOf(name, cells)),
    trees: unique(current.map(({ evidence }) => evidence.tree.label)),
    machines: unique(current.map(({ evidence }) => evidence.machine.id)),
  };
}

function placeOf({ evidence: { tree, machine } }: KeptRun): string {
  return `${tree.label}/${machine.id}`;
}

function shownRun(run: KeptRun): ShownRun {
  const { evidence } = run;
  const made: { -readonly [Key in keyof ShownRun]: ShownRun[Key] } = {
    ...run,
    cells: [],
    view: {
      tree: evidence.tree.label,
      machine: evidence.machine.id,
      pageSize: evidence.boots.find(({ pageSize }) => pageSize !== undefined)?.pageSize,
      cells: evidence.cells.map((cell) => ({
        name: cell.name,
        title: cell.title,
        role: cell.role,
        view: viewOf(cell),
      })),
    },
  };
  made.cells = evidence.cells.map((cell) => ({ id: `${placeOf(run)}/${cell.name}`, run: made, cell }));
  return made;
}

function designOf(name: string, cells: readonly ShownCell[]): Design {
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
export function countsOf({ tests }: Pick<CellEvidence, 'tests'>): Counts {
  const of = (...statuses: string[]) => tests.filter(({ status }) => statuses.includes(status)).length;
  return { passed: of('PASS', 'XFAIL'), failed: of('FAIL', 'ERROR'), skipped: of('SKIP') };
}

/** Where a link to a cell, and to a test of it, goes: the page's script opens it. */
export function cellLink(id: string, test?: { program: string; name: string }): string {
  const state = new URLSearchParams({ cell: id, ...(test ? { test: `${test.program}/${test.name}` } : {}) });
  return `#${state}`;
}
