// SPDX-License-Identifier: GPL-2.0-only
import type { ImportedVariant } from '../import/import.ts';
import { stepOf } from '../import/placed.ts';
import type { ImportTrial } from '../import/try.ts';
import type { Terminal } from './command.ts';
import { failureData } from './failure-text.ts';
import { columns } from './table.ts';

interface ToldEdit {
  readonly path: string;
  readonly hunk: number;
  readonly anchor: readonly string[];
  readonly purpose: string;
}

function editsOf({ patches }: ImportedVariant): { subject: string; edits: ToldEdit[] }[] {
  return patches.map(({ subject, files }) => ({
    subject,
    edits: files.flatMap(({ path, edits }) =>
      edits.map(({ placed: { scope, target }, purpose, hunk }) => ({
        ...{ path, hunk: hunk + 1, purpose },
        anchor: [...scope, target].map((one) => stepOf(one).words),
      })),
    ),
  }));
}

/** What was written, and on which anchors. */
export function importText(imported: ImportedVariant, tree: string, local: (path: string) => string): string {
  const { made, files, prerequisite, selftest } = imported;
  const told = editsOf(imported).flatMap(({ subject, edits }) => [
    `\n${subject}`,
    columns(
      edits.map(({ path, anchor, purpose }) => [`  ${path}`, anchor.join(' > '), purpose]),
      ['  file', 'anchor', 'edit'],
    ),
  ]);
  const test = selftest
    ? ['its last patch is the test that the topic gives each design, by its contract']
    : [];
  const brought =
    prerequisite > 0
      ? [
          `its first ${prerequisite === 1 ? 'patch is' : `${prerequisite} patches are`} the topic's prerequisite`,
        ]
      : [];
  return [
    ...told,
    '',
    `made ${local(files[0] ?? '')} and ${files.length - 1} file${files.length === 2 ? '' : 's'} beside it, and listed it in ${local(made.index)} as ${made.exported}`,
    `${tree}: the template gives the bytes of the patches, file by file and patch by patch`,
    ...[...brought, ...test, ...notesOf(imported)].map((note) => `note: ${note}`),
  ].join('\n');
}

/** What the author of the variant has to know to go on. */
function notesOf({ patches, notes }: ImportedVariant): string[] {
  const left = [...new Set(patches.flatMap((one) => one.left))];
  const texts = patches.flatMap(({ files }) =>
    files.flatMap(({ path, asText }) =>
      asText === undefined ? [] : [`${path} is edited as text: ${asText}`],
    ),
  );
  const plain = patches.flatMap(({ unallocated }) =>
    unallocated.map(({ name, body }) => `${name} (${body})`),
  );
  return [
    ...notes,
    ...texts,
    ...(plain.length > 0
      ? [`numbers that stand as posted, since the header has no others of their kind: ${plain.join(', ')}`]
      : []),
    ...(left.length > 0 ? [`left out of the messages: ${left.join('; ')}`] : []),
  ];
}

/** What became of the variant on other trees. */
export function trialText(trials: readonly ImportTrial[], { colour }: Pick<Terminal, 'colour'>): string {
  if (trials.length === 0) return 'no other tree was tried: name some by further --tree';
  return trials
    .map(({ tree, state, text, failure, difference }) => {
      const shown = { same: colour.good, adapted: colour.good, 'needs a decision': colour.warn }[state](
        state,
      );
      const lines = [
        ...(failure ? [`${failure.code} ${failure.title}`, ...(failure.where ? [failure.where] : [])] : []),
        ...(failure?.detail === undefined ? [] : failure.detail.split('\n')),
        ...(difference
          ? [
              `the patches apply as text, and give other bytes in ${difference.path}:${difference.line}`,
              `patch    ${difference.posted}`,
              `template ${difference.made}`,
            ]
          : []),
        ...(text === undefined ? [] : [`as text ${text}`]),
      ];
      return [`${tree}  ${shown}`, ...lines.map((line) => `    ${line}`)].join('\n');
    })
    .join('\n');
}

/** The same as data, for `--json`. */
export function importData(
  topic: string,
  tree: string,
  imported: ImportedVariant,
  trials: readonly ImportTrial[],
): object {
  const { made, files, variant, prerequisite, selftest } = imported;
  return {
    ...{ topic, variant: variant.id, tree, exported: made.exported, index: made.index, files },
    ...{ prerequisite, selftest, notes: notesOf(imported), patches: editsOf(imported) },
    trees: trials.map(({ tree: spec, state, text, failure, difference }) => ({
      ...{ tree: spec, state },
      ...(text === undefined ? {} : { text }),
      ...(failure ? failureData(failure) : {}),
      ...(difference ? { difference } : {}),
    })),
  };
}
