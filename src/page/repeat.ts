// SPDX-License-Identifier: GPL-2.0-only
import type { ShownCell } from './model.ts';

/** The command that runs just this cell again; what it stands on (baseline, prerequisite) is run with it. */
export function repeatCommand({ cell, run }: ShownCell): string {
  const { evidence } = run;
  const variant =
    cell.role === 'variant' ? cell.name : evidence.cells.find(({ role }) => role === 'variant')?.name;
  const set = Object.entries(cell.parameters).flatMap(([name, value]) =>
    value === false || value === '' ? [] : ['--set', word(`${name}=${value}`)],
  );
  const words = [
    ...['kpw test', ...(variant === undefined ? [] : [word(variant)])],
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

/** As a shell takes it for one word. */
export function word(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
