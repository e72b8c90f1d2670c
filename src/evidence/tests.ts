// SPDX-License-Identifier: GPL-2.0-only

import type { ProgramResult } from '../guest/judge.ts';
import { leaves } from '../guest/ktap.ts';
import { isFailure } from '../is-failure.ts';
import type { CellEvidence } from './schema.ts';

/** The tests of one program, in the order in which they ran; of a test with subtests these. */
export function programTests({ name: program, document, seconds }: ProgramResult): CellEvidence['tests'] {
  return document.tests.flatMap((top, index) =>
    leaves([top]).map((test) => {
      const { name, status, reason, diagnostics } = test;
      // The time at which each subtest ended is unknown.
      const took = test === top ? seconds?.[index] : undefined;
      return {
        program,
        name,
        status,
        ...(reason === undefined ? {} : { reason }),
        ...(took === undefined ? {} : { seconds: took }),
        ...(isFailure(status) ? { diagnostics } : {}),
      };
    }),
  );
}

/** How long each program took in the guest. */
export function programsOf(programs: readonly ProgramResult[]): NonNullable<CellEvidence['programs']> {
  return programs.flatMap(({ name, milliseconds }) =>
    milliseconds === undefined ? [] : [{ name, seconds: milliseconds / 1000 }],
  );
}
