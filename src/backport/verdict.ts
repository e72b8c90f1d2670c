// SPDX-License-Identifier: GPL-2.0-only

export const BACKPORT_VERDICTS = [
  'moved',
  'partly',
  'extra',
  'undetermined',
  'no-counterpart',
  'context',
  'there',
  'same',
] as const;

/**
 * What became of a change: `moved` to where it does not belong; `partly`: left out though its place is there; `extra`: not
 * of upstream's patch; `undetermined`: too little is at hand; `no-counterpart`: the target has no such place; `context`:
 * at its place, with other code around or other words; `there`: the target has it already; `same`.
 */
export type VerdictKind = (typeof BACKPORT_VERDICTS)[number];

/** Where a change is, as a path of structure. */
export interface StructurePath {
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  /** From outside to inside: `lamp_on()`, `if (!lamp)`. */
  readonly scopes: readonly string[];
  /** The first of the lines that go, or come, in one line. */
  readonly statement: string;
}

export interface ChangeVerdict {
  readonly verdict: VerdictKind;
  /** Number of the hunk in upstream's patch, or of an extra one in the backport, 1-based in its file. */
  readonly hunk: number;
  readonly upstream: StructurePath | undefined;
  readonly backport: StructurePath | undefined;
  /** Where it belongs, where it is elsewhere or left out. */
  readonly right: StructurePath | undefined;
  /** How alike the code around is to upstream's: where the change is, and where it belongs; 0 to 1. */
  readonly likeness: { readonly here: number | undefined; readonly right: number | undefined };
  /** Statements around the place that only upstream has, and that only the target has. */
  readonly lacks: readonly string[];
  readonly more: readonly string[];
  /** Changed lines that the two patches word otherwise. */
  readonly reworded: readonly {
    readonly upstream: string | undefined;
    readonly backport: string | undefined;
  }[];
  /** The rest, in a sentence. */
  readonly why: string | undefined;
  /** What told the structure: a grammar, or headings. */
  readonly by: string;
}

/** All that was found of one backport. */
export interface Judgement {
  readonly title: string;
  readonly upstreamTitle: string;
  readonly verdicts: readonly ChangeVerdict[];
  /** What brackets in its message say of changes to it. */
  readonly notes: readonly string[];
  /** What was compared by hunks alone, and why; what has no lines. */
  readonly remarks: readonly string[];
  /** `wrong`: a person has to look; `doubtful`: something could not be told. */
  readonly state: 'right' | 'doubtful' | 'wrong';
}

/** A note in the message covers what is left out and what is added; a hunk in the wrong place is never meant. */
export function stateOf(verdicts: readonly ChangeVerdict[], notes: readonly string[]): Judgement['state'] {
  const has = (...kinds: VerdictKind[]) => verdicts.some(({ verdict }) => kinds.includes(verdict));
  if (has('moved') || (notes.length === 0 && has('partly', 'extra'))) return 'wrong';
  return has('undetermined') ? 'doubtful' : 'right';
}
