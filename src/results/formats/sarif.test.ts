// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { sample } from '../testing/sample.ts';
import { SETTINGS } from '../testing/settings.ts';
import { foreignSchema, jsonProblems } from '../testing/validators.ts';
import { sarif } from './sarif.ts';

const written = (results = sample()) => JSON.parse(sarif.write(results, SETTINGS));
const schema = foreignSchema('sarif-2.1.0.json');

test('a finding has its rule, its place with column, and a fingerprint; a rule its page', () => {
  const [run] = written().runs;
  expect(run.results).toMatchInlineSnapshot(`
    [
      {
        "level": "error",
        "locations": [
          {
            "physicalLocation": {
              "artifactLocation": {
                "uri": "drivers/lamp.c",
                "uriBaseId": "SRCROOT",
              },
              "region": {
                "startColumn": 9,
                "startLine": 40,
              },
            },
          },
        ],
        "message": {
          "text": "LAMP_SWITCH reads more than argsz",
        },
        "partialFingerprints": {
          "kpw/v1": "529545e0ec0cc115",
          "primaryLocationLineHash": "529545e0ec0cc115:1",
        },
        "properties": {
          "designs": [
            "ioctl",
          ],
          "effect": "defect",
          "symbol": "LAMP_SWITCH",
          "trees": [
            "debian:6.1",
          ],
        },
        "ruleId": "hnd-argsz",
        "ruleIndex": 0,
      },
      {
        "level": "note",
        "locations": [
          {
            "physicalLocation": {
              "artifactLocation": {
                "uri": "include/uapi/linux/lamp.h",
                "uriBaseId": "SRCROOT",
              },
              "region": {
                "startLine": 7,
              },
            },
          },
        ],
        "message": {
          "text": "linux/lamp.h gains LAMP_SWITCH",
        },
        "partialFingerprints": {
          "kpw/v1": "00112233aabbccdd",
          "primaryLocationLineHash": "00112233aabbccdd:1",
        },
        "properties": {
          "designs": [
            "ioctl",
          ],
          "effect": "additive",
          "symbol": "LAMP_SWITCH",
          "trees": [
            "debian:6.1",
          ],
        },
        "ruleId": "mac-added",
        "ruleIndex": 1,
      },
    ]
  `);
  expect(run.tool.driver.rules[0]).toMatchInlineSnapshot(`
    {
      "defaultConfiguration": {
        "level": "error",
      },
      "fullDescription": {
        "text": "Old binaries give less.",
      },
      "help": {
        "markdown": "# hnd-argsz

    A page.
    ",
        "text": "Old binaries give less.

    Compare argsz first.

    See: Documentation/lamp.rst",
      },
      "id": "hnd-argsz",
      "properties": {
        "page": "docs/rules/hnd-argsz.md",
        "tags": [
          "linux-kernel",
        ],
      },
      "shortDescription": {
        "text": "A handler reads beyond argsz.",
      },
    }
  `);
  expect(run.invocations[0].toolExecutionNotifications).toMatchInlineSnapshot(`
    [
      {
        "descriptor": {
          "id": "TESTS_FAILED",
        },
        "level": "error",
        "message": {
          "text": "1 of 4 tests failed. Mend it.",
        },
      },
      {
        "descriptor": {
          "id": "NEEDS_SOURCE",
        },
        "level": "note",
        "message": {
          "text": "sysfs changes built-in code. Build it.",
        },
      },
    ]
  `);
});

test.skipIf(schema === undefined)("OASIS' schema accepts it", () => {
  const failure = { code: 'NO_NETWORK', title: 'no network', hint: 'Plug it in.' };
  expect(jsonProblems(schema ?? '', written())).toEqual([]);
  expect(jsonProblems(schema ?? '', written(sample(undefined, { designs: [], failure })))).toEqual([]);
  expect(jsonProblems(schema ?? '', { ...written(), version: '1' })).not.toEqual([]);
});

test('a finding of two designs is one result; two of one design keep two fingerprints', () => {
  const results = sample();
  const designs = results.designs.flatMap((design) => [design, design]);
  const doubled = results.designs.map((design) => ({
    ...design,
    findings: [...design.findings, ...design.findings],
  }));
  const prints = (all: typeof designs) =>
    written({ ...results, designs: all }).runs[0].results.map(
      (one: { partialFingerprints: object }) => Object.values(one.partialFingerprints)[1],
    );
  expect(prints(designs)).toHaveLength(2);
  expect(new Set(prints(doubled)).size).toBe(4);
});
