// SPDX-License-Identifier: GPL-2.0-only
import type { CellView } from './cell-view.ts';

/** One cell of a run, for what a topic draws and says of it. */
export interface PageCell {
  /** `baseline`, `prerequisite` or the variant's id. */
  readonly name: string;
  readonly title: string;
  readonly role: 'baseline' | 'prerequisite' | 'variant';
  readonly view: CellView;
  /** `kvm` or `tcg`, which emulates the processor: then times say how they compare, and not what hardware takes. */
  readonly accelerator?: string | undefined;
}

/** One run: a tree on a machine. */
export interface PageRun {
  /** As the folders name it: `debian-6.1`. */
  readonly tree: string;
  readonly machine: string;
  /** Of the guest, in bytes; undefined where none came up. */
  readonly pageSize: number | undefined;
  readonly cells: readonly PageCell[];
}

/** Where a claim comes from: a test, by the names that its KTAP line has. */
export interface TestName {
  readonly program: string;
  readonly name: string;
}

/** What the evidence says to an objection. */
export interface Answer {
  /** One sentence, with the values that were seen in it. */
  readonly text: string;
  /** Whether the evidence bears the objection out, speaks against it, or leaves it open. */
  readonly stance: 'for' | 'against' | 'open';
}

export interface Claim {
  readonly test: TestName;
  /** Cell that was looked at, where it is another than that of the design. */
  readonly cell?: string;
  /** Undefined where the run saw nothing of it: then nothing is claimed. */
  says(view: CellView): Answer | undefined;
}

/** What somebody held against designs, in a sentence or two of one's own. */
export interface Objection {
  /** Ids of variants. */
  readonly against: readonly string[];
  /** In a few words, for a list: `the user would decide what the user may do`. */
  readonly short: string;
  /** Where it was said: `mail 2, 22 November 2017`. */
  readonly where: string;
  readonly text: string;
  readonly claims: readonly Claim[];
}

/** What an area looks like; the label says it as well. */
type Look = 'part' | 'other' | 'third' | 'held' | 'good' | 'bad' | 'empty';

/** One kind of area, for the legend. */
export interface AreaKind {
  readonly id: string;
  readonly label: string;
  readonly look: Look;
}

/** A rectangle: [from, to) along the picture's axis. */
export interface Area {
  readonly from: number;
  readonly to: number;
  /** Id of an AreaKind. */
  readonly kind: string;
  readonly label: string;
  /** Where the label has no room. */
  readonly short?: string;
}

/** One bar of a picture. */
export interface PictureRow {
  readonly label: string;
  /** What it comes to, in a few words, beside the bar. */
  readonly note?: string;
  readonly areas: readonly Area[];
  /** Cells that it is true of, by name; absent for what is true of all. */
  readonly cells?: readonly string[];
  /** The test that saw it. */
  readonly test?: TestName;
}

/** Something that has a length, as bars with areas: a device's memory, a disk, a buffer. */
export interface Picture {
  readonly id: string;
  readonly title: string;
  /** What there is to see, in a sentence or two. */
  readonly caption: string;
  /** Pictures of one group stand side by side, to be compared. */
  readonly group: string;
  /** Bytes. */
  readonly size: number;
  /** Lines across all bars, each so many bytes: pages, sectors. */
  readonly grid?: { readonly step: number; readonly label: string };
  readonly rows: readonly PictureRow[];
  /** Runs that saw it, as indexes of what pictures() was given; empty where it is computed and no run saw it. */
  readonly runs: readonly number[];
}

/** Measurements that belong in one plot: the same access in several ways. */
export interface LatencyPlot {
  readonly title: string;
  /** Keys of `spreads`, which are those of `measurements` without their last word. */
  readonly ways: readonly { readonly key: string; readonly label: string; readonly look: 'good' | 'bad' }[];
}

/** What a topic adds to a page about its runs. All of it is made of what they saw, and none of it changes a patch. */
export interface TopicPage {
  /** The topic's answer in one sentence, as far as these runs have one. */
  answer?(runs: readonly PageRun[]): string | undefined;
  readonly objections?: readonly Objection[];
  /** What the pictures are about, in two or three sentences above them. */
  readonly lead?: string;
  readonly kinds?: readonly AreaKind[];
  pictures?(runs: readonly PageRun[]): readonly Picture[];
  readonly latencies?: readonly LatencyPlot[];
}
