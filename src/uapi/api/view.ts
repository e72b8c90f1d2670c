// SPDX-License-Identifier: GPL-2.0-only
import type { Macros } from '../../c/expand.ts';
import type { Types } from '../../c/layout/types.ts';
import type { HeaderUnit } from '../../c/preprocess/model.ts';
import type { SourceText } from '../../c/preprocess/source.ts';
import type { Target, TargetId } from '../../c/target.ts';
import type { HeaderText, Unresolved } from '../model.ts';
import type { Encoding } from './encoding.ts';
import type { UnitScope } from './scope.ts';

/** A header as one target sees it. */
export interface View {
  readonly target: Target;
  /** Among the header's views. */
  readonly place: number;
  readonly text: HeaderText;
  readonly source: SourceText;
  readonly unit: HeaderUnit;
  readonly scope: UnitScope;
  readonly types: Types;
  /** At the header's end; what it leaves to the program to include is there too. */
  readonly macros: Macros;
  /** How a request is encoded there; asked for each request of the header. */
  readonly encoding: () => Encoding | undefined;
  /** Why nothing of it is known: a limit. */
  readonly stopped: string | undefined;
}

/** Collects what is not known, one entry a name and reason with all its targets. */
export class Doubts {
  private readonly entries = new Map<string, Unresolved & { targets: TargetId[] }>();

  constructor(
    private readonly header: string,
    before: readonly Unresolved[] = [],
  ) {
    for (const one of before) this.entries.set(keyOf(one), { ...one, targets: [...one.targets] });
  }

  add(name: string, reason: string, line: number, target: TargetId, more: { behind?: true } = {}): void {
    const one = { header: this.header, name, reason, line, ...more };
    const key = keyOf(one);
    const entry = this.entries.get(key);
    if (!entry) this.entries.set(key, { ...one, targets: [target] });
    else if (entry.targets.at(-1) !== target) entry.targets.push(target);
  }

  get all(): readonly Unresolved[] {
    return [...this.entries.values()];
  }
}

function keyOf({ name, reason }: Pick<Unresolved, 'name' | 'reason'>): string {
  return `${name}\n${reason}`;
}
