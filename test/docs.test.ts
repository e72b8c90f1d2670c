// SPDX-License-Identifier: GPL-2.0-only
// Pages that are made from the program are what the program says: npx vitest run test/docs --update writes them.
import { access, readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ClassDeclaration, Project, SyntaxKind } from 'ts-morph';
import { expect, test } from 'vitest';
import { STATUS } from '../bin/start-failure.mjs';
import { commands } from '../src/cli/commands.ts';
import {
  commandsPage,
  compareSchema,
  evidencePage,
  evidenceSchema,
  exitCodesPage,
  kselftestSchema,
  questionSchema,
  resultsSchema,
  uapiDiffSchema,
  uapiDumpSchema,
} from '../src/cli/docs.ts';
import { Evidence } from '../src/evidence/schema.ts';
import { EXIT_CODES, EXIT_STATUS } from '../src/exit-status.ts';
import { FORMATS } from '../src/results/formats/index.ts';
import { sample } from '../src/results/testing/sample.ts';
import { SETTINGS } from '../src/results/testing/settings.ts';
import { ROOMS } from './rooms.ts';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));

test('docs/commands.md is what the option tables say', async () => {
  await expect(commandsPage()).toMatchFileSnapshot('../docs/commands.md');
});

test('docs/exit-codes.md is what the table of exit statuses says', async () => {
  await expect(exitCodesPage()).toMatchFileSnapshot('../docs/exit-codes.md');
});

test('docs/evidence.schema.json is what the schema says', async () => {
  await expect(evidenceSchema()).toMatchFileSnapshot('../docs/evidence.schema.json');
});

test('docs/compare, kselftest and question.schema.json are what the schemas say', async () => {
  await expect(compareSchema()).toMatchFileSnapshot('../docs/compare.schema.json');
  await expect(kselftestSchema()).toMatchFileSnapshot('../docs/kselftest.schema.json');
  await expect(questionSchema()).toMatchFileSnapshot('../docs/question.schema.json');
});

test('docs/results.schema.json is what the model of all output formats says', async () => {
  await expect(resultsSchema()).toMatchFileSnapshot('../docs/results.schema.json');
});

test('docs/formats.md shows what formats make of a run', async () => {
  const [begin, end] = ['<!-- Made by npx vitest run test/docs.test.ts', '<!-- End of the made part. -->'];
  const page = await readFile(join(PROJECT, 'docs/formats.md'), 'utf8');
  const head = page.slice(0, page.indexOf('\n', page.indexOf(begin)) + 1);
  const results = sample();
  const failed = { ...results, designs: results.designs.filter(({ name }) => name === 'ioctl') };
  const shown = ['ktap', 'github', 'b4-review', 'patchwork', 'gitlab'].map((name) => {
    const text = FORMATS.find((one) => one.name === name)?.write(failed, SETTINGS) ?? '';
    return `\n\`${name}\`:\n\n${text.replace(/^(?=.)/gm, '    ')}`;
  });
  const made = `${head}${shown.join('')}\n${page.slice(page.indexOf(end))}`;
  await expect(made).toMatchFileSnapshot('../docs/formats.md');
});

test('docs/uapi-diff.schema.json and docs/uapi-dump.schema.json are what the schemas say', async () => {
  await expect(uapiDiffSchema()).toMatchFileSnapshot('../docs/uapi-diff.schema.json');
  await expect(uapiDumpSchema()).toMatchFileSnapshot('../docs/uapi-dump.schema.json');
});

test('docs/evidence.md has every field of the schema, and an excerpt that the schema allows', async () => {
  const page = await readFile(join(PROJECT, 'docs/evidence.md'), 'utf8');
  await expect(evidencePage(page)).toMatchFileSnapshot('../docs/evidence.md');
  const [, excerpt = ''] = /^```json\n(.*?)^```$/ms.exec(page) ?? [];
  const cell = Evidence.shape.cells.element.partial().strict();
  expect(cell.safeParse(JSON.parse(excerpt)).error?.issues).toBeUndefined();
});

