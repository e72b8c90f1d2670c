// SPDX-License-Identifier: GPL-2.0-only

import type { MappedBar, SuiteTest } from '../evidence/schema.ts';
import { isFailure } from '../is-failure.ts';

/**
 * What a client that takes a device came to, by its steps: `starts; BAR 3 whole`, `starts; BAR 3 without 0x0-0x1000`,
 * `breaks at started; BAR 3 nothing`. BARs that are not marked so are left out where they are mapped whole.
 *
 * @param tests of one program with one device, in order
 */
export function clientText(tests: readonly SuiteTest[]): { text: string; good: boolean } {
  const failed = tests.find(({ status }) => isFailure(status));
  const bars = tests.flatMap(({ mapped }) => mapped ?? []);
  const told = bars.filter((bar) => bar.table || !isWhole(bar)).map(barText);
  return { text: [endText(tests, failed), ...told].join('; '), good: failed === undefined };
}

function endText(tests: readonly SuiteTest[], failed: SuiteTest | undefined): string {
  if (failed) return failed.name ? `breaks at ${failed.name}` : `breaks (${failed.reason})`;
  return tests.every(({ status }) => status === 'SKIP') ? 'skipped' : 'starts';
}

function barText({ bar, size, areas }: MappedBar): string {
  if (areas.length === 0) return `BAR ${bar} nothing`;
  const ends = [0, ...areas.map(({ to }) => to)];
  const starts = [...areas.map(({ from }) => from), size];
  const holes = ends.flatMap((from, at) => {
    const to = starts[at] ?? size;
    return from < to ? [`0x${from.toString(16)}-0x${to.toString(16)}`] : [];
  });
  return holes.length === 0 ? `BAR ${bar} whole` : `BAR ${bar} without ${holes.join(', ')}`;
}

function isWhole({ size, areas: [first, ...more] }: MappedBar): boolean {
  return more.length === 0 && first?.from === 0 && first.to === size;
}
