// SPDX-License-Identifier: GPL-2.0-only
import type { Compared } from '../evidence/compare/schema.ts';
import type { CellEvidence, Evidence } from '../evidence/schema.ts';
import type { Selftests } from '../evidence/selftests/schema.ts';
import type { ReportedDesign } from '../results/model.ts';
import { designsOfCompared } from '../results/of-compared.ts';
import { designsOfEvidence } from '../results/of-evidence.ts';
import { designsOfSelftests } from '../results/of-selftests.ts';
import type { Latency } from './latencies.ts';
import type { Observations } from './observations.ts';
import type { Counted } from './rank.ts';

/** A design of a run, with all that can be compared with another run's. */
export interface SideDesign extends ReportedDesign {
  readonly observations: Observations;
  readonly latencies: ReadonlyMap<string, Latency>;
}

type Spreads = NonNullable<CellEvidence['spreads']>;
type Cell = Pick<CellEvidence, 'name' | 'boot' | 'observations' | 'spreads' | 'kept'> &
  Partial<Pick<CellEvidence, 'repeats'>>;
type Boots = readonly Pick<Evidence['boots'][number], 'number' | 'accelerator'>[];

/** The designs of a kept run of any kind. */
export function keptDesigns(kept: Evidence | Compared | Selftests): SideDesign[] {
  const nowhere = () => undefined;
  if (!('kind' in kept)) return withCells(designsOfEvidence(kept, nowhere), kept.cells, kept.boots);
  if (kept.kind === 'comparison')
    return withCells(designsOfCompared(kept, nowhere), kept.cells ?? [], kept.boots ?? []);
  return withCells(
    designsOfSelftests(kept, nowhere),
    [],
    kept.columns.flatMap(({ boots }) => boots ?? []),
  );
}

function withCells(designs: ReportedDesign[], cells: readonly Cell[], boots: Boots): SideDesign[] {
  return designs.map((design) => {
    const cell = cells.find(({ name }) => name === design.name);
    return {
      ...design,
      observations: cell?.observations ?? {},
      latencies: cell ? latenciesOf(cell, boots) : new Map(),
    };
  });
}

function latenciesOf(cell: Cell, boots: Boots): Map<string, Latency> {
  const accelerator = cell.kept?.accelerator ?? boots.find(({ number }) => number === cell.boot)?.accelerator;
  const all = [cell.spreads ?? {}, ...(cell.repeats ?? []).map(({ spreads = {} }) => spreads)];
  const keys = [...new Set(all.flatMap((one) => Object.keys(one)))];
  return new Map(
    keys.map((key) => {
      const own = all.flatMap((spreads: Spreads) => spreads[key] ?? []);
      return [
        key,
        {
          unit: own[0]?.unit ?? '',
          boots: own.map(countedOf),
          ...(accelerator === undefined ? {} : { accelerator }),
        },
      ];
    }),
  );
}

function countedOf({ buckets }: Spreads[string]): Counted {
  return buckets.map(({ from, to, count }) => ({ value: (from + to) / 2, count }));
}
