// SPDX-License-Identifier: GPL-2.0-only

/** What every failure of the workbench says, in the order in which a person wants to read it. */
export interface FailureText {
  /** One sentence: what was wrong. */
  title: string;
  /** Where: a file with a line, a tree, a command, an option. */
  where?: string;
  /** Context worth reading: a compiler's message, the console's tail, the nearest candidates. */
  detail?: string;
  /** What to do next, as an imperative sentence. */
  hint: string;
}

/**
 * A failure that the user can act on. `code` is stable (scripts may test it); the exit status that
 * belongs to it is in `src/exit-status.ts` and nowhere else. Anything thrown that is not a Failure
 * is a defect of the workbench itself.
 */
export abstract class Failure extends Error {
  abstract readonly code: string;
  readonly title: string;
  readonly where: string | undefined;
  readonly detail: string | undefined;
  readonly hint: string;

  constructor(text: FailureText, options?: { cause?: unknown }) {
    super(text.where ? `${text.where}: ${text.title}` : text.title, options);
    this.name = new.target.name;
    this.title = text.title;
    this.where = text.where;
    this.detail = text.detail;
    this.hint = text.hint;
  }
}
