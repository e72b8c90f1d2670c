// SPDX-License-Identifier: GPL-2.0-only
import type { CellEvidence } from '../evidence/schema.ts';
import type { AnyVariant } from '../series/compose.ts';
import type { ShownCell } from './model.ts';

/** How a cell is run again. */
export interface RepeatCommand {
  /** As a shell takes it. */
  readonly command: string;
  /** What the command runs besides or instead, in a sentence; absent where it runs this cell and what it stands on. */
  readonly note?: string;
}

/** What of a topic's variant tells it from patches that were given under its name. */
export type KnownVariant = Pick<AnyVariant, 'id' | 'title'>;

/**
 * The command that runs this cell again; baseline and prerequisite are run with every variant, and by no command alone.
 *
 * @param known the topic's variants; undefined where the topic is not at hand. What is none of them was given as patches,
 *   which the run has kept
 */
export function repeatOf(found: ShownCell, known?: readonly KnownVariant[]): RepeatCommand {
  const { cell, run } = found;
  const { evidence } = run;
  const own = cell.role === 'variant' ? found : companionOf(run, known);
  const set = Object.entries(own?.cell.parameters ?? {}).flatMap(([name, value]) =>
    value === false || value === '' ? [] : ['--set', word(`${name}=${value}`)],
  );
  const words = [
    ...['npx kpw test', ...(own === undefined ? [] : [word(wordOf(own, known))])],
    ...['--topic', word(evidence.topic.id)],
    ...['--tree', word(evidence.tree.spec)],
    ...['--machine', word(evidence.machine.id)],
    ...(evidence.kernel.way === 'source' ? ['--kernel source'] : []),
    ...set,
    ...(evidence.quick ? ['--quick'] : []),
    ...(evidence.sanitized ? ['--sanitize'] : []),
    '--again',
  ];
  const command = words.join(' ');
  if (cell.role === 'variant') return { command, ...promiseNote(found, known) };
  const beside = own ? `this one runs it with ${own.cell.name}` : 'this one runs it with all variants';
  return { command, note: `No command runs the ${cell.role} alone, every run has it; ${beside}.` };
}

/** The variant that costs least to run along: one of the topic that ran, or any. */
function companionOf({ cells }: ShownCell['run'], known: readonly KnownVariant[] | undefined) {
  const variants = cells.filter(({ cell }) => cell.role === 'variant');
  const plain = variants.filter(({ cell }) => !isGiven(cell, known));
  return plain.find(({ cell }) => cell.verdict !== 'SKIP') ?? plain[0] ?? variants[0];
}

/** Whether its patches were given (NAME=SOURCE): it is no variant, or is called by its name in place of a title. */
function isGiven(
  { name, design = name, title }: CellEvidence,
  known: readonly KnownVariant[] | undefined,
): boolean {
  const variant = known?.find(({ id }) => id === design);
  // Without the topic the title tells: patches that are given have none but their name.
  if (known && !variant) return true;
  return [name, design].includes(title) && variant?.title !== title;
}

/** A variant by its id; patches by where they are, with the variant whose promise they were held to. */
function wordOf({ cell, run }: ShownCell, known: readonly KnownVariant[] | undefined): string {
  if (!isGiven(cell, known)) return cell.name;
  const folder = `${run.folder}/series/${cell.design ?? cell.name}`;
  const like = isVariant(cell, known) ? undefined : likeOf(cell, run, known);
  return `${cell.name}${like ? `:${like.name}` : ''}=${folder}`;
}

function isVariant(
  { name, design = name }: CellEvidence,
  known: readonly KnownVariant[] | undefined,
): boolean {
  return known?.some(({ id }) => id === design) ?? false;
}

/** The variant of the same run that promises the same. */
function likeOf(
  cell: CellEvidence,
  { evidence }: ShownCell['run'],
  known: readonly KnownVariant[] | undefined,
) {
  const promise = JSON.stringify(cell.contract);
  return evidence.cells.find(
    (one) => one.role === 'variant' && !isGiven(one, known) && JSON.stringify(one.contract) === promise,
  );
}

/** A run keeps what patches were held to, and not the name of the variant that promises it. */
function promiseNote(
  { cell, run }: ShownCell,
  known: readonly KnownVariant[] | undefined,
): Pick<RepeatCommand, 'note'> {
  if (!isGiven(cell, known) || isVariant(cell, known) || likeOf(cell, run, known)) return {};
  return {
    note: `No variant of this run promises the same: if it was held to one, write ${cell.name}:VARIANT=… in place of ${cell.name}=….`,
  };
}

/** As a shell takes it for one word. */
export function word(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
