// SPDX-License-Identifier: GPL-2.0-only
import type { Command as Commander, Option } from 'commander';
import * as z from 'zod';
import { Compared } from '../evidence/compare/schema.ts';
import { Evidence } from '../evidence/schema.ts';
import { Selftests } from '../evidence/selftests/schema.ts';
import { UapiDump } from '../evidence/uapi/dump-schema.ts';
import { UapiDiff } from '../evidence/uapi/schema.ts';
import { EXIT_CODES, NEXT } from '../exit-status.ts';
import { Results } from '../results/model.ts';
import { commands } from './commands.ts';
import { Question } from './compare-question.ts';
import { commandLine } from './main.ts';

const made = (from: string) =>
  `<!-- Made from ${from} by npx vitest run test/docs --update; not to be edited. -->`;

/** docs/commands.md: every verb and option, from the parser itself. */
export function commandsPage(): string {
  const program = commandLine(commands, async () => undefined);
  return `${made('the option tables in src/cli')}
# Commands

In a checkout the program is \`npx kpw\`, from elsewhere \`node <checkout>/bin/kpw.mjs\`. Results go to standard
output, progress and failures to standard error. \`kpw VERB --help\` says what is here.

| verb | does |
|---|---|
${verbsOf(program)
  .map((verb) => `| [${nameOf(verb)}](#${nameOf(verb).replace(' ', '-')}) | ${verb.summary()} |`)
  .join('\n')}

Options of every verb:

${optionTable([...program.options, ...helpOf(program)])}
${verbsOf(program).map(section).join('\n')}`;
}

/** Verbs, those of a group instead of the group. */
function verbsOf(program: Commander): Commander[] {
  return program.commands.flatMap((verb) => (verb.commands.length > 0 ? [...verb.commands] : [verb]));
}

/** `uapi diff`. */
function nameOf(verb: Commander): string {
  const group = verb.parent?.parent ? `${verb.parent.name()} ` : '';
  return `${group}${verb.name()}`;
}

/** docs/exit-codes.md: every status with its codes and what to do. */
export function exitCodesPage(): string {
  const codes = Object.entries(EXIT_CODES);
  const statuses = Object.entries(NEXT).map(([status, next]) => {
    const own = codes.filter(([, entry]) => entry.status === Number(status)).map(([code]) => `\`${code}\``);
    return `| ${status} | ${own.join(', ')} | ${inCell(next)} |`;
  });
  const meanings = codes.map(
    ([code, { status, meaning }]) => `| \`${code}\` | ${status} | ${inCell(meaning)} |`,
  );
  return `${made('src/exit-status.ts')}
# Exit statuses

A failure prints

    error [CODE] what is wrong
    where the file, tree or command
          context: a compiler's message, a console's end
    next  what to do

on standard error; with \`--json\` as \`{"error": {"code", "title", "where", "detail", "hint"}}\` on standard output. A
code keeps its name, so a script may test it; the exit status groups codes by what to do next.

A run of several cells (\`kpw run\`, \`kpw test\`) exits with the highest status among them, so that a panic outranks a
failed test. \`kpw report\` exits 0 whatever the run that it prints came to. \`kpw test --shell\` exits as QEMU does.
A verb or an option that does not exist is USAGE: standard error says which; with \`--json\` the object is on
standard output as well.

| exit | codes | what to do next |
|---|---|---|
${statuses.join('\n')}

## Codes

| code | exit | means |
|---|---|---|
${meanings.join('\n')}
`;
}

/** docs/evidence.schema.json: JSON Schema of evidence.json. */
export function evidenceSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(Evidence), null, 2)}\n`;
}

/** docs/compare.schema.json: JSON Schema of what kpw compare keeps and prints. */
export function compareSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(Compared), null, 2)}\n`;
}

/** docs/kselftest.schema.json: JSON Schema of what kpw kselftest keeps and prints. */
export function kselftestSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(Selftests), null, 2)}\n`;
}

/** docs/question.schema.json: JSON Schema of a question that is kept for kpw compare. */
export function questionSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(Question), null, 2)}\n`;
}

