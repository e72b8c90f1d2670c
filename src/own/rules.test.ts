// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { examine } from '../../checks/index.ts';
import { letter, subjectOf } from '../../checks/samples/sample.ts';
import { LOOKS, writeRule } from '../skeleton/rule.ts';
import { ownRules, untrueSamples } from './rules.ts';
import { edited, KNOWN } from './testing/lamp.ts';

const TAKEN = new Set(['lay-packed', 'lay', 'own']);
const home = () => mkdtemp(join(tmpdir(), 'kpw-test-'));
const load = (...homes: string[]) => ownRules(homes, KNOWN, TAKEN);

async function withRule(name: string, text: string): Promise<string> {
  const folder = await home();
  await mkdir(join(folder, 'rules'), { recursive: true });
  await writeFile(join(folder, 'rules', `${name}.ts`), text);
  return folder;
}

const WORDS = `severity: 'warning', needs: [], title: 'a', why: 'b', reference: 'c', todo: 'd',`;
const SAMPLES = `samples: { bad: [{ name: 'bad' }], good: [{ name: 'good' }] },`;
const ruleWith = (id: string, more: string) =>
  `export default { id: '${id}', ${WORDS} ${SAMPLES} ${more} };\n`;

test('a new rule of either kind is one, and true to its samples', async () => {
  const folder = await home();
  for (const look of LOOKS) await writeRule(folder, `busy-${look}`, look);
  const { loaded } = await load(folder);
  expect(loaded.map(({ id, mistake }) => [id, mistake?.title])).toEqual([
    ['busy-functions', undefined],
    ['busy-lines', undefined],
  ]);
  for (const { rule, samples } of loaded) {
    if (!rule) throw new Error('no rule');
    expect(rule.category).toBe('own');
    expect(untrueSamples(rule, samples)).toEqual([]);
  }
});

test('a sample on which a rule says something else is told, with what it says', async () => {
  const folder = await home();
  await writeRule(folder, 'busy', 'lines');
  await edited(folder, 'rules/busy.ts', '(mdelay)', '(msleep)');
  const [one] = (await load(folder)).loaded;
  if (!one?.rule) throw new Error('no rule');
  expect(untrueSamples(one.rule, one.samples)).toEqual([
    { name: 'a new mdelay()', said: 'it finds nothing' },
    { name: 'a new msleep()', said: 'it finds drivers/lamp/lamp.c:11: msleep() waits busily' },
  ]);
});

test('what an own rule finds stands among the findings, with its own words', async () => {
  const folder = await withRule(
    'no-lamps',
    ruleWith(
      'no-lamps',
      `compare: ({ mails }) => mails.map(({ name }) => ({ file: name, line: 1, message: 'a lamp' }))`,
    ),
  );
  const { loaded } = await load(folder);
  const catalogue = loaded.flatMap(({ rule }) => rule ?? []);
  const mail = letter('[PATCH] lamp: Dim it', 'It is bright.\n');
  const { findings } = examine(subjectOf({ name: 'a mail', mails: { '1.patch': mail } }), { catalogue });
  expect(findings.map(({ rule, severity, message }) => `${rule} ${severity} ${message}`)).toEqual([
    'no-lamps warning a lamp',
  ]);
});

test('what is wrong with the file of a rule is told with its line', async () => {
  const said: string[] = [];
  const texts: [string, string][] = [
    ['other', ruleWith('lamp', 'compare: () => []')],
    ['lay-packed', ruleWith('lay-packed', 'compare: () => []')],
    ['empty', 'export const rule = 1;\n'],
    ['idle', ruleWith('idle', '')],
    ['wordless', `export default {\n  id: 'wordless',\n  severity: 'fatal',\n};\n`],
    ['reads', `import { readFileSync } from 'node:fs';\nexport default readFileSync;\n`],
    ['asks', ruleWith('asks', `compare: () => [], needs: ['lamps']`)],
  ];
  for (const [name, text] of texts) {
    const folder = await withRule(name, text);
    const [one] = (await load(folder)).loaded;
    said.push(`${one?.mistake?.code} ${one?.mistake?.where?.replace(folder, '')} ${one?.mistake?.title}`);
  }
  expect(said).toMatchInlineSnapshot(`
    [
      "RULE_MALFORMED /rules/other.ts:1 id: the file is called other.ts, and the rule 'lamp'",
      "RULE_MALFORMED /rules/lay-packed.ts the package has a rule or family lay-packed: give the file another name",
      "RULE_MALFORMED /rules/empty.ts it has no default export: write "export default" before the rule",
      "RULE_MALFORMED /rules/idle.ts:1 a rule has compare(), lint(), or both",
      "RULE_MALFORMED /rules/wordless.ts:3 severity: Invalid option: expected one of "error"|"warning"|"note" (and 6 more)",
      "RULE_MALFORMED /rules/reads.ts:1 it imports node:fs: topics, machines and rules import kernel-patch-workbench and files beside them",
      "RULE_MALFORMED /rules/asks.ts:1 needs.0: Invalid option: expected one of "uapi"|"drivers"|"tree"|"mails"|"sending"|"whole"|"patches"|"elsewhere"|"newer"|"origins"",
    ]
  `);
});

test('two rules of one name are told, and the first is one', async () => {
  const folders = await Promise.all(
    [1, 2].map(() => withRule('lamp', ruleWith('lamp', 'compare: () => []'))),
  );
  const { loaded } = await load(...folders);
  expect(loaded.map(({ mistake }) => mistake?.title)).toEqual([undefined, 'two rules are called lamp']);
});

test('a rule that throws, or returns what it should not, makes an undetermined finding with its place', async () => {
  const said: string[] = [];
  for (const compare of [
    `compare() {\n    return this.lamps.length;\n  }`,
    `compare: () => [{ file: 'lamp.c', line: 0, message: 'dark' }]`,
    `compare: () => 'dark'`,
  ]) {
    const folder = await withRule('lamp', ruleWith('lamp', compare));
    const [one] = (await load(folder)).loaded;
    if (!one?.rule) throw new Error(one?.mistake?.title);
    const { findings } = examine(subjectOf({ name: 'nothing' }), { catalogue: [one.rule] });
    said.push(...findings.map(({ effect, message }) => `${effect}: ${message.replace(folder, '')}`));
  }
  expect(said).toMatchInlineSnapshot(`
    [
      "undetermined: the rule failed, so nothing is known: /rules/lamp.ts:2: compare() fails: Cannot read properties of undefined (reading 'length')",
      "undetermined: the rule failed, so nothing is known: /rules/lamp.ts: compare() returns what it should not: 0.line: Too small: expected number to be >=1",
      "undetermined: the rule failed, so nothing is known: /rules/lamp.ts: compare() returns what it should not: Invalid input: expected array, received string",
    ]
  `);
});

test('the stamp changes when a rule does', async () => {
  const folder = await withRule('lamp', ruleWith('lamp', 'compare: () => []'));
  const { stamp } = await load(folder);
  expect((await load(folder)).stamp).toBe(stamp);
  await edited(folder, 'rules/lamp.ts', "'warning'", "'error'");
  expect((await load(folder)).stamp).not.toBe(stamp);
});
