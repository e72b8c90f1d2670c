// SPDX-License-Identifier: GPL-2.0-only

import { resolve } from 'node:path';
import type { RunSeen } from '../../checks/rule.ts';
import type { Context } from '../context.ts';
import { holdingRun, isOf } from '../evidence/holding.ts';
import { seenOf } from '../evidence/seen.ts';
import { runExcerpt, tested } from '../report/excerpt.ts';
import { changeLog } from '../series/change-log.ts';
import { coverLetter } from '../series/cover.ts';
import type { Choice, Designs } from '../series/generate.ts';
import { filled } from '../series/message.ts';
import type { CoverLetter } from '../series/post.ts';
import { whyRfc } from '../series/rfc.ts';
import type { AnyTopic } from '../series/topic.ts';
import { templatesOf } from '../series/topic-home.ts';
import { list, type OptionValues, text } from './command.ts';
import { PROJECT } from './project.ts';

/** What a series says besides its patches. */
export interface Said {
  readonly letter: CoverLetter | undefined;
  /** Under the `---` of the first patch, where there is no letter. */
  readonly remark: string;
  readonly evidence: UsedEvidence | undefined;
  /** What that run saw of this design, for a claim of compatibility. */
  readonly seen: RunSeen | undefined;
}

/** The run that a cover letter speaks of. */
export interface UsedEvidence {
  readonly run: string;
  /** Designs whose results hold, and those whose template gives other patches now. */
  readonly designs: readonly string[];
  readonly stale: readonly string[];
  /** Whether it has this design, as it is now. */
  readonly own: boolean;
}

/**
 * Cover letter or remark of a series.
 *
 * @param skip patches that are left out
 * @throws NoNotes
 */
export async function seriesLetter(
  designs: Designs,
  options: OptionValues,
  skip: number,
  version: number,
  context: Context,
): Promise<Said> {
  const { topic, tree } = designs;
  const [{ composition, ...choice }] = designs.variants as [Designs['variants'][number]];
  const changes = changeLog(topic.id, choice.variant, version, list(options, 'note'));
  const sent = composition.patches.length - skip;
  const covered = typeof options.cover === 'boolean' ? options.cover : sent > 1;
  const templates = templatesOf(PROJECT, topic);
  const found =
    options.evidence === false
      ? undefined
      : await holdingRun(resolve(text(options, 'runs') ?? 'out'), topic, tree, choice, templates, context);
  const own = found?.cells.find((cell) => isOf(cell, choice));
  const evidence = found && {
    run: found.evidence.run,
    designs: found.cells.filter(({ role }) => role === 'variant').map(({ name }) => name),
    stale: found.stale,
    own: own !== undefined,
  };
  const seen = found && own && seenOf(found.evidence.run, found.cells, own, topic.rows ?? []);
  const said =
    found && own
      ? tested(found.evidence, own)
      : untested(topic, choice, tree.spec, found?.stale ?? [], options);
  if (!covered)
    return {
      letter: undefined,
      remark: [changes, filled(said)].filter(Boolean).join('\n\n'),
      evidence,
      seen,
    };
  const compared = found ? runExcerpt(found.evidence, found.cells, topic.rows ?? [], choice.variant.id) : '';
  const letter = coverLetter({
    ...{ topic, ...choice, patches: composition.patches, alone: skip > 0 },
    rfc: whyRfc(composition, skip),
    ...{ compared, tested: said, changes },
  });
  return { letter, remark: '', evidence, seen };
}

/** No claim without a run behind it; and a run of other patches is none. */
function untested(
  topic: AnyTopic,
  { variant }: Choice,
  tree: string,
  stale: readonly string[],
  options: OptionValues,
): string {
  if (options.evidence === false) return '';
  const command = `kpw run ${variant.id}${topic.named ? ` --topic ${topic.id}` : ''} --tree ${tree}`;
  if (stale.includes(variant.id))
    return `Not tested in this form: a run is kept of patches that the template no longer gives.  "${command}" would boot
these and run their tests.`;
  return `Not tested: no run of this design on this tree is kept.  "${command}" would boot it and run its tests.`;
}
