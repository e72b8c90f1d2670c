// SPDX-License-Identifier: GPL-2.0-only
import type { Finding } from '../series/finding.ts';
import type { CellEvidence } from './schema.ts';

/** A finding as evidence keeps it. */
export function findingRecord(finding: Finding): CellEvidence['findings'][number] {
  const { rule, severity, file, line, column, message, effect, symbol, fingerprint } = finding;
  return {
    ...{ rule, severity, file, line },
    ...(column === undefined ? {} : { column }),
    message,
    ...(effect === undefined ? {} : { effect }),
    ...(symbol === undefined ? {} : { symbol }),
    ...(fingerprint === undefined ? {} : { fingerprint }),
  };
}
