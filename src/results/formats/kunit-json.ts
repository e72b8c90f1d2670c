// SPDX-License-Identifier: GPL-2.0-only
import { type CaseGroup, groupsOf, keyed } from '../cases.ts';
import { jsonText, type OutputFormat } from '../format.ts';
import type { ReportedDesign, Results } from '../model.ts';

/** What `kunit.py --json` prints (tools/testing/kunit/kunit_json.py): design › program › test. */
export const kunitJson: OutputFormat = {
  name: 'kunit-json',
  summary: 'JSON as kunit.py --json prints it, for what reads that',
  write: (results) => jsonText(whole(results)),
};

const STATUS = { pass: 'PASS', fail: 'FAIL', error: 'ERROR', skip: 'SKIP', xfail: 'PASS' } as const;

interface Group {
  readonly name: string;
  readonly sub_groups: readonly Group[];
  readonly test_cases: readonly {
    readonly name: string;
    readonly status: (typeof STATUS)[keyof typeof STATUS];
  }[];
  readonly misc: Readonly<Record<'tests' | 'passed' | 'failed' | 'crashed' | 'skipped' | 'errors', number>>;
  readonly arch: string;
  readonly defconfig: string;
  readonly build_environment: string;
  readonly lab_name: string | null;
  readonly kernel: string | null;
  readonly job: string | null;
  readonly git_branch: string;
}

function whole(results: Results): Group {
  const { designs, failure, run, tool } = results;
  const common = (design: ReportedDesign | undefined) => ({
    arch: design?.machine?.architecture ?? '',
    defconfig: '',
    build_environment: `kpw ${tool.version}`,
    lab_name: null,
    kernel: design?.kernel?.release ?? null,
    job: design?.run ?? run ?? null,
    git_branch: design?.tree?.label ?? '',
  });
  const own = keyed(designs).map(({ key, design }) => {
    const programs = groupsOf(design).map((group) => programGroup(group, common(design)));
    return groupOf(key, programs, [], common(design));
  });
  const broken = failure ? [{ name: `${failure.code}: ${failure.title}`, status: STATUS.error }] : [];
  return groupOf('KUnit Test Group', own, broken, common(designs[0]));
}

type Common = Omit<Group, 'name' | 'sub_groups' | 'test_cases' | 'misc'>;

function programGroup({ name, cases }: CaseGroup, common: Common): Group {
  return groupOf(
    name,
    [],
    cases.map((one) => ({ name: one.name, status: STATUS[one.status] })),
    common,
  );
}

function groupOf(name: string, groups: readonly Group[], cases: Group['test_cases'], common: Common): Group {
  const count = (status: string) => cases.filter((one) => one.status === status).length;
  const sum = (key: keyof Group['misc']) => groups.reduce((all, { misc }) => all + misc[key], 0);
  return {
    name,
    sub_groups: groups,
    test_cases: cases,
    misc: {
      tests: sum('tests') + cases.length,
      passed: sum('passed') + count('PASS'),
      failed: sum('failed') + count('FAIL'),
      crashed: sum('crashed') + count('ERROR'),
      skipped: sum('skipped') + count('SKIP'),
      errors: 0,
    },
    ...common,
  };
}
