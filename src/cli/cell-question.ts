// SPDX-License-Identifier: GPL-2.0-only
import { resolve } from 'node:path';
import type { Context } from '../context.ts';
import type { RunRequest } from '../evidence/prepare.ts';
import type { Choice } from '../series/generate.ts';
import type { AnyTopic } from '../series/topic.ts';
import { accelerated } from './accel.ts';
import { bootsOf } from './boots.ts';
import { type Catalogue, topicOf } from './catalogue.ts';
import { flag, list, type OptionValues, type Terminal, text } from './command.ts';
import { jobsOf } from './jobs.ts';
import { kernelChoice } from './kernel-choice.ts';
import { withOwnRules } from './own-rules.ts';
import { selectDesigns } from './posted-designs.ts';
import { PROJECT } from './project.ts';
import { selectSuites, topicMachine } from './select.ts';
import { requireQuick, requireTests } from './topic-tests.ts';

/** What run and test have in common: which designs, in which guests, and where the run is kept. */
export interface CellQuestion {
  readonly topic: AnyTopic;
  readonly catalogue: Catalogue;
  readonly choices: Choice[];
  readonly context: Context;
  /** All but the designs, which take a tree. */
  readonly cells: Omit<RunRequest, 'designs'>;
}

/**
 * Reads the options of run and test, before anything is fetched or built.
 *
 * @param names of variants; all where there are none
 * @throws BadParameter, UnknownName, and what loading the topic, its machines and rules throws
 */
export async function cellQuestion(
  names: readonly string[],
  options: OptionValues,
  terminal: Terminal,
): Promise<CellQuestion> {
  const { topic, catalogue } = await topicOf(options);
  requireTests(topic);
  const boots = await bootsOf(options);
  if (boots.quick) requireQuick(topic);
  const settings = list(options, 'set');
  const choices = await selectDesigns(topic, names, settings, terminal.context, flag(options, 'selftest'));
  const suites = selectSuites(topic, list(options, 'suite'));
  const machine = await topicMachine(topic, options, catalogue);
  const jobs = jobsOf(options);
  const kernel = await kernelChoice(options, machine);
  const context = await withOwnRules(catalogue, accelerated(options, terminal.context));
  const out = resolve(text(options, 'out') ?? 'out');
  return {
    ...{ topic, catalogue, choices, context },
    cells: { machine, kernel, out, project: PROJECT, suites, jobs, ...boots },
  };
}
