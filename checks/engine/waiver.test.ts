// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it, test } from 'vitest';
import type { Finding } from '../rule.ts';
import { applyWaivers } from './waiver.ts';
import { parseWaivers, waiversOfMails } from './waiver-text.ts';

describe('waivers as text', () => {
  it('are a line each, with a reason and perhaps a day', () => {
    const text = `# what we answer for
lay-member-moved struct vfio_lamp_info.hue # nobody used it until 2026-12-31

mac-value VFIO_LAMP_* # not in a release yet [until 2027-01-31]
mac-value VFIO_LAMP_HUES
mac-removed VFIO_LAMP_HUES # until 2026-12-31
mac-removed VFIO_LAMP_HUES # gone until 2026
`;
    expect(parseWaivers(text, 'waivers.txt')).toMatchInlineSnapshot(`
      {
        "errors": [
          "waivers.txt:5: not of the form: rule symbol # reason",
          "waivers.txt:6: no reason",
          "waivers.txt:7: until is no day: YYYY-MM-DD",
        ],
        "waivers": [
          {
            "origin": "waivers.txt:2",
            "reason": "nobody used it",
            "rule": "lay-member-moved",
            "symbol": "struct vfio_lamp_info.hue",
            "until": "2026-12-31",
          },
          {
            "origin": "waivers.txt:4",
            "reason": "not in a release yet",
            "rule": "mac-value",
            "symbol": "VFIO_LAMP_*",
            "until": "2027-01-31",
          },
        ],
      }
    `);
  });

  it('or JSON', () => {
    const list = [
      { rule: 'mac-value', symbol: 'LAMP', reason: 'why not', until: '2026-12-31' },
      { rule: 'mac-value', symbol: 'LAMP' },
      null,
    ];
    expect(parseWaivers(JSON.stringify(list), 'waivers.json')).toMatchInlineSnapshot(`
      {
        "errors": [
          "waivers.json[1]: no reason",
          "waivers.json[2]: no rule",
        ],
        "waivers": [
          {
            "origin": "waivers.json[0]",
            "reason": "why not",
            "rule": "mac-value",
            "symbol": "LAMP",
            "until": "2026-12-31",
          },
        ],
      }
    `);
    expect(parseWaivers('[1', 'waivers.json').errors).toHaveLength(1);
    expect(parseWaivers('{}', 'waivers.json').errors).toEqual(['waivers.json: not a list of waivers']);
  });

  it('or trailers of a commit message', () => {
    const text = `From: Somebody <somebody@kernel.test>
Subject: [PATCH] vfio/lamp: Move the hue

Nobody used it.

Uapi-waiver: lay-member-moved struct vfio_lamp_info.hue # nobody used it
---
`;
    expect(waiversOfMails([{ name: '0001.patch', text }]).waivers).toMatchInlineSnapshot(`
      [
        {
          "origin": "0001.patch:6",
          "reason": "nobody used it",
          "rule": "lay-member-moved",
          "symbol": "struct vfio_lamp_info.hue",
        },
      ]
    `);
  });
});

test('waivers keep back what they match; the expired and the unused are told', () => {
  const finding = (symbol: string): Finding => ({
    rule: 'mac-value',
    severity: 'error',
    file: 'lamp.h',
    line: 1,
    message: '',
    symbol,
  });
  const { waivers } = parseWaivers(
    ['VFIO_LAMP_* # a', 'VFIO_DOOR # b until 2026-01-01', 'VFIO_ROOF # c']
      .map((one) => `mac-value ${one}`)
      .concat('mac-valeu VFIO_LAMP # d')
      .join('\n'),
    'w',
  );
  const names = ['VFIO_LAMP_HUES', 'VFIO_DOOR', 'VFIO_LAMP'];
  const { findings, waived, unused } = applyWaivers(
    names.map(finding),
    waivers,
    '2026-06-01',
    new Set(['mac-value']),
  );
  expect({
    findings: findings.map(({ symbol }) => symbol),
    waived: waived.map(({ finding, waiver }) => `${finding.symbol}: ${waiver.reason}`),
    unused: unused.map(({ waiver, reason }) => `${waiver.symbol}: ${reason}`),
  }).toMatchInlineSnapshot(`
    {
      "findings": [
        "VFIO_DOOR",
        "VFIO_LAMP",
      ],
      "unused": [
        "VFIO_DOOR: it has expired",
        "VFIO_ROOF: it matches no finding",
        "VFIO_LAMP: no rule has that name",
      ],
      "waived": [
        "VFIO_LAMP_HUES: a",
      ],
    }
  `);
});
