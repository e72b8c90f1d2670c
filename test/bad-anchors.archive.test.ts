// SPDX-License-Identifier: GPL-2.0-only
// Every anchor of the layout, taken away, doubled and damaged in real trees: never a wrong place, never a guess.
import { describe, expect, test } from 'vitest';
import { ANCHOR_CASES, type AnchorCase, BAD_TREES, type BadTree } from './bad-anchors.ts';
import { badTree, outcome, siteOf } from './bad-trees.ts';

const cases = (name: BadTree): AnchorCase[] => ANCHOR_CASES.filter(({ trees }) => trees.includes(name));

/**
 * Anchors within a part go with it; whichever is missed first is the one that is named. 7.2 has an #ifdef in an
 * initialiser right before the mmap handler, which does not parse: there it is called broken.
 */
const GONE = /^(ANCHOR_MISSING|TREE_UNSUITABLE|ANCHOR_BROKEN)$/;

describe.each(BAD_TREES)('on %s', (name) => {
  test.each(
    cases(name),
  )('$id, $what: removed, it is missing; where and what it looked like are told', async (one) => {
    const tree = await badTree(name);
    const { path, source, start, end } = await siteOf(tree, one);
    const said = await outcome(tree, path, source.slice(0, start) + (one.without ?? '') + source.slice(end));
    // A refusal that is gone is what the prerequisite restores, and without the last id the one before is the last.
    if (/^(A5m|A8|D4|D5)$/.test(one.id)) expect(said.code).toMatch(/^(made|ANCHOR_MISSING|ANCHOR_BROKEN)$/);
    else {
      expect(said).toMatchObject({
        code: expect.stringMatching(GONE),
        where: expect.stringContaining(tree.label),
      });
      if (said.code === 'ANCHOR_MISSING') expect(said.detail).toMatch(/:\d+: |none of kind/);
    }
  });

  test.each(cases(name))('$id, $what: doubled, it is ambiguous, and both places are told', async (one) => {
    const tree = await badTree(name);
    const { path, source, start, end } = await siteOf(tree, one);
    const text = source.slice(start, end);
    const said = await outcome(tree, path, source.slice(0, end) + text + source.slice(end));
    // A call or a branch head that is doubled takes its surroundings along; a doubled chain does not parse.
    expect(said.code).toMatch(/^(ANCHOR_AMBIGUOUS|ANCHOR_BROKEN)$/);
    if (said.code === 'ANCHOR_AMBIGUOUS') expect(said.detail.match(/:\d+: /g)?.length).toBeGreaterThan(1);
  });

  test.each(cases(name))('$id, $what: behind a conflict marker, it is broken, not found', async (one) => {
    const tree = await badTree(name);
    const { path, source, start } = await siteOf(tree, one);
    const said = await outcome(
      tree,
      path,
      `${source.slice(0, start)}<<<<<<< HEAD\n{\n${source.slice(start)}`,
    );
    expect(said.code).toMatch(/^(ANCHOR_BROKEN|TEMPLATE_BROKEN|ANCHOR_MISSING)$/);
  });
});
