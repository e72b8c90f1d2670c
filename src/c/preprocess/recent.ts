// SPDX-License-Identifier: GPL-2.0-only
import { Ring } from '../ring.ts';
import type { Token } from '../token.ts';

/**
 * Those whose tokens were asked for last. A header's are asked for together, target by target, and then hardly again;
 * those of two trees would take half of the memory.
 */
const LAST = new Ring<RecentTokens>(4_096, (oldest) => oldest.forget());

/** Tokens that are forgotten when many others were asked for, and made again when they are asked for again. */
export abstract class RecentTokens {
  private kept: readonly Token[] | undefined;

  protected abstract make(): readonly Token[];

  /** @param made where they are at hand */
  recent(made?: readonly Token[]): readonly Token[] {
    if (this.kept) return this.kept;
    this.kept = made ?? this.make();
    LAST.add(this);
    return this.kept;
  }

  forget(): void {
    this.kept = undefined;
  }
}
