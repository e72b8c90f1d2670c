// SPDX-License-Identifier: GPL-2.0-only

import type { SelftestColumn, Selftests } from '../evidence/selftests/schema.ts';
import { isFailure } from '../is-failure.ts';
import type { ReportedDesign } from './model.ts';
import { ranOf, ranWhere } from './of-evidence.ts';
import type { SourceOf } from './tests.ts';

/** Selftests on kernels as they are: each tree is a design without patches. Failures that upstream expects are xfail. */
export function designsOfSelftests(kept: Selftests, sourceOf: SourceOf): ReportedDesign[] {
  return kept.columns.map((column) => {
    const { name, tree, kernel, boots, failure, cell, expected = [] } = column;
    const { run, machine } = kept;
    const ran = cell
      ? ranOf(expectedly({ ...cell, tests: announced(cell.tests, expected) }), { run, boots }, sourceOf)
      : { programs: [], measurements: [] };
    return {
      ...ranWhere({ run, tree, machine, kernel, boots }),
      ...ran,
      name,
      title: tree.spec,
      ...(failure ? { verdict: 'miss' as const, failure } : {}),
      patches: [],
      findings: [],
    };
  });
}

/** What fails as upstream says fails nothing. */
function expectedly(cell: NonNullable<SelftestColumn['cell']>): NonNullable<SelftestColumn['cell']> {
  const { failure, ...rest } = cell;
  const failed = rest.tests.some(({ status }) => isFailure(status));
  return failure?.code === 'TESTS_FAILED' && !failed ? { ...rest, verdict: 'PASS' } : cell;
}

type Tests = NonNullable<SelftestColumn['cell']>['tests'];

function announced(tests: Tests, expected: NonNullable<SelftestColumn['expected']>): Tests {
  return tests.map((test) => {
    const known = expected.find(({ program, name }) => program === test.program && name === test.name);
    const failed = isFailure(test.status);
    return known && failed ? { ...test, status: 'XFAIL', reason: known.why } : test;
  });
}
