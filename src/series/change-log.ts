// SPDX-License-Identifier: GPL-2.0-only
import type { AnyVariant } from './compose.ts';
import { NoNotes } from './errors.ts';
import { fillParagraph } from './message.ts';

/**
 * What is new in a version and in those before it, newest first, as reviewers look for it
 * (Documentation/process/submitting-patches.rst, "The canonical patch format"); empty for the first version.
 *
 * @param topic id, to say where notes are written
 * @param notes of this version, besides those of the template
 * @throws NoNotes where there are none of the version itself
 */
export function changeLog(
  topic: string,
  { id, changes = {} }: AnyVariant,
  version: number,
  notes: readonly string[],
): string {
  if (version === 1) return '';
  const own = [...(changes[version] ?? []), ...notes];
  if (own.length === 0)
    throw new NoNotes({
      title: `nothing says what is new in version ${version} of ${id}`,
      where: `-v ${version}`,
      hint: `Write it in templates/${topic}/variants/${id}.ts, changes: { ${version}: ['…'] }, or give --note TEXT.`,
    });
  const older = Array.from({ length: version - 2 }, (_, at) => version - 1 - at);
  return [version, ...older]
    .map((number) => [number, number === version ? own : (changes[number] ?? [])] as const)
    .filter(([, all]) => all.length > 0)
    .map(([number, all]) =>
      [`Changes in v${number}:`, ...all.map((note) => fillParagraph(` - ${note.trim()}`))].join('\n'),
    )
    .join('\n\n');
}
