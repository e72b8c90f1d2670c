// SPDX-License-Identifier: GPL-2.0-only
import { examine } from '../../checks/index.ts';
import type { Finding } from '../../checks/rule.ts';
import { apiOf } from '../../src/uapi/api.ts';
import { compare } from '../../src/uapi/compare.ts';
import type { Api } from '../../src/uapi/model.ts';
import { overlay, type UapiSide } from '../../src/uapi/side/open.ts';
import { TARGETS } from '../../src/uapi/targets.ts';
import type { Mutation, Verdict } from './mutation.ts';

/** What kpw says of a mutation, and how that differs from the label. */
export interface Outcome {
  readonly mutation: Mutation;
  readonly verdict: Verdict;
  /** The finding that the verdict comes from. */
  readonly decisive: Finding | undefined;
  /** Undefined where the label is met; else one clause. */
  readonly wrong: string | undefined;
  readonly findings: readonly Finding[];
}

/** The tree as a mutation leaves it. */
function mutated(mutation: Mutation, base: UapiSide): UapiSide {
  const read = (path: string) => base.files.read(path) ?? '';
  const texts = Object.entries(mutation.edits).map(
    ([path, edit]) => [path, edit?.(read(path), read)] as const,
  );
  return overlay(base, new Map(texts), { spec: mutation.id, label: mutation.id });
}

/** A tree to be mutated many times; what was evaluated of it is kept. */
export interface Base {
  readonly side: UapiSide;
  readonly api: Api;
}

export function baseOf(side: UapiSide): Base {
  return { side, api: apiOf(side.headers, TARGETS) };
}

/** As `kpw uapi diff` compares a tree and the tree as the mutation leaves it, on all targets. */
export function outcomeOf(mutation: Mutation, { side, api }: Base): Outcome {
  const after = mutated(mutation, side);
  const { findings, verdict } = examine({
    name: mutation.id,
    before: side.sources,
    after: after.sources,
    uapi: compare(api, apiOf(after.headers, TARGETS)),
    lacks: side.lacks,
    patches: [],
    mails: [],
  });
  const having = findings.filter(({ effect }) => effect === verdict);
  const ofFamily = having.filter(({ rule }) => familyOf(rule) === mutation.label.family);
  const decisive = ofFamily[0] ?? having[0];
  return { mutation, verdict, decisive, findings, wrong: wrong(mutation, verdict, decisive) };
}

function wrong({ label }: Mutation, verdict: Verdict, decisive: Outcome['decisive']): string | undefined {
  if (!label.verdict.includes(verdict)) return `${verdict} instead of ${label.verdict.join(' or ')}`;
  if (!decisive) return undefined;
  if (label.family && familyOf(decisive.rule) !== label.family)
    return `no finding of ${label.family} with that effect`;
  const targets = decisive.targets ?? TARGETS.map(({ id }) => id);
  if (label.targets && [...label.targets].sort().join() !== [...targets].sort().join())
    return `on ${targets.join(', ')} instead of ${label.targets.join(', ')}`;
  return undefined;
}

function familyOf(rule: string): string {
  return rule.split('-')[0] ?? '';
}
