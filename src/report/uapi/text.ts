// SPDX-License-Identifier: GPL-2.0-only

import type { UapiComparison, UapiDiff, UapiFinding } from '../../evidence/uapi/schema.ts';
import { EFFECTS, type Effect } from '../../series/finding.ts';
import { groupBy } from '../../uapi/group.ts';

/** How a printer marks what it prints; the identity where nobody looks at colours. */
export interface Paint {
  good(text: string): string;
  bad(text: string): string;
  warn(text: string): string;
  dim(text: string): string;
  bold(text: string): string;
}

const WORDS: Readonly<Record<Effect | 'identical' | 'waived', string>> = {
  identical: 'identical',
  waived: 'waived',
  additive: 'additive',
  'additive-proven': 'additive, proven',
  'source-break': 'source break',
  'binary-break': 'binary break',
  'behaviour-break': 'behaviour break',
  defect: 'defect',
  undetermined: 'undetermined',
};

/** The verdict in one line, then the findings by header, then what was run. */
export function uapiText(result: UapiComparison, paint: Paint, everything = false, targets?: number): string {
  const groups = groupBy(
    result.findings.filter((finding) => everything || !isQuiet(finding)),
    ({ header }) => header,
  );
  const quiet = result.findings.filter(isQuiet);
  const explained = new Set<string>();
  const lines = (finding: UapiFinding) => {
    const known = explained.has(finding.rule);
    explained.add(finding.rule);
    return findingLines(finding, paint, targets, known);
  };
  return [
    verdictLine(result, paint),
    ...stopLine(result, paint),
    ...[...groups].flatMap(([header, findings]) => ['', paint.bold(header), ...findings.flatMap(lines)]),
    ...(quiet.length > 0 && !everything ? ['', ...quietLines(quiet, paint)] : []),
    '',
    ...confirmedLines(result.confirmed ?? [], paint),
    ...witnessLine(result, paint),
    ...footer(result, paint),
  ].join('\n');
}

/** What stops a merge: the findings that are denied, or what nobody could tell. */
function stopLine({ findings, exit }: UapiComparison, paint: Paint): string[] {
  const gates = findings.filter(({ gate }) => gate);
  const doubts = findings.filter(({ effect }) => effect === 'undetermined');
  const [first] = exit === 1 ? gates : exit === 3 ? doubts : [];
  if (!first) return [];
  const count = (exit === 1 ? gates : doubts).length - 1;
  const more = count > 0 ? `, and ${count} more` : '';
  const what = exit === 1 ? paint.bad('stops a merge') : paint.warn('to be looked at');
  return [`${what}: ${first.symbol ?? first.file} (${first.rule})${more}`];
}

/** What is new and breaks nobody is counted by header, and listed with --all. */
function isQuiet({ effect, gate }: UapiFinding): boolean {
  return !gate && (effect === 'additive' || effect === 'additive-proven');
}

function quietLines(findings: readonly UapiFinding[], paint: Paint): string[] {
  const groups = [...groupBy(findings, ({ header }) => header)];
  const shown = groups.slice(0, 10).map(([header, own]) => `  ${header}: ${own.length}`);
  const rest = groups.length > 10 ? [`  … in ${groups.length - 10} more headers`] : [];
  return [
    `${count(findings.length, 'addition')} that ${findings.length === 1 ? 'breaks' : 'break'} nobody ${paint.dim('(--all lists them)')}`,
    ...shown,
    ...rest,
  ];
}

/** `binary break: debian:6.1 → debian:6.12: 3 binary breaks, 12 additive; adds one ioctl, …` */
function verdictLine(
  { verdict, keptBack, before, after, effects, findings, growth, exit }: UapiComparison,
  paint: Paint,
): string {
  const notes = findings.filter(isNote).length;
  const counts = EFFECTS.flatMap((effect) => {
    const number = (effects[effect] ?? 0) - (effect === 'defect' ? notes : 0);
    return number > 0 ? [`${number} ${WORDS[effect]}`] : [];
  });
  if (notes > 0) counts.push(count(notes, 'note'));
  const mark = exit === 0 ? paint.good : exit === 1 ? paint.bad : paint.warn;
  return [
    `${mark(WORDS[verdict])}${keptBack ? ` (${WORDS[keptBack]} kept back)` : ''}: ${sideName(before)} → ${sideName(after)}`,
    ...(counts.length > 0 ? [counts.join(', ')] : []),
    ...(growth === 'nothing' ? [] : [`costs userspace ${growth}`]),
  ].join('; ');
}

/** A defect that no verdict counts: it is told, and stops nobody. */
function isNote({ effect, severity }: UapiFinding): boolean {
  return effect === 'defect' && severity === 'note';
}

function sideName(spec: string): string {
  return spec === '-' ? 'standard input' : spec;
}

function findingLines(
  finding: UapiFinding,
  paint: Paint,
  all: number | undefined,
  explained: boolean,
): string[] {
  const { effect, language, file, line, message, rule, before, after, breaks, targets, inherited } = finding;
  const colour = finding.gate ? paint.bad : effect === 'undetermined' ? paint.warn : paint.dim;
  const where = targets
    ? ` on ${all !== undefined && targets.length === all ? `all ${all} targets` : targets.join(', ')}`
    : '';
  return [
    `  ${file}:${line}: ${colour(effect && !isNote(finding) ? WORDS[effect] : finding.severity)}${language ? ` (${language})` : ''}: ${message} ${paint.dim(`[${rule}]`)}`,
    ...(before ? [`      was    ${before.file}:${before.line}: ${before.text}`] : []),
    ...(after ? [`      now    ${after.file}:${after.line}: ${after.text}`] : []),
    ...(breaks
      ? [`      breaks ${breaks.join(', ')}${where}`]
      : where
        ? [`      holds ${where.trim()}`]
        : []),
    ...(inherited && inherited.length > 0 ? [`      also   ${some(inherited)}`] : []),
    ...(effect === 'additive' || explained
      ? []
      : [
          paint.dim(`      why    ${finding.why}`),
          paint.dim(`      see    ${finding.reference}`),
          `      do     ${finding.todo}`,
        ]),
  ];
}

