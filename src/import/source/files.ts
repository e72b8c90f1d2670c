// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../../context.ts';
import type { Message } from '../../mail/message.ts';
import { NoSkeleton } from '../../skeleton/failures.ts';
import type { VariantSources } from '../../skeleton/listed.ts';
import type { ImportedPatch } from '../patch.ts';
import type { SourceHome } from './home.ts';
import { dataLiteral } from './literal.ts';
import { camelOfC, fileNameOf, Names } from './names.ts';
import { patchFile } from './patch-file.ts';
import { importedVariantText } from './variant-file.ts';

/** What the files of a variant are written from. */
export interface Imported {
  readonly id: string;
  readonly patches: readonly ImportedPatch[];
  readonly messages: readonly Message[];
  readonly cover: string | undefined;
  readonly tree: string;
  /** What the tree promises without the design. */
  readonly contract: unknown;
  /** What the layout calls a file, where it names it by its role. */
  readonly roleOf: (path: string) => string | undefined;
  /** Of each patch, a file of the tree as it is before it. */
  readonly before: (patch: number) => (path: string) => string | undefined;
}

/**
 * `variants/NAME.ts`, and a file for each patch in a folder of its name.
 *
 * @throws NoSkeleton where the contract of the topic is no plain data
 */
export async function templateSources(
  home: SourceHome,
  imported: Imported,
  exported: string,
  format: (text: string, context: Context) => Promise<string>,
  context: Context,
): Promise<VariantSources> {
  const contract = dataLiteral(imported.contract);
  if (contract === undefined)
    throw new NoSkeleton({
      title: "the topic's contract is not plain data, so kpw cannot write one for the variant",
      where: home.folder,
      hint: 'Give restored() of the topic an object of texts, numbers and lists.',
    });
  const names = new Names([exported]);
  const patches = imported.patches.map((patch, at) => {
    const same = imported.patches
      .slice(0, at)
      .filter(({ subject }) => fileNameOf(subject) === fileNameOf(patch.subject));
    const file =
      same.length > 0 ? `${fileNameOf(patch.subject)}-${same.length + 1}` : fileNameOf(patch.subject);
    const template = names.free(camelOfC(file), 'Patch');
    return {
      exported: template,
      file: `${file}.ts`,
      text: patchFile(home, patch, template, { before: imported.before(at), roleOf: imported.roleOf }),
    };
  });
  const beside = new Map<string, string>();
  for (const { file, text } of patches) beside.set(file, await format(text, context));
  return {
    text: await format(importedVariantText(home, { ...imported, exported, patches, contract }), context),
    beside,
  };
}
