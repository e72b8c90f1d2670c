// SPDX-License-Identifier: GPL-2.0-only

import type { Waiver } from '../../checks/engine/waiver.ts';
import { parseWaivers } from '../../checks/engine/waiver-text.ts';
import { globSource } from '../glob.ts';
import { isFailure } from '../is-failure.ts';
import { BadParameter } from '../series/errors.ts';
import type { CellEvidence, Evidence } from './schema.ts';

const KNOWN_KINDS = ['fail', 'flake', 'splat'] as const;
type KnownKind = (typeof KNOWN_KINDS)[number];

/** A failure that somebody answers for. */
export interface Known {
  readonly kind: KnownKind;
  /** Of a test `tree/machine/design/program/test`, or its end from one `/` on; of a splat the kernel's line. */
  readonly pattern: string;
  readonly reason: string;
  /** The last day that it holds on, YYYY-MM-DD. */
  readonly until?: string;
  /** `known.txt:3` */
  readonly origin: string;
}

/**
 * Known failures as written, in the form of waivers: `fail PATTERN # reason until 2027-01-31`.
 *
 * @param origin name of the file, for messages
 * @throws BadParameter that names every line which is none
 */
export function parseKnown(text: string, origin: string): Known[] {
  const { waivers, errors } = parseWaivers(text, origin);
  const noDay = ({ reason, until }: Waiver) => until === undefined && /\buntil \S+$/.test(reason);
  const wrong = [
    ...errors.map((error) => error.replace('rule symbol', 'kind pattern')),
    ...waivers
      .filter(({ rule }) => !isKind(rule))
      .map(({ rule, origin: at }) => `${at}: "${rule}" is none of ${KNOWN_KINDS.join(', ')}`),
    ...waivers.filter(noDay).map(({ origin: at }) => `${at}: until is no day: YYYY-MM-DD`),
  ];
  if (wrong.length > 0)
    throw new BadParameter({
      title: `${wrong.length === 1 ? 'a known failure is' : `${wrong.length} known failures are`} not understood`,
      where: origin,
      detail: wrong.join('\n'),
      hint: 'Write a line each: fail PROGRAM/TEST # reason until 2027-01-31; flake and splat likewise.',
    });
  return waivers.map(({ rule, symbol, ...rest }: Waiver) => ({
    ...rest,
    kind: rule as KnownKind,
    pattern: symbol,
  }));
}

function isKind(text: string): text is KnownKind {
  return (KNOWN_KINDS as readonly string[]).includes(text);
}

/** YYYY-MM-DD, of UTC. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/** Patterns of the splats that are known on that day. */
export function splatsOf(known: readonly Known[], day: string): string[] {
  return known
    .filter(({ kind, until }) => kind === 'splat' && (until === undefined || until >= day))
    .map(({ pattern }) => pattern);
}

/**
 * Cells in which known failures are XFAIL, and what became of each known failure. An entry that has expired or
 * matches nothing is reported, and hides nothing.
 *
 * @param day YYYY-MM-DD
 */
export function withKnown(
  cells: readonly CellEvidence[],
  known: readonly Known[],
  { tree, machine, day }: { readonly tree: string; readonly machine: string; readonly day: string },
): { cells: CellEvidence[]; known: NonNullable<Evidence['known']> } {
  const hits = new Map<Known, string[]>(known.map((one) => [one, []]));
  const valid = known.filter(({ until }) => until === undefined || until >= day);
  const matching = (text: string, kinds: readonly KnownKind[]) => {
    const one = valid.find(({ kind, pattern }) => kinds.includes(kind) && matches(pattern, text, kind));
    if (one) hits.get(one)?.push(text);
    return one;
  };
  const told = cells.map((cell): CellEvidence => {
    const tests = cell.tests.map((test) => {
      if (test.status !== 'FAIL' && test.status !== 'ERROR') return test;
      const path = [tree, machine, cell.name, test.program, test.name].join('/');
      const one = matching(path, test.flaky ? ['flake', 'fail'] : ['fail', 'flake']);
      return one ? { ...test, status: 'XFAIL' as const, reason: one.reason, known: one.reason } : test;
    });
    const { failure, verdict } = cell;
    for (const line of cell.splats ?? []) matching(line, ['splat']);
    const left = tests.some(({ status }) => isFailure(status));
    const excused =
      (failure?.code === 'TESTS_FAILED' || failure?.code === 'TESTS_FLAKY') &&
      tests.some((test, at) => test !== cell.tests[at]);
    if (!excused || left || (verdict !== 'FAIL' && verdict !== 'ERROR')) return { ...cell, tests };
    const { failure: _, ...rest } = cell;
    return { ...rest, tests, verdict: 'PASS' };
  });
  return {
    cells: told,
    known: known.map((one) => {
      const matched = hits.get(one) ?? [];
      const unused = valid.includes(one) ? 'nothing failed like it' : 'it has expired';
      return { ...one, matched, ...(matched.length > 0 ? {} : { unused }) };
    }),
  };
}

/** `*` stands for anything, `?` for one character. A path matches from any of its parts on, a splat from its beginning. */
function matches(pattern: string, text: string, kind: KnownKind): boolean {
  const escaped = globSource(pattern);
  return kind === 'splat'
    ? new RegExp(`^${escaped}`).test(text)
    : new RegExp(`(?:^|/)${escaped}$`).test(text);
}
