// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Failure } from '../failure.ts';
import type { AnyTopic } from '../series/topic.ts';
import { edited, KNOWN, LAMP_TREE, lampHome } from './testing/lamp.ts';
import { loadTopic, topicFolders } from './topics.ts';

/** What does not end is waited for as long; what does has to end on a busy host too. */
const PATIENCE_MS = 2000;

async function loaded(): Promise<AnyTopic> {
  const { folder } = await lampHome();
  const { topic, mistake } = await loadTopic(folder, KNOWN);
  if (!topic) throw mistake;
  return topic;
}

/** What is said of a lamp with a mistake: code, place below the topic's folder, words. */
async function said(file: string, from: string, to: string): Promise<string> {
  const { folder } = await lampHome();
  await edited(folder, file, from, to);
  const { mistake } = await loadTopic(folder, KNOWN, PATIENCE_MS);
  return mistake ? text(mistake, folder) : 'nothing';
}

function text({ code, title, where = '' }: Failure, folder: string): string {
  return `${code} ${where.replace(`${folder}/`, '')}: ${title}`;
}

const failing = (work: () => unknown, folder: string): string => {
  try {
    return String(work());
  } catch (error) {
    return error instanceof Failure ? text(error, folder) : `not a failure: ${String(error)}`;
  }
};

test('what kpw new topic writes is a topic: its layout is found, and its design edits a driver', async () => {
  const topic = await loaded();
  const at = topic.layout(LAMP_TREE);
  const [patch] = topic.variants[0]?.patches?.(at, {}) ?? [];
  const text = LAMP_TREE.get('drivers/lamp/lamp.c')?.text ?? '';
  const edits = [...(patch?.edits(at, LAMP_TREE) ?? [])].sort((a, b) => b.start - a.start);
  const made = edits.reduce(
    (all, { start, end, text: own }) => all.slice(0, start) + own + all.slice(end),
    text,
  );
  expect(made).toMatchInlineSnapshot(`
    "#include <linux/module.h>

    static unsigned int lamp_init_calls;
    module_param(lamp_init_calls, uint, 0444);
    MODULE_PARM_DESC(lamp_init_calls, "How often lamp_init() was called");

    /* Lights it. */
    static int __init lamp_init(void)
    {
    	int error;

    	lamp_init_calls++;

    	error = lamp_on();
    	return error;
    }

    module_init(lamp_init);
    "
  `);
  expect(topic.lines(topic.variants[0]?.contract(at, {}), at, {})).toEqual([['calls', 'some']]);
});

test('a home is searched for topics, and other folders with an index.ts are let alone', async () => {
  const { home, folder } = await lampHome();
  await mkdir(join(home, 'src'));
  await writeFile(join(home, 'src/index.ts'), 'export const web = 1;\n');
  expect(await topicFolders(home)).toEqual([folder]);
  expect(await topicFolders(folder)).toEqual([folder]);
});

test('a file that does not parse, or imports what is not there, is told with its line', async () => {
  expect([
    await said('layout.ts', 'return {', 'return {{'),
    await said(
      'contract.ts',
      "import type { ContractLines } from 'kernel-patch-workbench'",
      "import 'node:fs'",
    ),
    await said(
      'rows.ts',
      "import type { Row } from 'kernel-patch-workbench';",
      "import x from 'left-pad'; x();",
    ),
    await said('layout.ts', '  lineEnd,', '  lineEnds as lineEnd,'),
    await said('index.ts', "from './rows.ts'", "from './row.ts'"),
  ]).toMatchInlineSnapshot(`
    [
      "TOPIC_MALFORMED layout.ts:53: Expected identifier but found "{"",
      "TOPIC_MALFORMED contract.ts:2: it imports node:fs: topics, machines and rules import kernel-patch-workbench and files beside them",
      "TOPIC_MALFORMED rows.ts:2: it imports left-pad: topics, machines and rules import kernel-patch-workbench and files beside them",
      "TOPIC_MALFORMED layout.ts:5: kernel-patch-workbench has no lineEnds",
      "TOPIC_MALFORMED index.ts:5: there is no row.ts",
    ]
  `);
});

