// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto';
import { type Finding, SEVERITIES } from '../series/finding.ts';
import type { ReportedDesign, ReportedFinding } from './model.ts';

/** What every kind of finding has, kept or fresh. */
type AnyFinding = Pick<Finding, 'rule' | 'severity' | 'file' | 'line' | 'message'> & {
  readonly source?: string | undefined;
} & {
  readonly [Field in 'effect' | 'symbol' | 'fingerprint' | 'column' | 'after' | 'before']?:
    | Finding[Field]
    | undefined;
};

/** A finding in the model, with a fingerprint where its rule gives none. */
function reportedFinding(finding: AnyFinding): ReportedFinding {
  const { rule, severity, message, file, line, column, effect, symbol, fingerprint } = finding;
  const quoted = [finding.after, finding.before].find((one) => one?.file === file && one.line === line);
  const source = finding.source ?? quoted?.text;
  return {
    ...{ rule, severity, message },
    ...(file === '' ? {} : { file }),
    ...(file !== '' && line >= 1 ? { line } : {}),
    ...(column === undefined ? {} : { column }),
    ...(effect === undefined ? {} : { effect }),
    ...(symbol === undefined ? {} : { symbol }),
    ...(source === undefined ? {} : { source }),
    fingerprint: fingerprint ?? fingerprintOf(finding),
  };
}

/** Sixteen hex digits of what is said of what; never of a line, which moves. */
function fingerprintOf({ rule, file, symbol = '', message }: AnyFinding): string {
  return createHash('sha256')
    .update(JSON.stringify([rule, file, symbol, message]))
    .digest('hex')
    .slice(0, 16);
}

/** Findings as a model has them: worst first, and otherwise as they came. */
export function reportedFindings(findings: readonly AnyFinding[]): ReportedFinding[] {
  return worstFirst(findings.map(reportedFinding));
}

function worstFirst<T extends Pick<ReportedFinding, 'severity'>>(findings: readonly T[]): T[] {
  return SEVERITIES.flatMap((severity) => findings.filter((one) => one.severity === severity));
}

/** One finding, and the designs that have it. */
export interface SharedFinding {
  readonly finding: ReportedFinding;
  readonly designs: readonly ReportedDesign[];
  /** Its fingerprint, made different where one design has two findings with the same. */
  readonly key: string;
}

/** The findings of one design by their fingerprints, which are made different where two have the same. */
export function findingsByKey({
  findings,
}: Pick<ReportedDesign, 'findings'>): ReadonlyMap<string, ReportedFinding> {
  const count = new Map<string, number>();
  return new Map(
    findings.map((finding) => {
      const nth = (count.get(finding.fingerprint) ?? 0) + 1;
      count.set(finding.fingerprint, nth);
      return [nth === 1 ? finding.fingerprint : `${finding.fingerprint}-${nth}`, finding];
    }),
  );
}

/** The findings of all designs, each once, worst first: a reader of a file counts what he sees. */
export function sharedFindings(designs: readonly ReportedDesign[]): SharedFinding[] {
  const shared = new Map<string, { finding: ReportedFinding; designs: ReportedDesign[]; key: string }>();
  for (const design of designs) {
    for (const [key, finding] of findingsByKey(design)) {
      const known = shared.get(key);
      if (known) known.designs.push(design);
      else shared.set(key, { finding, designs: [design], key });
    }
  }
  const all = [...shared.values()];
  return SEVERITIES.flatMap((severity) => all.filter(({ finding }) => finding.severity === severity));
}
