// SPDX-License-Identifier: GPL-2.0-only
import { isFailure } from '../../is-failure.ts';
import { type Case, groupsOf, keyed } from '../cases.ts';
import type { OutputFormat } from '../format.ts';
import type { ReportedDesign, Results } from '../model.ts';

/** Documentation/dev-tools/ktap.rst, version 1: design › program › test, two spaces a level. */
export const ktap: OutputFormat = {
  name: 'ktap',
  summary: 'KTAP version 1, for kunit.py parse and what else reads the output of kernel tests',
  write: (results) => `${lines(blockOf(results)).join('\n')}\n`,
};

/** A line of a result with what belongs to it above. */
interface Node {
  readonly name: string;
  readonly status: Case['status'];
  readonly reason?: string;
  readonly diagnostics: readonly string[];
  readonly children: readonly Node[];
}

function blockOf({ designs, failure }: Results): Node[] {
  const broken: Node[] = failure
    ? [
        {
          ...{ name: 'kpw', status: 'error', reason: `${failure.code}: ${failure.title}` },
          diagnostics: [],
          children: [],
        },
      ]
    : [];
  return [
    ...broken,
    ...keyed(designs).map(({ key, design }) => {
      const children = groupsOf(design).map(({ name, cases }) => {
        const tests = cases.map(({ lines: diagnostics, ...one }) => ({ ...one, diagnostics, children: [] }));
        return parent(name, [], tests);
      });
      const { measurements } = design;
      const measured = measurements.map(({ name, value, unit }) => `measure ${name} ${value} ${unit}`);
      return skippedAs(design, parent(key, measured, children));
    }),
  ];
}

/** It fails where one of its children does, and is skipped where all of them are. */
function parent(name: string, diagnostics: readonly string[], children: readonly Node[]): Node {
  const failed = children.some(({ status }) => isFailure(status));
  const skipped = children.every(({ status }) => status === 'skip');
  return { name, status: failed ? 'fail' : skipped ? 'skip' : 'pass', diagnostics, children };
}

/** A design that was not run is skipped even where rules judged it; one that a rule finds wrong fails. */
function skippedAs({ verdict, failure }: ReportedDesign, node: Node): Node {
  if (verdict !== 'skip' || node.status === 'fail') return node;
  return { ...node, status: 'skip', ...(failure ? { reason: `${failure.code}: ${failure.title}` } : {}) };
}

function lines(nodes: readonly Node[]): string[] {
  return [
    'KTAP version 1',
    `1..${nodes.length}`,
    ...nodes.flatMap((node, at) => [
      ...(node.children.length > 0 ? lines(node.children).map((line) => `  ${line}`) : []),
      ...node.diagnostics.map(diagnostic),
      resultLine(node, at + 1),
    ]),
  ];
}

function resultLine({ name, status, reason }: Node, number: number): string {
  const ok = isFailure(status) ? 'not ok' : 'ok';
  const directive = { pass: '', fail: '', error: 'ERROR', skip: 'SKIP', xfail: 'XFAIL' }[status];
  const told = directive === '' ? '' : ` # ${[directive, reason].filter(Boolean).join(' ')}`;
  return `${ok} ${number} ${description(name)}${told}`;
}

/** Any text but a hash sign; a number, or a dash, in front would be taken for something else. */
function description(name: string): string {
  return name.replaceAll('#', '%23').replace(/^- /, '');
}

/** A parser takes `# Subtest: ` for the head of a block. */
function diagnostic(line: string): string {
  return `# ${line.startsWith('Subtest:') ? ' ' : ''}${line}`;
}