/** docs/results.schema.json: JSON Schema of what --output json=FILE writes. */
export function resultsSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(Results), null, 2)}\n`;
}

/** docs/uapi-diff.schema.json: JSON Schema of what kpw uapi diff --json prints. */
export function uapiDiffSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(UapiDiff), null, 2)}\n`;
}

/** docs/uapi-dump.schema.json: JSON Schema of what kpw uapi dump prints. */
export function uapiDumpSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(UapiDump, { unrepresentable: 'any' }), null, 2)}\n`;
}

const BEGIN = `${made('src/evidence/schema.ts')}\n`;
const END = '<!-- End of the made part. -->';

/** docs/evidence.md with its tables of fields made anew; the rest of the page is written by hand. */
export function evidencePage(page: string): string {
  const [before = '', rest = ''] = page.split(BEGIN);
  const after = rest.slice(rest.indexOf(END));
  const schema = z.toJSONSchema(Evidence) as Schema;
  const { cells, boots, ...run } = schema.properties ?? {};
  const tables = [
    fieldTable('The run', run),
    fieldTable('A cell: `cells[]`', cells?.items?.properties ?? {}),
    fieldTable('A boot: `boots[]`', boots?.items?.properties ?? {}),
  ];
  return `${before}${BEGIN}${tables.join('\n')}\n${after}`;
}

/** What the tables need of JSON Schema. */
interface Schema {
  readonly type?: string;
  readonly description?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly required?: readonly string[];
}

function fieldTable(title: string, fields: Readonly<Record<string, Schema>>): string {
  return `### ${title}

| field | type | is |
|---|---|---|
${fieldRows(fields).join('\n')}
`;
}

function fieldRows(fields: Readonly<Record<string, Schema>>, prefix = ''): string[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    const row = `| \`${prefix}${name}\` | ${typeOf(field)} | ${inCell(field.description ?? '')} |`;
    const values = typeof field.additionalProperties === 'object' ? field.additionalProperties : undefined;
    return [
      row,
      ...fieldRows(field.properties ?? {}, `${prefix}${name}.`),
      ...fieldRows(field.items?.properties ?? {}, `${prefix}${name}[].`),
      ...fieldRows(values?.properties ?? {}, `${prefix}${name}.*.`),
    ];
  });
}

function typeOf({ type, anyOf, items, enum: values, const: only, additionalProperties }: Schema): string {
  if (only !== undefined) return `\`${only}\``;
  if (values) return values.map((value) => `\`${value}\``).join(', ');
  if (anyOf) return [...new Set(anyOf.map(typeOf))].join(' or ');
  if (items) return `list of ${typeOf(items)}s`;
  if (typeof additionalProperties === 'object') return `map to ${typeOf(additionalProperties)}`;
  return type ?? 'any';
}

function section(verb: Commander): string {
  const [, ...more] = verb.description().split('\n\n');
  return `## ${nameOf(verb)}

    kpw ${nameOf(verb)} ${verb.usage()}

${sentence(verb.summary())}

${more.map(paragraph).join('')}${optionTable([...verb.options])}`;
}

/** Examples are indented by two columns in --help, by four on a page. */
function paragraph(text: string): string {
  const example = text.split('\n').every((line) => line.startsWith('  '));
  return example ? `${text.replace(/^/gm, '  ')}\n\n` : `${inCell(text)}\n\n`;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function helpOf(program: Commander): Option[] {
  return [...program.createHelp().visibleOptions(program)].filter(({ long }) => long === '--help');
}

function optionTable(options: readonly Option[]): string {
  const rows = options.map(({ flags, description, defaultValue, argChoices, negate }) => {
    // Commander gives "--no-x" the default true of the "--x" that it takes back.
    const standard = defaultValue === undefined || negate ? '' : `\`${String(defaultValue)}\``;
    const choices = argChoices ? `; one of ${argChoices.join(', ')}` : '';
    return `| \`${flags}\` | ${inCell(description)}${choices} | ${standard} |`;
  });
  return `| option | does | default |
|---|---|---|
${rows.join('\n')}
`;
}

function inCell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