test('a file that throws as it is loaded is told with the line that threw', async () => {
  expect(await said('contract.ts', 'export interface', 'null.lamp;\nexport interface')).toMatchInlineSnapshot(
    `"TOPIC_MALFORMED contract.ts:5: Cannot read properties of null (reading 'lamp')"`,
  );
});

test('a file that does not end is stopped', async () => {
  expect(await said('contract.ts', 'export interface', 'for (;;);\nexport interface')).toMatchInlineSnapshot(
    `"TOPIC_MALFORMED index.ts: loading it does not end: it was stopped after 2 s"`,
  );
});

test('what does I/O or asks a clock is refused where it does', async () => {
  const uses = [
    'process.exit(1)',
    "require('fs')",
    'fetch("x")',
    'console.log(1)',
    'globalThis.x = 1',
    'Date.now()',
  ];
  const all = [];
  for (const one of uses)
    all.push(await said('contract.ts', 'export interface', `${one};\nexport interface`));
  expect(all).toMatchInlineSnapshot(`
    [
      "TOPIC_MALFORMED contract.ts:5: it uses process: topics, machines and rules do no I/O and ask no clock",
      "TOPIC_MALFORMED contract.ts:5: it imports fs: topics, machines and rules import kernel-patch-workbench and files beside them",
      "TOPIC_MALFORMED contract.ts:5: it uses fetch: topics, machines and rules do no I/O and ask no clock",
      "TOPIC_MALFORMED contract.ts:5: it uses console: topics, machines and rules do no I/O and ask no clock",
      "TOPIC_MALFORMED contract.ts:5: it uses globalThis: topics, machines and rules do no I/O and ask no clock",
      "TOPIC_MALFORMED contract.ts:5: it uses Date: topics, machines and rules do no I/O and ask no clock",
    ]
  `);
});

test('a field that is unknown, missing or of another type is told where it stands, whichever file that is', async () => {
  expect([
    await said('index.ts', "  title: '", "  titel: '"),
    await said('index.ts', 'variants: [', "variants: ['lamp', "),
    await said('index.ts', 'reads: READS', 'reads: DRIVER'),
    await said('variants/count-calls.ts', '  contract: () =>', '  contrakt: () =>'),
    await said('variants/count-calls.ts', "id: 'count-calls'", "id: 'baseline'"),
    await said('subsystem.ts', "{ kind: 'none' }", "{ kind: 'pcmcia' }"),
    await said('subsystem.ts', "roots: ['lamp']", 'roots: []'),
    await said('subsystem.ts', "'amd64'", "'cloud-amd46'"),
    await said('index.ts', 'export default lamp', 'export { lamp }'),
  ]).toMatchInlineSnapshot(`
    [
      "TOPIC_MALFORMED index.ts:11: titel: Unrecognized key: "titel" (and 1 more)",
      "TOPIC_MALFORMED index.ts:23: variants.0: Invalid input: expected object, received string",
      "TOPIC_MALFORMED index.ts:18: reads: Invalid input: expected array, received string",
      "TOPIC_MALFORMED variants/count-calls.ts:33: variants.0.contrakt: Unrecognized key: "contrakt" (and 1 more)",
      "TOPIC_MALFORMED variants/count-calls.ts:12: variants.0.id: baseline, prerequisite, skeleton are kept for something else",
      "TOPIC_MALFORMED subsystem.ts:13: subsystem.binding.kind: pci, platform, usb or none is expected",
      "TOPIC_MALFORMED subsystem.ts:10: subsystem.modules.roots: Too small: expected array to have >=1 items",
      "TOPIC_MALFORMED subsystem.ts:15: subsystem.flavours.x86_64.0: Debian has no kernel for x86_64 of the flavour cloud-amd46: did you mean cloud-amd64?",
      "TOPIC_MALFORMED index.ts: it has no default export: write "export default" before the topic",
    ]
  `);
});

