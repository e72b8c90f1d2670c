// SPDX-License-Identifier: GPL-2.0-only
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from '../context.ts';
import { ruleCatalogue } from '../evidence/catalogue.ts';
import type { Compared } from '../evidence/compare/schema.ts';
import type { Matrix } from '../evidence/matrix-schema.ts';
import { readEvidence } from '../evidence/read.ts';
import type { Evidence } from '../evidence/schema.ts';
import type { Selftests } from '../evidence/selftests/schema.ts';
import type { Failure } from '../failure.ts';
import type { ReportedDesign, Results } from '../results/model.ts';
import { designsOfCompared } from '../results/of-compared.ts';
import { designsOfEvidence } from '../results/of-evidence.ts';
import { designsOfMatrix } from '../results/of-matrix.ts';
import { designsOfSelftests } from '../results/of-selftests.ts';
import { resultsOf } from '../results/results.ts';
import type { SourceOf } from '../results/tests.ts';
import { toolVersion } from '../tool.ts';
import { PROJECT } from './project.ts';

type Kept = Evidence | Compared | Selftests;

/** The model of kept runs of any kind; of several, the common fields are those of the first. */
export function keptResults(kept: Kept | readonly Kept[], context: Context): Results {
  const [first, ...others] = [kept].flat() as [Kept, ...Kept[]];
  const { run, started, seconds, tool } = first;
  const parts = partsOf(first);
  return resultsOf(
    {
      tool: { name: 'kpw', ...(tool ?? { version: 'unknown' }) },
      ...(others.length === 0 ? { run, seconds } : {}),
      started,
      ...parts,
      designs: [...parts.designs, ...others.flatMap((one) => partsOf(one).designs)],
    },
    ruleCatalogue(context),
  );
}

function partsOf(kept: Kept): Pick<Results, 'verb' | 'title' | 'host' | 'designs'> {
  if (!('kind' in kept))
    return {
      ...{ verb: 'run', title: kept.topic.title, host: { ...kept.host, qemu: kept.qemu } },
      designs: designsOfEvidence(kept, sourceOf(kept.topic.id)),
    };
  const { title } = kept;
  return kept.kind === 'selftests'
    ? { verb: 'kselftest', title, designs: designsOfSelftests(kept, sourceOf(undefined)) }
    : { verb: 'compare', title, designs: designsOfCompared(kept, sourceOf(undefined)) };
}

/** The model of a matrix, with the evidence of its runs. */
export async function matrixResults(
  made: Matrix,
  title: string,
  out: string,
  context: Context,
): Promise<Results> {
  const runs = new Map<string, Evidence>();
  for (const { run } of made.rows) if (run !== undefined) runs.set(run, await readEvidence(out, run));
  const designs = designsOfMatrix(made, (run) => runs.get(run), sourceOf(made.topic));
  const { started, seconds } = made;
  return freshResults({ verb: 'matrix', title, started, seconds, designs }, context);
}

/** The model of what this very process did. */
export async function freshResults(
  parts: Omit<Results, 'schema' | 'tool' | 'rules'>,
  context: Context,
): Promise<Results> {
  const tool = { name: 'kpw' as const, ...(await toolVersion(PROJECT, context)) };
  return resultsOf({ tool, ...parts }, ruleCatalogue(context));
}

/** The model of a verb that came to no end. */
export function failedResults(
  verb: string,
  error: Failure,
  started: Date,
  context: Context,
): Promise<Results> {
  const { code, title, where, detail, hint } = error;
  const failure = {
    ...{ code, title, hint },
    ...(where === undefined ? {} : { where }),
    ...(detail === undefined ? {} : { detail }),
  };
  return freshResults(
    { verb, title: `kpw ${verb}`, started: started.toISOString(), failure, designs: [] as ReportedDesign[] },
    context,
  );
}

/** Only for topics of the checkout is the place of the programs' sources known. */
function sourceOf(topic: string | undefined): SourceOf {
  return (program) => {
    const file = topic === undefined ? undefined : `kernel-tests/${topic}/${program}.c`;
    return file !== undefined && /^[\w./-]+$/.test(file) && existsSync(join(PROJECT, file))
      ? file
      : undefined;
  };
}
