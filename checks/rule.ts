// SPDX-License-Identifier: GPL-2.0-only
import type { Patch } from '../src/series/compose.ts';
import type { Effect, Finding, Severity } from '../src/series/finding.ts';
import type { Mail } from '../src/series/mail.ts';
import type { Sources } from '../src/series/topic.ts';
import type { Api, Comparison } from '../src/uapi/model.ts';

export type { Effect, Finding, Severity } from '../src/series/finding.ts';

/**
 * The family of a rule, which begins its id; a whole family can be switched off. lay: layout of types; enm, mac:
 * enumerators, macros; dec: other declarations, include guards; cxx: what C++ minds; num: numbers given twice; ioc: ioctl
 * numbers; new: what is newly added; hnd: the driver's handlers; lck: locks of functions that a change touches; vfio: the
 * profile of VFIO; beh: header and driver together; tre: the rest of the tree; message: each mail by itself; series: the mails
 * together; patch: what a patch changes beside the UAPI; review: what a strict maintainer asks of a change and its message;
 * own: rules of a user's folder, whose ids begin as they like.
 */
export type Category =
  | 'lay'
  | 'enm'
  | 'dec'
  | 'cxx'
  | 'num'
  | 'mac'
  | 'ioc'
  | 'new'
  | 'hnd'
  | 'lck'
  | 'vfio'
  | 'beh'
  | 'tre'
  | 'message'
  | 'series'
  | 'patch'
  | 'review'
  | 'own';

/**
 * What a rule must be handed; a rule whose needs are not met is skipped, and told so. Sending: mails that are ready to
 * be sent, or were; patches that lie in a folder have no cover letter yet, and nobody's sign-off. Whole: all patches of a
 * series, for what one lacks another may bring. Patches: the files of each patch before and after it. Elsewhere: who else in
 * the tree mentions a word. Newer: the userspace API of a newer kernel. Origins: where each design was proposed.
 */
export type Need =
  | 'uapi'
  | 'drivers'
  | 'tree'
  | 'mails'
  | 'sending'
  | 'whole'
  | 'patches'
  | 'elsewhere'
  | 'newer'
  | 'origins';

/** What a rule looks at: a tree before and after a series, and the series itself. */
export interface Subject {
  /** For messages: `region-flag on debian-6.1`. */
  readonly name: string;
  /** Drivers, documentation, everything that is not read through `uapi`. */
  readonly before: Sources;
  readonly after: Sources;
  /** The userspace API of both sides; undefined where no header is at hand. */
  readonly uapi: Comparison | undefined;
  /** What `before` and `after` hold, and why they do not hold the rest: `drivers`: 'two files of headers have no drivers'. */
  readonly lacks: Readonly<Partial<Record<Need, string>>>;
  /** What of a side was not read though it differs, or may; undefined where all was. */
  readonly unread?: readonly Unread[];
  /** Texts before and after of each patch; empty where only two trees are compared. */
  readonly patches: readonly Patch[];
  /** The mails as they would be sent; empty where only two trees are compared. */
  readonly mails: readonly Mail[];
  /** Of the tree below the patches; undefined where nobody looked. */
  readonly elsewhere?: Elsewhere;
  /** The newest kernel that is known; it may be the tree itself. Undefined where nobody looked, or none is known. */
  readonly newer?: NewerApi;
  /** What a kept run saw of these very patches; undefined where there is none. */
  readonly run?: RunSeen;
  /** Message ids of the mails that proposed this design; undefined where nobody says. */
  readonly origins?: readonly string[];
}

/** A function that mentions a word. */
export interface Mentioning {
  readonly path: string;
  readonly name: string;
  /** 1-based, of its head. */
  readonly line: number;
  /** From the head to the last brace, comments blanked. */
  readonly text: string;
}

/** A way in which a name may be called. */
export interface CallShape {
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  /** Fewest and most arguments; undefined where any number may follow. */
  readonly least: number;
  readonly most: number | undefined;
}

/** How a tree knows a name that a patch calls. */
export interface CalledName {
  /** A file of C has the name with a parenthesis behind it. */
  readonly known: boolean;
  /** What headers declare; undefined where some of them cannot be told, or are too many. */
  readonly shapes: readonly CallShape[] | undefined;
  /** Of a name that no file has: another tree at hand that has it, and where it declares it; without a place where too many files call it there. */
  readonly other?: { readonly spec: string; readonly shape?: CallShape };
}

