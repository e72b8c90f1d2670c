// SPDX-License-Identifier: GPL-2.0-only

/** Programs that reach a line of the sound design; undefined if there is no coverage of it. */
export type Reaching = (path: string, line: number) => readonly string[] | undefined;

/**
 * In which order the programs are tried on a mutant: first those that reach its line, and of either kind those that have
 * killed most for their time.
 */
export class ProgramOrder {
  private readonly kills = new Map<string, number>();

  /** @param milliseconds of each program on the sound design */
  constructor(
    private readonly milliseconds: ReadonlyMap<string, number>,
    private readonly reaching: Reaching = () => undefined,
  ) {}

  killed(program: string): void {
    this.kills.set(program, (this.kills.get(program) ?? 0) + 1);
  }

  of({ path, line }: { path: string; line: number }): string[] {
    const reached = new Set(this.reaching(path, line));
    const worth = (name: string) =>
      ((this.kills.get(name) ?? 0) + 0.5) / Math.max(1, this.milliseconds.get(name) ?? 1);
    const rank = (name: string) => (reached.has(name) ? 1 : 0);
    return [...this.milliseconds.keys()].sort((a, b) => rank(b) - rank(a) || worth(b) - worth(a));
  }

  /** Seconds of the slowest. */
  get slowest(): number {
    return Math.max(0, ...this.milliseconds.values()) / 1000;
  }
}
