// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { lineOf } from '../c/lines.ts';
import type { Context } from '../context.ts';
import type { PatchStep } from '../mail/history.ts';
import { bundleOwn } from '../own/bundle.ts';
import { evaluateScript } from '../own/evaluate.ts';
import { type Composition, withVariant } from '../series/compose.ts';
import type { AnyTopic, Variant } from '../series/topic.ts';
import type { VariantSources } from '../skeleton/listed.ts';
import { ImportDiffers } from './failures.ts';

// biome-ignore lint/suspicious/noExplicitAny: a variant of whichever topic
export type AnyTemplate = Variant<any, any>;

/**
 * The variant that sources export, run as any topic outside of the checkout is.
 *
 * @param own the topic is outside of the checkout
 * @throws SourceMistake
 */
export async function loadedVariant(
  { text, beside = new Map() }: VariantSources,
  { id, exported, own }: { readonly id: string; readonly exported: string; readonly own: boolean },
  api: Readonly<Record<string, unknown>>,
  context: Context,
): Promise<AnyTemplate> {
  const folder = await context.cache.temporary();
  try {
    const file = join(folder, 'templates/topic/variants', `${id}.ts`);
    await mkdir(join(dirname(file), id), { recursive: true });
    await writeFile(file, text);
    for (const [path, one] of beside) await writeFile(join(dirname(file), id, path), one);
    const { exports } = evaluateScript(file, await bundleOwn(file, Object.keys(api), !own), api);
    return exports[exported] as AnyTemplate;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Holds that a template gives the bytes of patches for every file behind every patch.
 *
 * @throws ImportDiffers with the patch, the file and the first line that differs; what composing throws
 */
export function prove(
  topic: AnyTopic,
  base: Composition,
  variant: AnyTemplate,
  steps: readonly PatchStep[],
): Composition {
  const made = withVariant(topic, base, variant, {}, { selftest: false });
  const own = made.patches.slice(base.patches.length);
  const differing = firstDifference(
    own.map(({ after }) => after),
    steps,
  );
  if (own.length === steps.length && !differing) return made;
  throw new ImportDiffers({
    title: differing
      ? `the template of "${differing.title}" gives other bytes than the patch`
      : `the template has ${own.length} patches, and the series ${steps.length}`,
    where: differing ? `${base.pristine.origin}: ${differing.path}:${differing.line}` : base.pristine.origin,
    ...(differing ? { detail: `patch:    ${differing.posted}\ntemplate: ${differing.made}` } : {}),
    hint: 'Report it, with the series: the import has a defect. Nothing was written.',
  });
}

/** Where files differ between a template's patches and those that were posted. */
export interface SeriesDifference {
  readonly title: string;
  readonly path: string;
  readonly line: number;
  readonly posted: string;
  readonly made: string;
}

/** The first difference, patch by patch; undefined where there is none. */
export function firstDifference(
  made: readonly ReadonlyMap<string, string>[],
  steps: readonly PatchStep[],
): SeriesDifference | undefined {
  for (const [at, { title, before, after }] of steps.entries()) {
    const own = made[at] ?? new Map<string, string>();
    for (const path of new Set([...after.keys(), ...own.keys()])) {
      const posted = after.get(path)?.text ?? before.get(path)?.text ?? '';
      const template = own.get(path) ?? before.get(path)?.text ?? '';
      if (posted !== template) return { title, path, ...differingLine(posted, template) };
    }
  }
  return undefined;
}

function differingLine(posted: string, made: string): Omit<SeriesDifference, 'title' | 'path'> {
  let at = 0;
  while (at < posted.length && posted[at] === made[at]) at++;
  const line = lineOf(posted, at);
  const told = (text: string) => JSON.stringify(text.split('\n')[line - 1] ?? '');
  return { line, posted: told(posted), made: told(made) };
}