/** The words of a change in the rest of the tree. */
export interface Elsewhere {
  /** What the tree without the patches has of a name that they call; undefined where nobody looked, or can tell. */
  called?(name: string): CalledName | undefined;
  /** Files of C that mention it, tests of the tree included; undefined where they are too many, or nobody looked. */
  files(word: string): readonly string[] | undefined;
  /** Functions that mention it; undefined as above. */
  functions(word: string): readonly Mentioning[] | undefined;
}

export interface NewerApi {
  /** For messages: `debian:7.2`. */
  readonly spec: string;
  readonly api: Api;
}

/** What a run saw, as far as a claim of compatibility needs it. */
export interface RunSeen {
  /** Name of the run. */
  readonly name: string;
  /** Tests and programs of today's userspace that the design fails and the tree as it is does not. */
  readonly broken: readonly string[];
  /** How many were tried on both. */
  readonly tried: number;
}

/** A part of a side that nobody looked at. */
export interface Unread {
  /** Path, for the place of a finding. */
  readonly file: string;
  /** `the headers of loongarch64`, `drivers/net/tun.c`. */
  readonly what: string;
  /** Why, one clause. */
  readonly reason: string;
}

/** One side of a subject, for rules that judge a state: what the base has already is counted and not shown. */
export interface Side {
  readonly api: Api;
  readonly sources: Sources;
  /** In a comparison the old side's API: what it has already is not new. */
  readonly base?: Api;
  /** Installed names of the headers to look at: those that differ, or all of a clean tree. */
  readonly headers: readonly string[];
  /**
   * What a comparison can have changed of what drivers do: the headers that may differ, and whether any driver does.
   * Undefined where a clean tree is looked at.
   */
  readonly reach?: DriverReach;
  /**
   * Whether a symbol of a header is among what differs, in a comparison: the others have no new findings, and to
   * evaluate them costs more than all else. Types by their names, ioctls as `ioctl NAME`, any at all as the empty
   * name. Undefined where a clean tree is looked at.
   */
  differs?(header: string, symbol: string): boolean;
}

export interface DriverReach {
  /** Headers whose text differs. */
  readonly texts: ReadonlySet<string>;
  readonly headers: Pick<ReadonlySet<string>, 'has'>;
  readonly drivers: boolean;
}

/** A finding before the engine adds whose it is. */
export interface Found
  extends Omit<Finding, 'rule' | 'severity' | 'effect' | 'fingerprint'>,
    Partial<Pick<Finding, 'severity' | 'effect'>> {
  /** Tells two findings of one rule on one symbol apart, for the fingerprint: a member, a value. Never a line. */
  readonly key?: string;
}

/** A check with an id: metadata and a pure function. */
export interface Rule {
  /** Stable, family first: `lay-member-moved`; the same as the folder's name and the page in docs/rules. */
  readonly id: string;
  /** Of its worst finding. */
  readonly severity: Severity;
  /** Of its worst finding; undefined for rules about mails. */
  readonly effect?: Effect;
  readonly category: Category;
  readonly needs: readonly Need[];
  /**
   * It asks nothing of what differs between the two UAPIs: the drivers and the two sides as such are enough. Such rules
   * run beside the comparison, in a thread of their own.
   */
  readonly apart?: true;
  /** Types of checkpatch.pl that say the same of a line; what both find is told once, by the rule. */
  readonly checkpatch?: readonly string[];
  /** What it finds, one sentence. */
  readonly title: string;
  /** Why it matters, one or two sentences. */
  readonly why: string;
  /** Where it is written: a kernel document with its section, or a commit. */
  readonly reference: string;
  /** What to do about a finding, an imperative sentence. */
  readonly todo: string;
  /** Judges a change. */
  compare?(subject: Subject): Found[];
  /**
   * Judges a state; run on both sides, and what the side before has by fingerprint is not shown.
   *
   * @param among symbols of what was found on the other side: what is found here of any other is not looked at, so that a
   * rule whose findings have symbols other than functions' may leave it out
   */
  lint?(side: Side, among?: ReadonlySet<string>): Found[];
}
