// SPDX-License-Identifier: GPL-2.0-only
import { CHANGE_KINDS, type ChangeKind, changeCounts, type RunChange } from '../changes/change.ts';
import { BOOTS } from '../changes/latencies.ts';
import type { ReportTable } from './comparison.ts';
import type { Tone } from './value.ts';

const TONES: Readonly<Partial<Record<ChangeKind, Tone>>> = {
  regression: 'bad',
  'new failure': 'bad',
  'still failing': 'bad',
  fixed: 'good',
};

/** Kinds of which a table tells the number alone: there are many, and nothing is to be done. */
const COUNTED: readonly ChangeKind[] = ['no change detected'];
/** Lines of one kind and one design. */
const MOST = 25;

/** What changed between two runs: a line a change, worst first, the later run in the last column. */
export function changesTable(changes: readonly RunChange[], before: string, after: string): ReportTable {
  const lines: ReportTable['lines'][number][] = [];
  const notes: string[] = [];
  for (const kind of CHANGE_KINDS) {
    const own = changes.filter((change) => change.kind === kind);
    if (own.length === 0 || COUNTED.includes(kind)) continue;
    for (const [at, change] of own.slice(0, MOST).entries()) {
      const { of, design, before: was, after: is } = change;
      const { name, note } = of === 'finding' ? ruleApart(change) : change;
      lines.push({
        ...(at === 0 ? { group: `${kind} (${own.length})` } : {}),
        label: [design, of === 'design' ? '' : name].filter(Boolean).join(': '),
        values: [
          { text: was ?? '–', tone: 'plain' },
          { text: is ?? '–', tone: TONES[kind] ?? 'plain' },
          { text: note ?? '', tone: 'plain' },
        ],
      });
    }
    if (own.length > MOST) notes.push(`${own.length - MOST} more of the kind "${kind}": --json has them`);
  }
  return {
    title: summaryOf(changes),
    columns: [before, after, 'why'],
    lines,
    notes: [...notes, ...latencyNotes(changes)],
  };
}

/** A message is too long for the column of names. */
function ruleApart({ name, note }: RunChange): Pick<RunChange, 'name' | 'note'> {
  const at = name.indexOf(': ');
  const message = [note, name.slice(at + 2)].filter(Boolean).join(': ');
  return at < 0 ? { name, note } : { name: name.slice(0, at), note: message };
}

/** `1 regression, 2 fixed; no change detected in 14 latencies`. */
function summaryOf(changes: readonly RunChange[]): string {
  const counts = changeCounts(changes);
  const told = CHANGE_KINDS.filter((kind) => counts[kind] > 0 && !COUNTED.includes(kind)).map(
    (kind) => `${counts[kind]} ${kind}`,
  );
  const same = counts['no change detected'];
  const latencies = same === 0 ? '' : `no change detected in ${same} ${same === 1 ? 'latency' : 'latencies'}`;
  return [told.join(', ') || 'nothing changed', latencies].filter(Boolean).join('; ');
}

function latencyNotes(changes: readonly RunChange[]): string[] {
  const latencies = changes.filter(({ of, p }) => of === 'latency' && p !== undefined);
  if (latencies.length === 0) return [];
  return [
    'a latency changed where the rank test of Mann and Whitney says so, and Cliff’s delta is not small',
    ...(latencies.some(({ note }) => note?.includes('one boot'))
      ? [
          `two boots of one kernel differ by themselves: runs with --repeat ${BOOTS} are compared by their boots`,
        ]
      : []),
  ];
}
