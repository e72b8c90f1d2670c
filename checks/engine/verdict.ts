// SPDX-License-Identifier: GPL-2.0-only
import { EFFECTS, type Effect } from '../../src/series/finding.ts';
import type { Finding } from '../rule.ts';

/** The worst effect of what was found; `waived` where something worse was kept back, or was not looked for on demand. */
export type CompatibilityVerdict = 'identical' | 'waived' | Effect;

/** Effects that fail a check unless they are allowed. */
const GATES: readonly Effect[] = ['binary-break', 'behaviour-break', 'source-break', 'defect'];

/** Of an examination, what gates look at. */
interface Examined {
  readonly findings: readonly Finding[];
  /** Ids of the rules that ran. */
  readonly ran: readonly string[];
  readonly verdict: CompatibilityVerdict;
}

export interface Gates {
  /** Effects, categories and ids of rules; the narrower name wins, and denying over allowing. */
  readonly deny?: readonly string[];
  readonly allow?: readonly string[];
}

export interface GateJudgement {
  /** 0 clean, 1 a gate was hit, 3 could not check; as docs/exit-codes.md has them. */
  readonly exit: 0 | 1 | 3;
  readonly verdict: CompatibilityVerdict;
  /** Findings that hit a gate. */
  readonly hit: readonly Finding[];
}

/**
 * The worst effect in the order of EFFECTS. A defect that is a mere note decides nothing.
 *
 * @param ran whether any rule ran: without one nothing is known
 * @param kept what was kept back: by a waiver, or since a baseline has it
 * @param off effects of the rules that the user has turned off, of a change that they could have found something in
 */
export function compatibilityVerdict(
  findings: readonly Finding[],
  ran: boolean,
  kept: readonly Finding[] = [],
  off: readonly Effect[] = [],
): CompatibilityVerdict {
  if (!ran) return 'undetermined';
  const [shown, hidden] = [worstEffect(findings), worstEffect(kept)];
  const rank = (effect: Effect | undefined) => (effect ? EFFECTS.indexOf(effect) : EFFECTS.length);
  // What was found for certain is said, whatever else there may be.
  const isHarmless = rank(shown) >= rank('additive');
  const mayHide = isHarmless && off.some((effect) => rank(effect) < rank('additive'));
  return rank(hidden) < rank(shown) || mayHide ? 'waived' : (shown ?? 'identical');
}

/** Undefined where nothing was found that has an effect. */
export function worstEffect(findings: readonly Finding[]): Effect | undefined {
  const effects = new Set(findings.map(weight));
  return EFFECTS.find((effect) => effects.has(effect));
}

/** What gates make of an examination. */
export function judgeByGates({ findings, ran, verdict }: Examined, gates: Gates = {}): GateJudgement {
  const hit = findings.filter((finding) => isDenied(finding, gates));
  const open = findings.some(
    (finding) => finding.effect === 'undetermined' && !isNamed(finding, gates.allow ?? []),
  );
  return { exit: hit.length > 0 ? 1 : ran.length === 0 || open ? 3 : 0, verdict, hit };
}

function isDenied(finding: Finding, { deny = [], allow = [] }: Gates): boolean {
  for (const name of names(finding)) {
    if (deny.includes(name)) return true;
    if (allow.includes(name)) return false;
  }
  const effect = weight(finding);
  // What is about mails has no effect on users of the interface; there the severity decides.
  return effect === undefined ? finding.severity === 'error' : GATES.includes(effect);
}

function isNamed(finding: Finding, list: readonly string[]): boolean {
  return names(finding).some((name) => list.includes(name));
}

/** From the narrowest to the widest. */
function names({ rule, effect }: Finding): string[] {
  return [rule, rule.split('-')[0] ?? '', ...(effect === undefined ? [] : [effect])];
}

function weight({ severity, effect }: Finding): Effect | undefined {
  return effect === 'defect' && severity === 'note' ? 'additive' : effect;
}
