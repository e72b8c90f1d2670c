// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../../context.ts';
import type { Loop } from '../../evidence/live/loop.ts';
import type { Round } from '../../evidence/live/round.ts';
import { type Changes, watchChanges } from './changes.ts';

/** What somebody at the terminal wants next. */
export type Wish =
  | { readonly kind: 'again'; readonly why: string; readonly failed: boolean }
  | { readonly kind: 'filter'; readonly filter: RegExp | undefined }
  | { readonly kind: 'do'; work(): Promise<void> };

/** Rounds, one after another, until the user quits. */
export class RoundDriver {
  private readonly causes = new Set<string>();
  private wish: Wish | undefined;
  private wake: (() => void) | undefined;
  private over = false;

  constructor(
    private readonly loop: Loop,
    private readonly context: Pick<Context, 'signal'>,
  ) {}

  /** What a person wants is done when the round that goes on is over, which leaves out what can wait. */
  want(wish: Wish): void {
    this.wish = wish;
    this.stir();
  }

  quit(): void {
    this.over = true;
    this.wake?.();
  }

  /**
   * @param places that columns are made of, asked for after each round
   * @param tell called with each round
   * @throws what is wrong with the host; the signal's reason when the context was aborted
   */
  async run(places: () => Promise<string[]>, tell: (round: Round) => void): Promise<void> {
    const { signal } = this.context;
    const onAbort = () => this.wake?.();
    signal.addEventListener('abort', onAbort);
    const changes = await watchChanges(await places(), (paths) => {
      for (const path of paths) this.causes.add(path);
      this.stir();
    });
    try {
      await this.rounds(changes, places, tell);
    } finally {
      signal.removeEventListener('abort', onAbort);
      await changes.close();
    }
  }

  private async rounds(
    changes: Changes,
    places: () => Promise<string[]>,
    tell: (round: Round) => void,
  ): Promise<void> {
    const round = async (causes: readonly string[], again = false) => {
      const done = await this.unlessOver(this.loop.round(causes, again));
      if (!done) return;
      tell(done);
      changes.follow(await places());
    };
    await round(['start']);
    while (!this.over) {
      this.context.signal.throwIfAborted();
      const { wish } = this;
      this.wish = undefined;
      if (wish?.kind === 'do') await this.unlessOver(wish.work());
      else if (wish?.kind === 'filter') {
        this.loop.filter = wish.filter;
        await round([wish.filter ? `tests that match ${wish.filter.source}` : 'all tests']);
      } else if (wish) {
        if (wish.failed) this.loop.forgetFailed();
        await round([wish.why], !wish.failed);
      } else if (this.causes.size > 0) {
        const causes = [...this.causes];
        this.causes.clear();
        await round(causes);
      } else await new Promise<void>((wake) => (this.wake = wake));
    }
  }

  /** The result of work, or undefined once the loop is over; whoever closes the loop ends the work. */
  private async unlessOver<T>(work: Promise<T>): Promise<T | undefined> {
    const quit = new Promise<undefined>((done) => {
      this.wake = () => {
        if (this.over) done(undefined);
      };
      if (this.over) done(undefined);
    });
    // Ended by the closing, it may fail.
    work.catch(() => undefined);
    return Promise.race([work, quit]);
  }

  private stir(): void {
    this.loop.supersede();
    this.wake?.();
  }
}