test('names that are others’ are refused', async () => {
  expect([
    await said('index.ts', "id: 'lamp'", "id: 'lantern'"),
    await said('index.ts', 'variants: [countCalls]', 'variants: [countCalls, countCalls]'),
    await said('subsystem.ts', "id: 'lamp'", "id: 'vfio'"),
  ]).toMatchInlineSnapshot(`
    [
      "TOPIC_MALFORMED index.ts:10: id: the folder is called lamp, and the topic 'lantern'",
      "TOPIC_MALFORMED variants/count-calls.ts:12: variants.1.id: two variants are called count-calls",
      "TOPIC_MALFORMED subsystem.ts:6: subsystem.id: the package has a subsystem vfio: take it by subsystem('vfio'), or choose another name",
    ]
  `);
  const { folder } = await lampHome();
  await rename(folder, `${folder}-two`);
  const { id, mistake } = await loadTopic(`${folder}-two`, KNOWN);
  expect([id, mistake?.title]).toMatchInlineSnapshot(`
    [
      "lamp-two",
      "id: the folder is called lamp-two, and the topic 'lamp'",
    ]
  `);
});

/** What is said when a function of the topic is called. */
async function called(file: string, from: string, to: string): Promise<string> {
  const { folder } = await lampHome();
  await edited(folder, file, from, to);
  const { topic, mistake } = await loadTopic(folder, KNOWN, PATIENCE_MS);
  if (!topic) throw mistake;
  return failing(() => {
    const at = topic.layout(LAMP_TREE);
    const [variant] = topic.variants;
    for (const patch of variant?.patches?.(at, {}) ?? []) patch.edits(at, LAMP_TREE);
    topic.lines(variant?.contract(at, {}), at, {});
    return topic.rows?.map((row) =>
      row.cell({ observed: () => 'x', measured: () => undefined, promised: () => undefined }),
    );
  }, folder);
}

test('a function that throws, does not end or returns something else is told when it is called', async () => {
  expect([
    await called('layout.ts', 'const file = sources.get(DRIVER);', 'const file = sources.got(DRIVER);'),
    await called(
      'layout.ts',
      'const file = sources.get(DRIVER);',
      'for (;;);\n  const file = sources.get(DRIVER);',
    ),
    await called(
      'variants/count-calls.ts',
      'edits: ({ entry }) => [',
      'edits: ({ entry }) => [entry.glows(),',
    ),
    await called('variants/count-calls.ts', 'edits: ({ entry }) => [', "edits: ({ entry }) => ['a',"),
    await called('variants/count-calls.ts', '      subject: ', '      subjekt: '),
    await called('variants/count-calls.ts', 'contract: () => (', 'contract: async () => ('),
    await called('contract.ts', "return [['calls', calls]]", 'return [calls]'),
    await called('rows.ts', "view.observed('calls')", "view.observed('calls')?.length"),
    await called('layout.ts', 'entry: {', 'entry: new Proxy({}, { get: () => { while (true); } }), other: {'),
  ]).toMatchInlineSnapshot(`
    [
      "TOPIC_MALFORMED layout.ts:43: layout() fails: sources.got is not a function",
      "TOPIC_MALFORMED index.ts: layout() does not end: it was stopped after 2 s",
      "TOPIC_MALFORMED variants/count-calls.ts:26: edits() of the patch "lamp: Count the calls of lamp_init()" fails: entry.glows is not a function",
      "TOPIC_MALFORMED index.ts: edits() of the patch "lamp: Count the calls of lamp_init()" returns what it should not: 0: Invalid input: expected object, received string",
      "TOPIC_MALFORMED index.ts: patches() of count-calls returns what it should not: 0.subject: Invalid input: expected string, received undefined",
      "TOPIC_MALFORMED index.ts: contract() of count-calls returns what it should not: a value is expected, and no promise of one",
      "TOPIC_MALFORMED index.ts: lines() returns what it should not: 0: Invalid input: expected tuple, received string",
      "TOPIC_MALFORMED index.ts: cell() of the row "calls of lamp_init()" returns what it should not: Invalid input: expected string, received number",
      "TOPIC_MALFORMED index.ts: edits() of the patch "lamp: Count the calls of lamp_init()" does not end: it was stopped after 2 s",
    ]
  `);
});

test('failures of anchors are what they are: the topic is not to blame for the tree', async () => {
  const topic = await loaded();
  expect(() => topic.layout({ ...LAMP_TREE, paths: [], get: () => undefined })).toThrow(
    /there is no drivers\/lamp\/lamp.c/,
  );
});