/** Pages at the top, docs/*.md and the README.md of each room, by path. */
async function pages(): Promise<[path: string, text: string][]> {
  const docs = (await readdir(join(PROJECT, 'docs'))).filter((name) => name.endsWith('.md'));
  const paths = [
    'README.md',
    'CONTRIBUTING.md',
    ...docs.map((name) => `docs/${name}`),
    ...ROOMS.map(({ page }) => page),
  ];
  return Promise.all(
    paths.map(async (path): Promise<[string, string]> => [path, await readFile(join(PROJECT, path), 'utf8')]),
  );
}

test('every relative link of the pages leads to a file', async () => {
  const dead: string[] = [];
  let count = 0;
  for (const [page, text] of await pages())
    for (const [, target = ''] of text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)) {
      if (/^[a-z]+:/.test(target)) continue;
      count++;
      await access(join(PROJECT, dirname(page), target)).catch(() => dead.push(`${page}: ${target}`));
    }
  expect(count).toBeGreaterThan(10);
  expect(dead).toEqual([]);
});

/** What stands as code on a page: lines of blocks, and spans within a line. */
function codeOf(text: string): string[] {
  const blocks = [...text.matchAll(/^```\w*\n(.*?)^```$/gms)].flatMap(([, block = '']) => block.split('\n'));
  const prose = text.replace(/^```.*?^```$/gms, '');
  const indented = prose.split('\n').filter((line) => line.startsWith('    '));
  const spans = [...prose.matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => span);
  return [...blocks, ...indented, ...spans];
}

const LONG = /(?<![\w-])--[a-z][a-z-]*/g;

