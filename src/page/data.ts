// SPDX-License-Identifier: GPL-2.0-only
// What the page's script is handed, as JSON in the page. Only types: the script is bundled apart.

export interface CellData {
  readonly title: string;
  /** `debian:6.1 on x86-intel` */
  readonly where: string;
  readonly verdict: string;
  /** The command that runs the cell again. */
  readonly repeat: string;
  /** What that command runs besides. */
  readonly repeatNote?: string;
  readonly folder: string;
  /** Title with code, place, detail, hint. */
  readonly failure?: readonly string[];
  /** What was built, then the compiler's warnings. */
  readonly build?: readonly string[];
  readonly kept?: string;
  /** Key of `boots`. */
  readonly boot?: string;
  /** Of the console, where its boot is not known. */
  readonly tail?: string;
  /** Index of `orders`. */
  readonly order: number;
  /** A letter a test: Pass, Fail, Error, Skip, Xfail. */
  readonly statuses: string;
  /** Index of `whys`. */
  readonly why: number;
}

/** What the kernel's clock said (as it stands in the line), and an index of `lines`; the index alone where there is no time. */
export type LineData = readonly [time: string, text: number] | number;

export interface BootData {
  readonly folder: string;
  /** As a shell takes it. */
  readonly command: string;
  readonly how: string;
  /** That the console has; not all of them are in the segments. */
  readonly lines: number;
  readonly segments: readonly (readonly [from: number, lines: readonly LineData[]])[];
  /** First and last line of each cell. */
  readonly places: Readonly<Record<string, readonly [from: number, to: number]>>;
  readonly decoded?: string;
}

export interface PageData {
  readonly programs: readonly string[];
  /** Each the number of its program, a blank, the test's name. */
  readonly names: readonly string[];
  readonly reasons: readonly string[];
  /** Each JSON: indexes of `reasons` by the position of the test. */
  readonly whys: readonly string[];
  /** Texts of consoles: the same messages come with each cell. */
  readonly lines: readonly string[];
  /** Each the numbers of names, with blanks between them. */
  readonly orders: readonly string[];
  readonly boots: Readonly<Record<string, BootData>>;
  readonly cells: Readonly<Record<string, CellData>>;
  readonly seen: SeenData;
}

/** What the tests saw, run by run, as tables. */
export interface SeenData {
  /** Each with the group that begins there, a line break, the label. */
  readonly labels: readonly string[];
  /** Each with a letter before it: `b` for what contradicts a promise, `g` for what is good, `p` for the rest. */
  readonly values: readonly string[];
  /** By `debian-6.1/x86-intel`. */
  readonly runs: Readonly<Record<string, SeenRun>>;
}

export interface SeenRun {
  readonly columns: readonly string[];
  readonly notes: readonly string[];
  /** Index of a label, then of a value for each column. */
  readonly lines: readonly (readonly number[])[];
}
