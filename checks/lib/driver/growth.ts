// SPDX-License-Identifier: GPL-2.0-only
import type { Quotation } from '../../../src/series/finding.ts';
import { type ApiType, isUnknown, type Pair, type TypeLayout } from '../../../src/uapi/model.ts';
import type { Subject } from '../../rule.ts';
import { accessesOf } from './access.ts';
import { tableRows } from './dispatch.ts';
import { type DriverEvidence, type Growth, judgeAccess } from './evidence.ts';

export { reservedChecked } from './reserved.ts';

/** Whether old binaries go on to work with a struct that grew at its end. */
export interface Proof {
  readonly verdict: 'proven' | 'break' | 'undetermined';
  /** One sentence without a full stop. */
  readonly why: string;
  /** The code that it rests on. */
  readonly places: readonly Quotation[];
}

/**
 * A proof from the drivers after the change, in the three idioms of these trees: a copy of `minsz` that ends with an
 * old member, copy_struct_from_user() that fills with zeros what an old binary does not pass, and a second copy that a
 * flag or argsz asks for. Answers must not be longer than argsz either.
 */
export function proveGrowth(subject: Subject, pair: Pair<ApiType>): Proof {
  const growth = growthOf(pair);
  if (!growth) return undetermined('the layout of the struct is not known on both sides');
  const evidence = [
    ...rowEvidence(subject, growth),
    ...accessesOf(subject.after, growth.tag).flatMap((access) => judgeAccess(access, growth)),
  ];
  const of = (verdict: Proof['verdict']) => evidence.filter((one) => one.verdict === verdict);
  for (const verdict of ['break', 'undetermined'] as const) {
    const [first] = of(verdict);
    if (first) return { verdict, why: first.why, places: of(verdict).map(({ place }) => place) };
  }
  const proven = of('proven');
  if (proven.length === 0)
    return undetermined(`no handler among the drivers at hand copies struct ${growth.tag} from userspace`);
  const why = [...new Set(proven.map((one) => one.why))].join('; ');
  return { verdict: 'proven', why, places: proven.map(({ place }) => place) };
}

function undetermined(why: string): Proof {
  return { verdict: 'undetermined', why, places: [] };
}

function growthOf({ name, before, after }: Pair<ApiType>): Growth | undefined {
  const [was, is] = [membersOf(before), membersOf(after)];
  if (!was || !is) return undefined;
  const tag = name.replace(/^(struct|union) /, '');
  return { tag, added: new Set([...is].filter((one) => !was.has(one))) };
}

/** Names of the members on a target that knows them; those of anonymous aggregates stand among them. */
function membersOf(type: ApiType | undefined): Set<string> | undefined {
  const layout = [...(type?.on.values() ?? [])].find((one): one is TypeLayout => !isUnknown(one));
  return layout && new Set(layout.members.map(({ name }) => name));
}

function rowEvidence({ after }: Subject, { tag, added }: Growth): DriverEvidence[] {
  return tableRows(after)
    .filter((row) => row.tag === tag)
    .map((row): DriverEvidence => {
      const place = { file: row.file.path, line: row.line, text: `${row.name}: struct ${tag}, ${row.last}` };
      if (!added.has(row.last)) {
        const why = `${row.name} takes a struct that ends with ${row.last}, and copy_struct_from_user() fills the rest with zeros`;
        return { verdict: 'proven', why, place };
      }
      const why = `${row.table} makes the new member ${row.last} the least that ${row.name} takes, so an old binary gets -EINVAL`;
      return { verdict: 'break', why, place };
    });
}
