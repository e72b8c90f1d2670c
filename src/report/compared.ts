// SPDX-License-Identifier: GPL-2.0-only

import type { Compared, ComparedDesign, ComparedFinding, NeededModule } from '../evidence/compare/schema.ts';
import { plural } from '../plural.ts';
import { severityCounts } from '../series/finding.ts';
import { cellLines, cellNotes, cellSections, columnsOf } from './compared-cells.ts';
import { pairSection } from './compared-pairs.ts';
import type { ReportLine, ReportTable } from './comparison.ts';
import { failureLines } from './failure-lines.ts';
import type { ReportSection } from './section.ts';
import type { Value } from './value.ts';

const NONE: Value = { text: '–', tone: 'plain' };
/** So many names of a list are told in a cell. */
const TOLD = 6;

/** Designs as columns. */
export function comparedTable(compared: Compared): ReportTable {
  const { designs, findings, tree, run } = compared;
  const booted = compared.cells !== undefined;
  const columns = columnsOf(compared);
  const line = (
    label: string,
    value: (design: ComparedDesign) => Value | string | undefined,
    group?: string,
  ): ReportLine => ({
    ...(group === undefined ? {} : { group }),
    label,
    values: [undefined, ...columns.map(({ design }) => design)].slice(booted ? 0 : 1).map((design) => {
      if (!design) return NONE;
      const made = value(design);
      return made === undefined ? NONE : typeof made === 'string' ? { text: made, tone: 'plain' } : made;
    }),
  });
  const of = ({ name }: ComparedDesign) => findings.filter((one) => one.designs.includes(name));
  return {
    title: compared.title,
    notes: [
      `${tree.spec} (Linux ${tree.release}); modules and built-in code ${compared.configuration ? `by the configuration of ${compared.configuration}` : 'by Kconfig alone: kpw has no kernel configuration'}`,
      ...(compared.without
        ? [
            `${tree.spec} has ${compared.without.join(', ')} already: every column stands on the tree without it`,
          ]
        : []),
      ...designs.flatMap(({ name, notes }) => notes.map((note) => `${name}: ${note}`)),
      ...cellNotes(compared),
      `evidence: ${run}/evidence.json`,
    ],
    columns: [...(booted ? ['baseline'] : []), ...columns.map(({ name }) => name)],
    lines: [
      line('apply', applies, 'the patches'),
      line('lines changed', (one) =>
        one.applied === 0
          ? undefined
          : `+${one.insertions} −${one.deletions}\n${plural(one.files.length, 'file')}`,
      ),
      line('files', ({ files }) => listed(files.map(({ path }) => short(path, designs)))),
      line('functions', ({ files }) => listed([...new Set(files.flatMap(({ names }) => names))])),
      line('UAPI added', ({ uapiNames }) =>
        uapiNames
          ? [...uapiNames.added, ...uapiNames.removed.map((name) => `${name} (removed)`)].join('\n') ||
            'nothing'
          : undefined,
      ),
      line('for userspace', ({ uapi }) => uapi && uapiVerdict(uapi.verdict)),
      line('findings', (one) => (one.patches > 0 ? counted(of(one)) : undefined)),
      ...(designs.some(({ compiled }) => compiled) ? [line('each patch compiles', compiles)] : []),
      line(
        'modules to swap',
        ({ needs }) => needs && (listed(needs.modules.map(moduleText)) ?? 'none'),
        'the kernel',
      ),
      line('a kernel from source', ({ needs }) => needs && needed(needs)),
      ...cellLines(compared),
    ],
  };
}

/** The paths of a table are told without what all of them begin with. */
function short(path: string, designs: readonly ComparedDesign[]): string {
  const all = designs.flatMap(({ files }) => files.map((file) => file.path.split('/').slice(0, -1)));
  const [first = []] = all;
  const common = first.findIndex((part, at) => all.some((one) => one[at] !== part));
  const cut = common < 0 ? first.length : common;
  return path
    .split('/')
    .slice(cut > 1 ? cut : 0)
    .join('/');
}

function applies({ patches, applied, failure }: ComparedDesign): Value {
  if (failure && patches === 0) return { text: `refused\n[${failure.code}]`, tone: 'bad' };
  return {
    text: failure ? `${applied} of ${patches}\n[${failure.code}]` : plural(patches, 'patch', 'patches'),
    tone: failure ? 'bad' : 'good',
  };
}

function moduleText({ name, state = 'module' }: NeededModule): string {
  return state === 'module' ? name : `${name} (${state === 'off' ? 'not in this kernel' : 'built in'})`;
}

