// SPDX-License-Identifier: GPL-2.0-only

import { type Anchor, anchorsWatched } from '../c/anchor.ts';
import { withoutComments } from '../c/comments.ts';
import { spliced } from '../c/edit.ts';
import { type AnyVariant, baseline, withPrerequisite } from '../series/compose.ts';
import { TreeUnsuitable } from '../series/errors.ts';
import { parameters } from '../series/parameters.ts';
import type { Snapshot } from '../series/sources.ts';
import type { AnyTopic, Parameters } from '../series/topic.ts';

/** A name that a contract and the edits do not agree on. */
export interface Contradiction {
  readonly variant: string;
  readonly name: string;
  readonly kind: 'undefined' | 'unadvertised' | 'unpromised';
}

/** By the id of a variant that is given as patches: the tree with them, or why they do not apply. */
export type PostedResults = ReadonlyMap<
  string,
  { readonly edited: Snapshot } | { readonly failure: unknown }
>;

/** A call of a variant that a tree cannot take, in words. */
export interface UnlikeCall {
  readonly variant: string;
  readonly text: string;
  readonly tree: string;
}

/** What came of a topic on a tree. */
export interface TopicTrial {
  readonly tree: string;
  /** Every anchor that was looked for, and whether it was found. */
  readonly anchors: ReadonlyMap<Anchor, boolean>;
  readonly contradictions: readonly Contradiction[];
  /** Variants that gave no edits, and why; the topic itself under the empty name. */
  readonly failures: ReadonlyMap<string, unknown>;
  readonly tried: readonly string[];
}

/**
 * Makes the edits of every variant and compares what it promises with what its edits leave.
 *
 * @param posted what came of the variants that are given as patches; one that is not there is not tried
 * @throws TreeUnsuitable
 */
export function tryTopic(topic: AnyTopic, pristine: Snapshot, posted: PostedResults = new Map()): TopicTrial {
  const anchors = new Map<Anchor, boolean>();
  const failures = new Map<string, unknown>();
  const contradictions: Contradiction[] = [];
  const attempt = <T>(name: string, work: () => T): T | undefined => {
    try {
      return anchorsWatched((anchor, sites) => anchors.set(anchor, anchors.get(anchor) || sites > 0), work);
    } catch (error) {
      // No mistake of the template: the tree is about something else.
      if (error instanceof TreeUnsuitable) throw error;
      failures.set(name, error);
      return undefined;
    }
  };
  const base = attempt('', () => withPrerequisite(topic, baseline(topic, pristine)));
  const known = topic.variants.filter(({ id, posted: given }) => !given || posted.has(id));
  for (const variant of base ? known : [])
    attempt(variant.id, () => {
      for (const values of choices(variant)) {
        const after = edited(topic, base?.edited as Snapshot, variant, base?.layout, values, posted);
        const promised = macroNames(variant.contract(base?.layout, values));
        const before = macroNames([topic.baseline(base?.layout), topic.restored(base?.layout)]);
        const files = new Set(Object.values(topic.files(base?.layout)));
        contradictions.push(
          ...compared(variant.id, promised, before, files, base?.edited as Snapshot, after),
        );
      }
    });
  const tried = known.map(({ id }) => id).filter((id) => base && !failures.has(id));
  return { tree: pristine.origin, anchors, contradictions, failures, tried };
}

/** The defaults, each switch the other way, and each choice that there is. */
function choices(variant: AnyVariant): Parameters[] {
  const standard = parameters(variant, []);
  const switches = Object.entries(variant.parameters ?? {}).filter(([, { type }]) => type === 'boolean');
  const picked = Object.entries(variant.parameters ?? {}).flatMap(([name, { choices: offered = [] }]) =>
    offered.filter((choice) => choice !== standard[name]).map((choice) => ({ ...standard, [name]: choice })),
  );
  return [
    standard,
    ...switches.map(([name]) => ({ ...standard, [name]: standard[name] !== true })),
    ...picked,
  ];
}

/** The texts after all patches. Not parsed: what the edits do to the code around them is asked when a series is made. */
function edited(
  topic: AnyTopic,
  base: Snapshot,
  variant: AnyVariant,
  layout: unknown,
  values: Parameters,
  posted: PostedResults,
): Snapshot {
  const given = posted.get(variant.id);
  if (given && 'failure' in given) throw given.failure;
  if (given) return given.edited;
  let snapshot = base;
  for (const [at, template] of (variant.patches?.(layout, values) ?? []).entries()) {
    const edits = template.edits(at === 0 ? layout : topic.layout(snapshot), snapshot);
    const texts = new Map<string, string>();
    for (const path of new Set(edits.map((edit) => edit.path)))
      texts.set(
        path,
        spliced(
          snapshot.texts.get(path) ?? '',
          edits.filter((edit) => edit.path === path),
        ),
      );
    snapshot = snapshot.withTexts(texts);
  }
  return snapshot;
}

/** All names of macros in a contract; an errno is a value, not a name. */
function macroNames(contract: unknown): string[] {
  if (typeof contract === 'string') return /^[A-Z][A-Z0-9]*_[A-Z0-9_]+$/.test(contract) ? [contract] : [];
  if (typeof contract !== 'object' || contract === null) return [];
  return [...new Set(Object.values(contract).flatMap(macroNames))];
}

const isUapi = (path: string) => path.startsWith('include/uapi/');

function compared(
  variant: string,
  promised: readonly string[],
  known: readonly string[],
  files: ReadonlySet<string>,
  before: Snapshot,
  after: Snapshot,
): Contradiction[] {
  const named = ({ texts }: Snapshot, uapi: boolean) => {
    // Of drivers, what the topic is about and what the edits touch: a neighbour may use the same name.
    const counts = (path: string) => files.has(path) || before.texts.get(path) !== after.texts.get(path);
    const own = [...texts]
      .filter(([path]) => isUapi(path) === uapi && (uapi || counts(path)))
      .map(([, text]) => text);
    return (name: string) => own.some((text) => mentions(text, name));
  };
  const [inHeaders, inDrivers, wasInDrivers] = [
    named(after, true),
    named(after, false),
    named(before, false),
  ];
  const undefinedNames = promised.filter((name) => !inHeaders(name));
  // What the tree promises anyway may be kept by code that the topic does not read, unless the edits took it away.
  const silent = promised
    .filter((name) => inHeaders(name) && !inDrivers(name))
    .filter((name) => wasInDrivers(name) || !known.includes(name));
  const had = new Set(ioctls(before));
  const unpromised = ioctls(after).filter((name) => !had.has(name) && !promised.includes(name));
  const as = (kind: Contradiction['kind']) => (name: string) => ({ variant, name, kind });
  return [
    ...undefinedNames.map(as('undefined')),
    ...silent.map(as('unadvertised')),
    ...unpromised.map(as('unpromised')),
  ];
}

/** Whether code, not a comment, has a name. */
function mentions(text: string, name: string): boolean {
  const word = new RegExp(`\\b${name}\\b`);
  return word.test(text) && word.test(withoutComments(text));
}

function ioctls({ texts }: Snapshot): string[] {
  return [...texts].flatMap(([path, text]) =>
    isUapi(path) ? [...text.matchAll(/^#\s*define\s+(\w+)\s+_IO[RW]*\(/gm)].map(([, name = '']) => name) : [],
  );
}