test('every command and option that the pages name exists', async () => {
  const known = new Map(
    commands.map(({ name, options }) => [name, options.flatMap(({ flags }) => flags.match(LONG) ?? [])]),
  );
  const general = ['--help', '--version', '--verbose'];
  const any = new Set([...known.values()].flat().concat(general));
  const unknown: string[] = [];
  let count = 0;
  for (const [page, text] of await pages())
    for (const code of codeOf(text)) {
      // A remark behind the command, and what it is piped into, have options of their own.
      const called =
        /(?:^|[\s(])kpw ((?:(?:uapi|new|backport) )?[a-z]+)\b(?![:=])(.*?)(?:\s[|#;]|\s{2,}|$)/.exec(code);
      const [, verb = '', rest = ''] = called ?? [];
      const alone = code.startsWith('--') ? (code.match(LONG) ?? []) : [];
      if (called && !code.includes('kpw: ')) {
        count++;
        const options = known.get(verb);
        if (!options) unknown.push(`${page}: kpw ${verb}`);
        for (const option of rest.match(LONG) ?? [])
          if (!options?.includes(option) && !general.includes(option)) unknown.push(`${page}: ${code}`);
      }
      unknown.push(...alone.filter((option) => !any.has(option)).map((option) => `${page}: ${option}`));
    }
  expect(count).toBeGreaterThan(30);
  expect(unknown).toEqual([]);
});

test('every failure has a code of the table, and every code of the table is used', () => {
  const project = new Project({ tsConfigFilePath: join(PROJECT, 'tsconfig.json') });
  const files = project.getSourceFiles().filter((file) => !/\.test\.ts$/.test(file.getFilePath()));
  const isFailure = (one: ClassDeclaration): boolean => {
    const base = one.getBaseClass();
    return base !== undefined && (base.getName() === 'Failure' || isFailure(base));
  };
  const thrown = files
    .flatMap((file) => file.getDescendantsOfKind(SyntaxKind.ClassDeclaration))
    .filter((one) => isFailure(one) && !one.isAbstract())
    .map((one) => {
      const code = one.getProperty('code') ?? one.getBaseClass()?.getProperty('code');
      return (
        code?.getInitializerIfKind(SyntaxKind.StringLiteral)?.getLiteralValue() ?? `none: ${one.getName()}`
      );
    });
  // What is no failure of anything, the command line returns by name.
  const returned = files
    .filter((file) => file.getFilePath().startsWith(join(PROJECT, 'src/cli/')))
    .flatMap((file) => file.getDescendantsOfKind(SyntaxKind.PropertyAccessExpression))
    .filter((node) => node.getExpression().getText() === 'EXIT_STATUS')
    .map((node) => node.getName());
  expect(thrown.length).toBeGreaterThan(20);
  const early = Object.keys(STATUS);
  expect([...new Set([...thrown, ...returned, ...early])].sort()).toEqual(Object.keys(EXIT_CODES).sort());
});

test('the statuses are those that scripts were told of', () => {
  expect(EXIT_STATUS).toMatchInlineSnapshot(`
    {
      "ALLOCATION_TAKEN": 4,
      "ANCHOR_AMBIGUOUS": 4,
      "ANCHOR_BROKEN": 4,
      "ANCHOR_MISSING": 4,
      "ARCHIVE_LACKS": 3,
      "BACKPORT_WRONG": 1,
      "BAD_NAME": 2,
      "BAD_PARAMETER": 2,
      "BOOT_TIMEOUT": 7,
      "BUILD_FAILED": 6,
      "CACHE_DAMAGED": 3,
      "CACHE_UNUSABLE": 3,
      "CONFIG_MALFORMED": 2,
      "CONFIG_UNMET": 4,
      "COVERAGE_SHORT": 1,
      "DESIGN_REJECTED": 1,
      "DESIGN_WORSE": 1,
      "DEVICE_REFUSED": 13,
      "DIFFERENT": 1,
      "DRIFT": 5,
      "EDIT_OVERLAP": 4,
      "EVIDENCE_UNREADABLE": 2,
      "FINDINGS": 1,
      "FLOOD": 10,
      "GIT_FAILED": 4,
      "GUEST_EXITED": 11,
      "GUEST_STOPPED": 11,
      "HAND_EDITED": 4,
      "HANG": 10,
      "HOST_FAULT": 3,
      "HOST_LACKS": 3,
      "HUNG_UP": 129,
      "IMPORT_DIFFERS": 4,
      "INTERNAL": 70,
      "INTERRUPTED": 130,
      "MACHINE_MALFORMED": 2,
      "MACHINE_UNSUITABLE": 2,
      "MAIL_UNREADABLE": 4,
      "MALFORMED_KTAP": 12,
      "MARK_MALFORMED": 4,
      "MERGE_REFUSED": 2,
      "MODULE_IN_USE": 13,
      "MODULE_MISSING": 4,
      "MODULE_REFUSED": 13,
      "MODULE_UNSIGNED": 13,
      "MUTANTS_SURVIVE": 1,
      "NAME_TAKEN": 2,
      "NEEDS_SOURCE": 0,
      "NOTHING_RAN": 13,
      "NOT_CHECKED": 3,
      "NOT_IMPORTED": 4,
      "NOT_READ": 4,
      "NOT_READY": 1,
      "NOT_REPLACED": 4,
      "NO_DESIGN": 4,
      "NO_IDENTITY": 3,
      "NO_KVM": 3,
      "NO_NETWORK": 3,
      "NO_NOTES": 2,
      "NO_PATCH": 4,
      "NO_SKELETON": 4,
      "NO_SPACE": 3,
      "NO_UPSTREAM": 2,
      "OK": 0,
      "OUTPUT_UNWRITABLE": 3,
      "PANIC": 8,
      "PARAMETER_MISSING": 4,
      "PARAMETER_REFUSED": 13,
      "PATCH_BINARY": 4,
      "PATCH_DAMAGED": 4,
      "PATCH_OUTSIDE": 4,
      "PATCH_REJECTED": 4,
      "PORT_UNDECIDED": 4,
      "QEMU_KILLED": 3,
      "QUESTION_MALFORMED": 2,
      "READER_GONE": 141,
      "REGRESSION": 1,
      "RULE_MALFORMED": 2,
      "SETTINGS_MALFORMED": 2,
      "SLURM_REFUSED": 3,
      "SOURCE_BROKEN": 4,
      "SPLAT": 9,
      "TASK_LOST": 3,
      "TEMPLATE_BROKEN": 4,
      "TERMINATED": 143,
      "TESTS_FAILED": 1,
      "TESTS_FLAKY": 1,
      "TOPIC_MALFORMED": 2,
      "TOPIC_UNTESTED": 2,
      "TREE_CORRUPT": 4,
      "TREE_UNSUITABLE": 4,
      "UNDETERMINED": 3,
      "UNKNOWN_NAME": 2,
      "UNSOUND_DESIGN": 1,
      "USAGE": 2,
    }
  `);
});