function needed({ source, undetermined, modules, files }: NonNullable<ComparedDesign['needs']>): Value {
  if (source.length > 0) return { text: `needed: ${plural(source.length, 'file')}`, tone: 'plain' };
  if (undetermined.length > 0) return { text: 'undetermined', tone: 'plain' };
  if (modules.length > 0) return { text: 'not needed', tone: 'plain' };
  // Code that this configuration leaves out would be seen with another one.
  const off = files.some(({ part }) => part === 'off');
  return { text: off ? 'needed: it is off in this configuration' : 'no code changes', tone: 'plain' };
}

function compiles({ compiled }: ComparedDesign): Value | undefined {
  if (!compiled) return undefined;
  const count = (severity: string) => compiled.filter((one) => one.severity === severity).length;
  const parts = [
    ...(count('error') > 0 ? [plural(count('error'), 'error')] : []),
    ...(count('warning') > 0 ? [plural(count('warning'), 'warning')] : []),
  ];
  const skipped = count('note') > 0 ? `\n${plural(count('note'), 'thing')} not compiled` : '';
  return { text: `${parts.join(', ') || 'ok'}${skipped}`, tone: count('error') > 0 ? 'bad' : 'good' };
}

function counted(found: readonly ComparedFinding[]): Value {
  if (found.length === 0) return { text: 'none', tone: 'good' };
  return {
    text: severityCounts(found),
    tone: found.some(({ severity }) => severity === 'error') ? 'bad' : 'plain',
  };
}

function uapiVerdict(verdict: NonNullable<ComparedDesign['uapi']>['verdict']): Value {
  const harmless = ['identical', 'additive', 'additive-proven'].includes(verdict);
  // Of headers and drivers as they are read; what a guest sees are rows of their own.
  const text = verdict === 'identical' ? 'no header or call differs' : verdict.replace('-', ' ');
  return { text, tone: harmless ? 'good' : 'bad' };
}

function listed(names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined;
  const more = names.length > TOLD ? [`and ${names.length - TOLD} more`] : [];
  return [...names.slice(0, TOLD), ...more].join('\n');
}

/** Below the table: what does not apply, how the designs differ, what was found, what of the kernel they touch. */
export function comparedSections(compared: Compared): ReportSection[] {
  const { designs, between, findings } = compared;
  return [
    ...designs.flatMap(rejections),
    ...cellSections(compared),
    ...between.map((pair) => pairSection(compared.run, pair)),
    {
      title: 'findings',
      lines: findings.map(
        ({ designs: names, file, line, severity, message, rule }) =>
          `${names.length === designs.length && designs.length > 1 ? 'all' : names.join(', ')}: ${file}:${line}: ${severity}: ${message} [${rule}]`,
      ),
    },
    ...designs.flatMap(({ name, compiled }) =>
      compiled && compiled.length > 0
        ? [
            {
              title: `what compilers say of ${name}`,
              lines: compiled.map(
                ({ file, line, severity, message }) => `${file}:${line}: ${severity}: ${message}`,
              ),
            },
          ]
        : [],
    ),
    { title: 'what is touched', lines: touched(designs) },
  ].filter(({ lines }) => lines.length > 0);
}

function rejections({ name, rejected, failure }: ComparedDesign): ReportSection[] {
  if (!failure) return [];
  const lines = rejected.map(
    ({ patch, number, file, hunk, hunks, message, near }) =>
      `patch ${number} "${patch}": ${file}${hunk === undefined ? '' : ` (hunk ${hunk} of ${hunks})`}: ${message}${near === undefined ? '' : `; ${near}`}`,
  );
  if (lines.length === 0)
    return [{ title: `${name}: ${failure.title} [${failure.code}]`, lines: failureLines(failure) }];
  return [{ title: `${failure.title} [${failure.code}]`, lines: [...lines, `next  ${failure.hint}`] }];
}

/** Files by what they are, each once where the designs agree on it. */
function touched(designs: readonly ComparedDesign[]): string[] {
  const told = new Map<string, string[]>();
  for (const { name, needs } of designs)
    for (const { path, part, modules, why } of needs?.files ?? []) {
      const of =
        modules.length > 0
          ? `${part === 'module' ? 'module' : part} ${modules.slice(0, TOLD).join(', ')}`
          : part;
      const line = `${path}: ${of}: ${why}`;
      told.set(line, [...(told.get(line) ?? []), name]);
    }
  return [...told].map(([line, names]) =>
    names.length === designs.length ? line : `${names.join(', ')}: ${line}`,
  );
}
