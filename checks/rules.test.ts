// SPDX-License-Identifier: GPL-2.0-only
import { readdirSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { renderIndex } from './engine/docs.ts';
import { check, examine, rules } from './index.ts';
import type { Found, Rule, Subject } from './rule.ts';
import { subjectOf } from './samples/sample.ts';
import { samplesOf, transcript } from './testing/family.ts';

const samples = await samplesOf(rules);

test('what the rules of one family say of the samples of another is known (vitest -u writes it)', async () => {
  const others = (own: Rule) => rules.filter(({ category }) => category !== own.category);
  const text = transcript(samples, others, (_, findings) => findings.length > 0);
  await expect(`${text}\n`).toMatchFileSnapshot('rules.txt');
});

const OF_MAILS = ['message', 'series', 'patch'];

test('of the samples of mails, each rule finds its own bad ones and nothing in those of the others', () => {
  const strange = samples
    .filter(({ rule }) => OF_MAILS.includes(rule.category))
    .flatMap(({ rule, bad, good }) =>
      [...bad, ...good].flatMap((sample) =>
        examine(subjectOf(sample))
          .findings.filter((finding) => finding.rule !== rule.id)
          .map((finding) => `${rule.id}, ${sample.name}: ${finding.rule}`),
      ),
    );
  expect(strange).toEqual([]);
});

test('every file of a rule is in the catalogue, once', () => {
  const files = readdirSync(new URL('.', import.meta.url), { recursive: true, encoding: 'utf8' })
    .filter((path) => /^[a-z]+\/[a-z]+-[\w-]+\.ts$/.test(path) && !/^(?:lib|samples|engine)\//.test(path))
    .map((path) => path.replace(/^.*\/|\.ts$/g, ''));
  expect(rules.map(({ id }) => id).sort()).toEqual(files.sort());
});

test('docs/rules has an index of all rules', async () => {
  await expect(renderIndex(rules)).toMatchFileSnapshot('../docs/rules/README.md');
});

const nothing: Subject = {
  name: 'nothing',
  before: { origin: 'before', paths: [], get: () => undefined },
  after: { origin: 'after', paths: [], get: () => undefined },
  uapi: undefined,
  lacks: { drivers: 'two headers have no drivers' },
  patches: [],
  mails: [],
};

function rule(id: string, more: Partial<Rule>): Rule {
  const words = { title: '', why: '', reference: '', todo: '' };
  return { id, severity: 'error', effect: 'defect', category: 'hnd', needs: [], ...words, ...more };
}

describe('examine', () => {
  const place = { file: 'lamp.h', line: 3 };

  it('says nothing where nothing changed', () => {
    expect(check(nothing)).toEqual([]);
  });

  it('skips a rule whose needs are not met, or that is disabled, and says why', () => {
    const catalogue = [
      rule('hnd-a', { needs: ['drivers'] }),
      rule('hnd-b', { needs: ['uapi'] }),
      rule('hnd-c', {}),
    ];
    const { ran, skipped, verdict } = examine(nothing, { catalogue, disable: ['hnd-c'] });
    expect({ ran, skipped, verdict }).toMatchInlineSnapshot(`
      {
        "ran": [],
        "skipped": [
          {
            "reason": "two headers have no drivers",
            "rule": "hnd-a",
          },
          {
            "reason": "no UAPI header is at hand",
            "rule": "hnd-b",
          },
          {
            "reason": "hnd-c is disabled",
            "rule": "hnd-c",
          },
        ],
        "verdict": "undetermined",
      }
    `);
  });

  it('makes of a rule that fails an undetermined finding', () => {
    const compare = () => {
      throw new Error('no lamp');
    };
    const { findings, verdict } = examine(nothing, { catalogue: [rule('hnd-a', { compare })] });
    expect({ findings, verdict }).toMatchInlineSnapshot(`
      {
        "findings": [
          {
            "effect": "undetermined",
            "file": "nothing",
            "fingerprint": "537a0a0a2144d262",
            "line": 1,
            "message": "the rule failed, so nothing is known: no lamp",
            "rule": "hnd-a",
            "severity": "warning",
          },
        ],
        "verdict": "undetermined",
      }
    `);
  });

  it("gives the rule's effect and severity to what says nothing else, and sorts the worst first", () => {
    const compare = (): Found[] => [
      { ...place, message: 'a note', severity: 'note', effect: 'additive', symbol: 'LAMP_ON' },
      { ...place, message: 'an error', symbol: 'LAMP_OFF' },
    ];
    const { findings } = examine(nothing, { catalogue: [rule('hnd-a', { compare })] });
    expect(findings.map(({ severity, effect, message }) => `${severity} ${effect}: ${message}`)).toEqual([
      'error defect: an error',
      'note additive: a note',
    ]);
  });

  it('fingerprints by rule, symbol and key, not by line or words', () => {
    const prints = (found: Found[]) =>
      examine(nothing, { catalogue: [rule('hnd-a', { compare: () => found })] }).findings.map(
        ({ fingerprint }) => fingerprint,
      );
    const [one] = prints([{ ...place, message: 'x', symbol: 'LAMP', key: 'a' }]);
    expect(one).toMatch(/^[0-9a-f]{16}$/);
    expect(prints([{ file: 'lamp.h', line: 9, message: 'y', symbol: 'LAMP', key: 'a' }])).toEqual([one]);
    const twice = prints([
      { ...place, message: 'x', symbol: 'LAMP', key: 'a' },
      { ...place, message: 'x', symbol: 'LAMP', key: 'a' },
    ]);
    expect(new Set(twice).size).toBe(2);
    expect(prints([{ ...place, message: 'x', symbol: 'LAMP', key: 'b' }])).not.toEqual([one]);
  });
});
