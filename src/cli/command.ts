// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../context.ts';

/** One option of a verb. The same table makes the parser, `--help` and docs/commands.md. */
export interface OptionSpec {
  /** Commander's notation: `--tree <spec...>`, `--json`. */
  readonly flags: string;
  readonly help: string;
  readonly default?: string | boolean | readonly string[];
  readonly choices?: readonly string[];
  /** It may be given several times, one value each. */
  readonly repeated?: true;
}

/** What a verb is handed besides its own arguments and options. */
export interface Terminal {
  readonly context: Context;
  /** Standard output: results only, so that it can be piped. */
  print(text: string): void;
  /** Standard error: what goes along with the results. */
  note(text: string): void;
  /** Colours, or the identity functions where NO_COLOR is set or nobody looks. */
  readonly colour: {
    good(text: string): string;
    bad(text: string): string;
    warn(text: string): string;
    dim(text: string): string;
    bold(text: string): string;
  };
  /** Columns of the terminal; undefined where output is not a terminal. */
  readonly columns: number | undefined;
  /** Whether a person can type: standard input is a terminal. */
  readonly interactive?: boolean;
}

export type OptionValues = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** One verb of the program, one file each in this folder. */
export interface Command {
  readonly name: string;
  /** Commander's notation: `[variants...]`. */
  readonly arguments?: string;
  /** What a command line without a required argument lacks, with an example: `a shell: bash, zsh or fish`. */
  readonly needs?: string;
  readonly summary: string;
  /** More for `--help`: a paragraph and examples. */
  readonly description?: string;
  readonly options: readonly OptionSpec[];
  /** @returns the exit status */
  run(names: readonly string[], options: OptionValues, terminal: Terminal): Promise<number>;
}

export function flag(options: OptionValues, name: string): boolean {
  return options[name] === true;
}

export function text(options: OptionValues, name: string): string | undefined {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
}

export function list(options: OptionValues, name: string): readonly string[] {
  const value = options[name];
  return Array.isArray(value) ? value : typeof value === 'string' ? [value] : [];
}
