// SPDX-License-Identifier: GPL-2.0-only
import type { Evidence } from '../evidence/schema.ts';

/** A sentence for each known failure of a run, those first that answered for something. */
export function knownNotes({ known = [] }: Pick<Evidence, 'known'>): string[] {
  const used = known.filter(({ matched }) => matched.length > 0);
  const unused = known.filter(({ matched }) => matched.length === 0);
  return [
    ...used.map(
      ({ kind, pattern, reason, until, matched }) =>
        `known ${kind} ${pattern}: ${reason}${until ? `, until ${until}` : ''} (${matched.length} ${matched.length === 1 ? 'time' : 'times'})`,
    ),
    ...unused.map(
      ({ kind, pattern, origin, unused: why = 'nothing failed like it' }) =>
        `known ${kind} ${pattern} of ${origin} is not used: ${why}`,
    ),
  ];
}

/** How often cells booted, and which of their tests are flaky. */
export function repeatNotes({ cells }: Pick<Evidence, 'cells'>): string[] {
  const boots = Math.max(1, ...cells.map(({ repeats = [] }) => repeats.length + 1));
  if (boots === 1) return [];
  const flaky = cells.flatMap(({ name, tests }) =>
    tests.flatMap(({ program, name: test, flaky: told }) =>
      told ? [`${name}: ${program}/${test} is flaky, it failed in ${told.failed} of ${told.of} boots`] : [],
    ),
  );
  return [`${boots} boots of each cell${flaky.length === 0 ? ', which all agree' : ''}`, ...flaky];
}
