// SPDX-License-Identifier: GPL-2.0-only
import { globSource } from '../../src/glob.ts';
import type { Finding } from '../rule.ts';

/** A finding that somebody answers for. */
export interface Waiver {
  /** Id of the rule. */
  readonly rule: string;
  /** What the finding is about; `*` stands for anything, `?` for one character. */
  readonly symbol: string;
  readonly reason: string;
  /** The last day that it holds on, YYYY-MM-DD. */
  readonly until?: string;
  /** Where it was written: `waivers.json`, `0001-x.patch:12`. */
  readonly origin: string;
}

export interface Waived {
  readonly finding: Finding;
  readonly waiver: Waiver;
}

/** A waiver that kept nothing back, and why. */
export interface UnusedWaiver {
  readonly waiver: Waiver;
  readonly reason: 'it matches no finding' | 'it has expired' | 'no rule has that name';
}

/**
 * Keeps back what a waiver answers for. Without a day none expires.
 *
 * @param rules ids of all rules, for the reason of a waiver that keeps nothing back; undefined where nobody knows them
 */
export function applyWaivers(
  findings: readonly Finding[],
  waivers: readonly Waiver[],
  today?: string,
  rules?: ReadonlySet<string>,
): { findings: Finding[]; waived: Waived[]; unused: UnusedWaiver[] } {
  const expired = ({ until }: Waiver) => until !== undefined && today !== undefined && until < today;
  const valid = waivers
    .filter((waiver) => !expired(waiver))
    .map((waiver) => ({ waiver, pattern: new RegExp(`^${globSource(waiver.symbol)}$`) }));
  const waived: Waived[] = [];
  const left = findings.filter((finding) => {
    const match = valid.find(
      ({ waiver, pattern }) => waiver.rule === finding.rule && pattern.test(finding.symbol ?? finding.file),
    );
    if (match) waived.push({ finding, waiver: match.waiver });
    return !match;
  });
  const used = new Set(waived.map(({ waiver }) => waiver));
  const reason = (waiver: Waiver): UnusedWaiver['reason'] => {
    if (rules && !rules.has(waiver.rule)) return 'no rule has that name';
    return expired(waiver) ? 'it has expired' : 'it matches no finding';
  };
  const unused = waivers
    .filter((waiver) => !used.has(waiver))
    .map((waiver) => ({ waiver, reason: reason(waiver) }));
  return { findings: left, waived, unused };
}
