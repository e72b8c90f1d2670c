// SPDX-License-Identifier: GPL-2.0-only
import type { ShownCell } from './model.ts';

/**
 * The command that runs just this cell again; what it stands on (baseline, prerequisite) is run with it.
 *
 * @param known ids of the topic's variants; undefined where the topic is not at hand. What is none of them was given as
 *   patches, which the run has kept
 */
export function repeatCommand(found: ShownCell, known?: ReadonlySet<string>): string {
  const { cell, run } = found;
  const { evidence } = run;
  const own = cell.role === 'variant' ? found : run.cells.find((one) => one.cell.role === 'variant');
  const set = Object.entries(cell.parameters).flatMap(([name, value]) =>
    value === false || value === '' ? [] : ['--set', word(`${name}=${value}`)],
  );
  const words = [
    ...['kpw test', ...(own === undefined ? [] : [word(designOf(own, known))])],
    ...['--topic', word(evidence.topic.id)],
    ...['--tree', word(evidence.tree.spec)],
    ...['--machine', word(evidence.machine.id)],
    ...(evidence.kernel.way === 'source' ? ['--kernel source'] : []),
    ...set,
    ...(evidence.quick ? ['--quick'] : []),
    ...(evidence.sanitized ? ['--sanitize'] : []),
    '--again',
  ];
  return words.join(' ');
}

/** A variant by its id; patches by where they are, with the variant whose promise they were held to. */
function designOf({ cell, run }: ShownCell, known: ReadonlySet<string> | undefined): string {
  if (known === undefined || known.has(cell.name)) return cell.name;
  const promise = JSON.stringify(cell.contract);
  const like = run.evidence.cells.find(
    (one) => known.has(one.name) && JSON.stringify(one.contract) === promise,
  );
  return `${cell.name}${like ? `:${like.name}` : ''}=${run.folder}/series/${cell.name}`;
}

/** As a shell takes it for one word. */
export function word(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