/** One finding with all that is known of it, the program that shows it among that. */
export function findingText(finding: UapiFinding, paint: Paint): string {
  const { witness, fingerprint } = finding;
  const program = witness
    ? [
        '',
        `${witness.language}${witness.before ? `: ${witness.before} on the old side, ${witness.after} on the new one` : ''}`,
        ...witness.program
          .trimEnd()
          .split('\n')
          .map((line) => `    ${line}`),
      ]
    : [];
  return [
    ...findingLines(finding, paint, undefined, false),
    ...(fingerprint ? [paint.dim(`      id     ${fingerprint}`)] : []),
    ...program,
  ].join('\n');
}

function some(names: readonly string[]): string {
  return names.length <= 6
    ? names.join(', ')
    : `${names.slice(0, 6).join(', ')} and ${names.length - 6} more`;
}

type Confirmed = NonNullable<UapiComparison['confirmed']>;

/** A line for each target; one for all where no compiler had anything to judge. */
function confirmedLines(all: Confirmed, paint: Paint): string[] {
  const asked = all.filter(({ skipped }) => skipped === undefined);
  const isIdle = asked.every(({ claims, unjudged }) => claims === 0 && unjudged.length === 0);
  if (asked.length > 0 && isIdle)
    return [paint.dim('nothing to confirm: no struct or union whose size kpw knows differs')];
  return all.map((one) => confirmedLine(one, paint));
}

function confirmedLine(
  { target, compiler, claims, refused, unjudged, skipped }: Confirmed[number],
  paint: Paint,
): string {
  if (skipped !== undefined) return paint.dim(`confirmed by nobody on ${target}: ${skipped}`);
  if (claims === 0 && unjudged.length === 0)
    return paint.dim(`nothing to ask ${compiler} on ${target}: no struct or union differs`);
  const unsaid = [...new Set(unjudged.map(({ header, reason }) => `${header} (${reason})`))].join(', ');
  if (claims === 0)
    return paint.warn(`confirmed by nobody on ${target}: ${compiler} does not compile alone: ${unsaid}`);
  const mark = refused > 0 ? paint.bad : paint.good;
  return `${mark(refused > 0 ? 'contradicted' : 'confirmed')} on ${target} by ${compiler}: ${claims - refused} of ${count(claims, 'size, offset and alignment', 'sizes, offsets and alignments')}${unsaid ? `; does not compile alone: ${unsaid}` : ''}`;
}

/** What became of the programs that were compiled for source breaks; nothing where none was. */
function witnessLine({ findings }: UapiComparison, paint: Paint): string[] {
  const tried = findings.flatMap(({ witness }) => (witness?.before && witness.after ? [witness] : []));
  if (tried.length === 0) return [];
  const proven = tried.filter(({ before, after }) => before === 'compiles' && after === 'fails').length;
  const text = `programs for the source breaks: ${proven} of ${tried.length} compile on the old side and fail on the new one`;
  return [proven === tried.length ? text : paint.warn(text)];
}

function footer(
  { rules, waived, known = [], unusedWaivers, headers, notes = [] }: UapiComparison,
  paint: Paint,
): string[] {
  const old = Object.values(rules.baseline).reduce((sum, number) => sum + number, 0);
  const reasons = groupBy(rules.skipped, ({ reason }) => reason);
  return [
    `${count(headers.length, 'header')} ${headers.length === 1 ? 'differs' : 'differ'}; rules: ${rules.ran.length} run, ${rules.skipped.length} skipped, ${rules.undetermined} undetermined${
      old > 0 ? `; ${count(old, 'finding')} of the old side not shown` : ''
    }`,
    ...notes.map((note) => `  note: ${note}`),
    ...(known.length > 0 ? [`  ${count(known.length, 'finding')} of the baseline not shown`] : []),
    ...[...reasons].map(([reason, all]) => paint.dim(`  skipped ${all.length}: ${reason}`)),
    ...waived.map(
      ({ finding, waiver }) =>
        `  waived ${finding.rule} ${finding.symbol ?? finding.file}: ${waiver.reason} (${waiver.origin})`,
    ),
    ...unusedWaivers.map(({ waiver, reason }) =>
      paint.warn(`  waiver of ${waiver.rule} ${waiver.symbol} is unused: ${reason} (${waiver.origin})`),
    ),
  ];
}

/** Who runs where: one line for every two sides, with the first reasons. */
export function compatibilityText(all: NonNullable<UapiDiff['compatibility']>, paint: Paint): string {
  const mark = { works: paint.good, 'falls back': paint.warn, breaks: paint.bad };
  const lines = all.map(({ builtFor, runsOn, fate, reasons }) => {
    const why = some(reasons.filter((one) => one.fate === fate).map((one) => one.name));
    return `  built for ${builtFor}, on ${runsOn}: ${mark[fate](fate)}${why ? ` ${paint.dim(`(${why})`)}` : ''}`;
  });
  return ['programs', ...lines].join('\n');
}

/** `file:line: LEVEL: text [rule]`, as compilers and b4's checkers have it. */
export function uapiLines({ findings }: UapiComparison): string {
  return findings
    .map(
      ({ file, line, severity, message, rule }) =>
        `${file}:${line}: ${severity.toUpperCase()}: ${message} [${rule}]`,
    )
    .join('\n');
}

function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : plural}`;
}
