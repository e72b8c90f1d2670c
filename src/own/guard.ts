// SPDX-License-Identifier: GPL-2.0-only

import * as z from 'zod';
import { mistakeIn, SourceMistake } from '../data-file.ts';
import { Failure } from '../failure.ts';
import type { AnyTopic, PatchTemplate } from '../series/topic.ts';
import { firstIssue } from '../zod-text.ts';
import type { OwnModule } from './evaluate.ts';
import { TopicMalformed } from './failures.ts';
import {
  CellShape,
  ClientShape,
  EditsShape,
  FilesShape,
  LinesShape,
  LoadsShape,
  PatchShape,
} from './shape.ts';

type AnyVariant = AnyTopic['variants'][number];
type AnyFunction = (...given: never[]) => unknown;

/**
 * The topic with its functions bounded in time, and what they return looked at: a mistake in one of them is told as the
 * mistake of a file, with its line, whatever asks them and when.
 */
export function guardedTopic(topic: AnyTopic, module: OwnModule): AnyTopic {
  const guard = <F extends AnyFunction>(name: string, own: F, shape?: z.ZodType): F =>
    ((...given: Parameters<F>) =>
      asFailure(module.file, () => {
        const value = module.guarded(name, (...all: Parameters<F>) => own(...all))(...given);
        return shape ? checked(name, value, shape, module.file) : value;
      })) as unknown as F;
  const patch = (one: PatchTemplate<unknown>): PatchTemplate<unknown> => {
    const { edits, note, files } = one;
    const of = `of the patch "${one.subject}"`;
    return {
      ...one,
      edits: guard(`edits() ${of}`, (layout, sources) => edits.call(one, layout, sources), EditsShape),
      ...(note ? { note: guard(`note() ${of}`, (layout) => note.call(one, layout)) } : {}),
      ...(files
        ? { files: guard(`files() ${of}`, (layout, sources) => files.call(one, layout, sources)) }
        : {}),
    };
  };
  const patches = <A extends unknown[]>(name: string, make: (...given: A) => PatchTemplate<unknown>[]) => {
    const made = guard(name, make as AnyFunction, z.array(PatchShape)) as typeof make;
    return (...given: A) => made(...given).map(patch);
  };
  const variant = (one: AnyVariant): AnyVariant => {
    const { client, loads } = one;
    const shared = {
      contract: guard(`contract() of ${one.id}`, one.contract.bind(one), Something),
      ...(loads ? { loads: guard(`loads() of ${one.id}`, loads.bind(one), LoadsShape) } : {}),
      ...(client ? { client: guard(`client() of ${one.id}`, client.bind(one), ClientShape) } : {}),
    };
    if (one.patches === undefined) return { ...one, ...shared };
    return { ...one, ...shared, patches: patches(`patches() of ${one.id}`, one.patches.bind(one)) };
  };
  const { selftest, rows } = topic;
  const ofTopic: AnyTopic = {
    ...topic,
    layout: guard('layout()', topic.layout.bind(topic), Something),
    files: guard('files()', topic.files.bind(topic), FilesShape),
    prerequisite: patches('prerequisite()', topic.prerequisite.bind(topic)),
    variants: topic.variants.map(variant),
    baseline: guard('baseline()', topic.baseline.bind(topic), Something),
    restored: guard('restored()', topic.restored.bind(topic), Something),
    lines: guard('lines()', topic.lines.bind(topic), LinesShape),
    ...(selftest
      ? {
          selftest: (...given) => {
            const made = guard('selftest()', selftest.bind(topic))(...given);
            return made && patch(made);
          },
        }
      : {}),
    ...(rows
      ? {
          rows: rows.map((row) => ({
            ...row,
            cell: guard(`cell() of the row "${row.label}"`, row.cell.bind(row), CellShape),
          })),
        }
      : {}),
  };
  return ofTopic;
}

const Something = z.custom((value) => value !== undefined && value !== null && !(value instanceof Promise), {
  message: 'a value is expected, and no promise of one',
});

function checked(name: string, value: unknown, shape: z.ZodType, file: string): unknown {
  const parsed = shape.safeParse(value);
  if (parsed.success) return value;
  throw new SourceMistake(`${name} returns what it should not: ${firstIssue(parsed.error)}`, { file });
}

function asFailure<R>(file: string, work: () => R): R {
  try {
    return work();
  } catch (error) {
    if (error instanceof SourceMistake) throw malformed(error, file);
    throw error;
  }
}

/** A mistake in the words of a failure. */
function malformed(error: SourceMistake, file: string): TopicMalformed {
  const { title, at } = error;
  return new TopicMalformed(
    {
      title,
      where: `${at.file}${at.line === undefined ? '' : `:${at.line}`}`,
      hint: `Mend it there; kpw lint compares ${file} with the types of the package.`,
    },
    { cause: error },
  );
}

/** Whatever came of loading a file, as the failure of a topic. */
export async function topicFailure(file: string, error: unknown): Promise<Failure> {
  if (error instanceof Failure) return error;
  const { title, line, file: other } = await mistakeIn(file, error);
  return malformed(new SourceMistake(title, { file: other ?? file, ...(line ? { line } : {}) }), file);
}
