// SPDX-License-Identifier: GPL-2.0-only
import { xmlText } from '../../xml.ts';
import { type Case, type CaseGroup, groupsOf, keyed } from '../cases.ts';
import type { OutputFormat } from '../format.ts';
import type { ReportedDesign, Results } from '../model.ts';

/** Valid by the schemas of Jenkins' xunit plugin and of Ant's task, which know no place of a test case. */
export const junit: OutputFormat = {
  name: 'junit',
  summary: 'JUnit XML, for Jenkins and most CI systems',
  write: (results) => document(results, false),
};

/** The same with the attribute `file` of test cases, which GitLab links, and neither schema has. */
export const junitGitlab: OutputFormat = {
  name: 'junit-gitlab',
  summary: 'JUnit XML with the file of each test case, for GitLab',
  write: (results) => document(results, true),
};

interface Suite {
  /** Of the design: what Jenkins shows as the package. */
  readonly package: string;
  /** In the first suite of the design, whose properties tell where it ran. */
  readonly design: ReportedDesign | undefined;
  readonly group: CaseGroup;
}

function document(results: Results, places: boolean): string {
  const suites = suitesOf(results);
  const all = suites.flatMap(({ group }) => group.cases);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    ...suites.flatMap((suite, at) => suiteElement(suite, at, results, places)),
    '</testsuites>',
    ...(all.length === 0 ? ['<!-- no test ran, and no rule -->'] : []),
    '',
  ].join('\n');
}

function suitesOf({ designs, failure, verb }: Results): Suite[] {
  const suites = keyed(designs).flatMap(({ key, design }) =>
    groupsOf(design).map((group, at) => ({
      ...{ package: key.replaceAll('/', '.'), group },
      design: at === 0 ? design : undefined,
    })),
  );
  if (!failure) return suites;
  const lines = [failure.where, failure.detail, failure.hint].filter((part) => part !== undefined);
  const broken: Case = {
    ...{ name: 'came to its end', status: 'error', lines },
    reason: `${failure.code}: ${failure.title}`,
  };
  return [{ package: 'kpw', design: undefined, group: { name: verb, cases: [broken] } }, ...suites];
}

function suiteElement(
  { package: name, design, group }: Suite,
  at: number,
  results: Results,
  places: boolean,
): string[] {
  const { cases, seconds = 0 } = group;
  const count = (...statuses: Case['status'][]) =>
    cases.filter(({ status }) => statuses.includes(status)).length;
  const attributes = [
    attribute('name', `${name}.${group.name}`),
    attribute('package', name),
    `id="${at}" tests="${cases.length}" failures="${count('fail')}" errors="${count('error')}"`,
    `skipped="${count('skip', 'xfail')}" time="${seconds.toFixed(3)}"`,
    // The schema wants a time without a zone, and a host.
    `timestamp="${results.started.slice(0, 19)}" hostname="localhost"`,
  ].join(' ');
  return [
    `  <testsuite ${attributes}>`,
    '    <properties>',
    ...(design ? propertiesOf(design, results) : []).map(
      ([key, value]) => `      <property ${attribute('name', key)} ${attribute('value', value)}/>`,
    ),
    '    </properties>',
    ...cases.flatMap((one) => caseElement(one, `${name}.${group.name}`, places)),
    `    <system-out>${xmlText(passedLines(cases))}</system-out>`,
    '    <system-err></system-err>',
    '  </testsuite>',
  ];
}

function caseElement(one: Case, classname: string, places: boolean): string[] {
  const { name, status, reason = '', lines, seconds = 0, file } = one;
  const head = [
    attribute('name', name),
    attribute('classname', classname),
    `time="${seconds.toFixed(3)}"`,
    ...(places && file !== undefined ? [attribute('file', file)] : []),
  ].join(' ');
  const body = bodyOf(status, reason, lines);
  return body === undefined
    ? [`    <testcase ${head}/>`]
    : [`    <testcase ${head}>`, body, '    </testcase>'];
}

function bodyOf(status: Case['status'], reason: string, lines: readonly string[]): string | undefined {
  const text = xmlText(lines.join('\n'));
  switch (status) {
    case 'pass':
      return undefined;
    case 'skip':
      return `      <skipped ${attribute('message', reason)}/>`;
    case 'xfail':
      return `      <skipped ${attribute('message', `expected failure: ${reason}`)}/>`;
    case 'fail':
      return `      <failure type="failure" ${attribute('message', reason)}>${text}</failure>`;
    case 'error':
      return `      <error type="error" ${attribute('message', reason)}>${text}</error>`;
  }
}

/** Warnings and notes stand where nothing fails by them. */
function passedLines(cases: readonly Case[]): string {
  return cases
    .filter(({ status, lines }) => status === 'pass' && lines.length > 0)
    .flatMap(({ name, lines }) => lines.map((line) => `${name}: ${line}`))
    .join('\n');
}

function propertiesOf(design: ReportedDesign, { tool, run, title }: Results): [string, string][] {
  const { tree, machine, kernel, measurements, patches } = design;
  const some: [string, string | undefined][] = [
    ['title', title],
    ['kpw.version', tool.version],
    ['kpw.commit', tool.commit],
    ['run', design.run ?? run],
    ['design', design.title],
    ['tree', tree?.spec],
    ['tree.release', tree?.release],
    ['machine', machine?.id],
    ['kernel', kernel?.release],
    ...patches.map(({ subject }, at): [string, string] => [`patch.${at + 1}`, subject]),
    ...measurements.map(({ name, value, unit }): [string, string] => [
      `measurement.${name}`,
      `${value} ${unit}`,
    ]),
  ];
  return some.flatMap(([key, value]) => (value === undefined ? [] : [[key, value]]));
}

function attribute(name: string, value: string): string {
  return `${name}="${xmlText(value)}"`;
}
