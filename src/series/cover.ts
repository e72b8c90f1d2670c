// SPDX-License-Identifier: GPL-2.0-only
import type { Patch } from './compose.ts';
import type { Choice } from './generate.ts';
import { filled } from './message.ts';
import { departures } from './parameters.ts';
import type { CoverLetter } from './post.ts';
import type { AnyTopic } from './topic.ts';

export interface CoverFacts extends Choice {
  readonly topic: AnyTopic;
  /** All of the composition. */
  readonly patches: readonly Patch[];
  /** Whether the prerequisite's patches are left out. */
  readonly alone: boolean;
  /** Why it is an RFC, as sentences. */
  readonly rfc: readonly string[];
  /** What a run saw of the designs, as it will stand; empty where there is none. */
  readonly compared: string;
  /** What was run of this design, or that nothing was; a paragraph. */
  readonly tested: string;
  /** As changeLog gives it. */
  readonly changes: string;
}

/** The question, this answer, how it compares, what was tested, what is new. */
export function coverLetter(facts: CoverFacts): CoverLetter {
  const { topic, variant, rfc, compared, tested, changes } = facts;
  const { title } = variant;
  return {
    subject: topic.subject ? `${topic.subject}: ${title}` : `${topic.title} By ${title}`,
    text: [
      filled(topic.question),
      filled(variant.answer ?? `This series answers by: ${title}.`),
      ...(rfc.length === 0 ? [] : [filled(`This is an RFC.  ${rfc.join('  ')}`)]),
      filled(`Origin: ${variant.origin}.`),
      ...today(facts),
      ...prerequisites(facts),
      filled(made(facts)),
      ...(compared === '' ? [] : [compared]),
      filled(tested),
      ...(changes === '' ? [] : [changes]),
      [
        ...(variant.link === undefined ? [] : [`Link: ${variant.link}`]),
        `Link: https://lore.kernel.org/r/${topic.thread}`,
      ].join('\n'),
    ].join('\n\n'),
  };
}

/** How it differs from what was proposed; with parameters set it may not. */
function today({ variant, parameters }: CoverFacts): string[] {
  const asDefault = Object.keys(departures(variant, parameters)).length === 0;
  return variant.today === undefined || !asDefault ? [] : [filled(variant.today)];
}

function prerequisites({ patches, alone }: CoverFacts): string[] {
  const subjects = patches.filter(({ role }) => role === 'prerequisite').map(({ subject }) => `"${subject}"`);
  if (subjects.length === 0) return [];
  const many = subjects.length > 1;
  if (alone)
    return [
      filled(
        `The series stands on ${many ? `${subjects.length} patches that are` : 'a patch that is'} not part of it: ${subjects.join(', ')}.`,
      ),
    ];
  return [
    filled(
      `${many ? `Patches 1 ${subjects.length > 2 ? 'to' : 'and'} ${subjects.length} are` : 'Patch 1 is'} what all designs need first on this tree, and no part of the proposal: ${subjects.join(', ')}.`,
    ),
  ];
}

function made({ topic, variant, parameters }: CoverFacts): string {
  if (variant.posted)
    return `The patches are those that were posted, as they apply to this tree; below its "---" each says which it was.`;
  const set = Object.entries(departures(variant, parameters)).map(([name, value]) => `${name}=${value}`);
  const how = set.length > 0 ? ` with ${set.join(', ')}` : '';
  return `The patches are generated, from the template ${topic.id}/${variant.id}${how}; below its "---" each says from what.`;
}
