// SPDX-License-Identifier: GPL-2.0-only
import type { Effect, Severity } from '../../../src/series/finding.ts';
import type { Found } from '../../rule.ts';
import type { Leaf } from './leaf.ts';

/** The rules that share one comparison of layouts. */
type LayoutRule =
  | 'lay-array-length'
  | 'lay-flexible-array'
  | 'lay-kind'
  | 'lay-enum-size'
  | 'lay-member-added'
  | 'lay-member-moved'
  | 'lay-member-removed'
  | 'lay-member-renamed'
  | 'lay-member-resized'
  | 'lay-member-retyped'
  | 'lay-member-sign'
  | 'lay-packed'
  | 'lay-reserved-used'
  | 'lay-struct-grown'
  | 'lay-target-only';

/** What happened to one type on one target. */
export interface Event {
  readonly rule: LayoutRule;
  /** What it is about; empty for the type itself. */
  readonly member: string;
  /** A sentence without the type's name, with this target's numbers. */
  readonly what: string;
  readonly effect: Effect;
  readonly severity: Severity;
  readonly was?: Leaf | undefined;
  readonly is?: Leaf | undefined;
  /** The reserved member that the new one is taken from, empty for a bit-field without a name; undefined for padding. */
  readonly reserved?: string;
  /** Only C++ minds. */
  readonly language?: 'C++';
  /** It is at the root of the type's new size, so it tells it. */
  readonly sized?: boolean;
}

/** Structs whose own change moves members of this one: it inherits, and says nothing itself. */
export interface Diagnosis {
  readonly events: readonly Event[];
  readonly inheritedFrom: readonly string[];
}

/** A finding about a type, and the rule that it is of. */
export interface LayoutChange {
  readonly rule: string;
  readonly found: Found;
}
