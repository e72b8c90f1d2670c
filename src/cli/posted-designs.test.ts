// SPDX-License-Identifier: GPL-2.0-only
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder, testContext } from '../../test/support.ts';
import type { AnyTopic } from '../series/topic.ts';
import { selectDesigns } from './posted-designs.ts';

const PATCH = `From: A Developer <a@developer.example>
Date: Mon, 17 Sep 2001 00:00:00 +0000
Subject: [PATCH] lamp: Glow

Glow.
---
diff --git a/lamp.c b/lamp.c
--- a/lamp.c
+++ b/lamp.c
@@ -1 +1 @@
-int dark;
+int lit;
`;

/** A topic of one template, `glow`, which has a setting and a client. */
const topic = {
  id: 'lamp',
  restored: () => 'what the tree promises',
  variants: [
    {
      id: 'glow',
      parameters: { hue: { type: 'number', help: '', default: 1 } },
      contract: (_: unknown, { hue }: { hue: number }) => `glow of hue ${hue}`,
      loads: () => [{ with: { deep: true }, contract: 'a deep glow' }],
      client: () => ({ GLOW: 'LAMP_GLOW' }),
    },
  ],
} as unknown as AnyTopic;

async function asked(...words: string[]) {
  const file = join(await temporaryFolder(), 'glow.mbox');
  await writeFile(file, PATCH);
  const named = words.map((word) => word.replace('FILE', file));
  return selectDesigns(
    topic,
    named,
    ['hue=7'].slice(0, words.some((one) => /glow/.test(one)) ? 1 : 0),
    testContext(),
  );
}

async function told(...words: string[]) {
  return (await asked(...words)).map(({ variant, parameters }) => [
    variant.id,
    variant.posted?.length ?? 'a template',
    variant.contract(undefined, parameters),
    variant.client?.(parameters) ?? null,
  ]);
}

test('a posted series is held to what a variant promises, or to what the tree does', async () => {
  expect(await told('glow', 'v2:glow=FILE', 'other=FILE')).toMatchInlineSnapshot(`
    [
      [
        "glow",
        "a template",
        "glow of hue 7",
        {
          "GLOW": "LAMP_GLOW",
        },
      ],
      [
        "v2",
        1,
        "glow of hue 7",
        {
          "GLOW": "LAMP_GLOW",
        },
      ],
      [
        "other",
        1,
        "what the tree promises",
        null,
      ],
    ]
  `);
});

test('under the name of a variant a series stands in its place', async () => {
  expect(await told('glow=FILE')).toEqual([['glow', 1, 'glow of hue 7', { GLOW: 'LAMP_GLOW' }]]);
});

test('a design has a cell for each way to load it: the variant’s own, and those that are asked for', async () => {
  const ways = async (...words: string[]) =>
    (await asked(...words)).map(({ variant, cells }) => [
      cells ?? 'all',
      variant.loads?.(undefined, {}).map(({ with: values, contract }) => [values, contract]) ?? [],
    ]);
  expect(
    await ways(
      'glow[deep=1]',
      'v2[deep=1]:glow=FILE',
      'v2[deep=0]:glow=FILE',
      'other[debug=1]=FILE',
      'other=FILE',
    ),
  ).toMatchInlineSnapshot(`
    [
      [
        [
          "glow[deep=1]",
        ],
        [
          [
            {
              "deep": true,
            },
            "a deep glow",
          ],
        ],
      ],
      [
        [
          "v2[deep=1]",
          "v2[deep=0]",
        ],
        [
          [
            {
              "deep": true,
            },
            "a deep glow",
          ],
          [
            {
              "deep": "0",
            },
            "glow of hue 7",
          ],
        ],
      ],
      [
        "all",
        [
          [
            {
              "debug": "1",
            },
            "what the tree promises",
          ],
        ],
      ],
    ]
  `);
});

test.each([
  ['one way twice', ['a[x=1]=FILE', 'a[x=1]=FILE'], 'NAME_TAKEN'],
  ['two sources of one name', ['a[x=1]=FILE', 'a[x=2]=nothing.mbox'], 'NAME_TAKEN'],
  ['brackets without a value', ['a[x]=FILE'], 'BAD_PARAMETER'],
  ['a name without a source', ['a='], 'BAD_PARAMETER'],
  ['a file that is not there', ['a=nothing.mbox'], 'BAD_PARAMETER'],
  ['two of one name', ['a=FILE', 'a=FILE'], 'NAME_TAKEN'],
  ['a series and a template of one name', ['glow', 'glow=FILE'], 'NAME_TAKEN'],
  ['promises of nobody', ['a:dim=FILE'], 'UNKNOWN_NAME'],
])('%s is refused', async (_, words, code) => {
  await expect(asked(...words)).rejects.toMatchObject({ code });
});
