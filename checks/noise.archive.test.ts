// SPDX-License-Identifier: GPL-2.0-only
// How much the rules that judge a state say of trees that nobody changed: noise as a number.
import { expect, test } from 'vitest';
import { apiOf } from '../src/uapi/api.ts';
import { sideOfTree } from '../src/uapi/side/tree.ts';
import { TARGETS } from '../src/uapi/targets.ts';
import { debian, SERIES } from '../test/support.ts';
import { renderNoise } from './engine/docs.ts';
import { survey } from './engine/run.ts';
import { rules } from './index.ts';

const VFIO = ['linux/vfio.h', 'linux/iommufd.h'];

/** Findings of each rule in a tree, of the headers of vfio and of all. */
async function noiseOf(series: string): Promise<Map<string, readonly [vfio: number, all: number]>> {
  const { headers, sources } = await sideOfTree(await debian(series));
  const api = apiOf(headers, TARGETS);
  const names = [...new Set(TARGETS.flatMap((target) => headers.names(target)))].sort();
  const count = (rule: (typeof rules)[number], among: readonly string[]) =>
    survey(rule, { api, sources, headers: among }).length;
  return new Map(
    rules
      .filter(({ lint }) => lint)
      .map((rule) => {
        const vfio = count(
          rule,
          VFIO.filter((name) => names.includes(name)),
        );
        return [rule.id, [vfio, rule.needs.includes('drivers') ? vfio : count(rule, names)]];
      }),
  );
}

test('docs/rules/noise.md has the number of findings of each rule in each clean tree (vitest -u writes it)', async () => {
  const noise = new Map<string, Map<string, readonly [number, number]>>();
  for (const series of SERIES) noise.set(series, await noiseOf(series));
  await expect(renderNoise(rules, noise)).toMatchFileSnapshot('../docs/rules/noise.md');
});
