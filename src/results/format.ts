// SPDX-License-Identifier: GPL-2.0-only
import type { Results } from './model.ts';

/** What a format may want beside the model, and the command line knows. */
export interface FormatSettings {
  /** Text of the pages of rules, by their path (`docs/rules/ID.md`). */
  readonly pages: ReadonlyMap<string, string>;
  /** Where the folder of runs is published, without a slash at its end; undefined where nobody says. */
  readonly artifacts: string | undefined;
  /** Name by which KCIDB knows who submits: small letters, digits, `_`. */
  readonly origin: string;
}

/** One output format: a mapping of the model, and nothing else. */
export interface OutputFormat {
  /** As it is called on the command line. */
  readonly name: string;
  /** What it is, and who reads it: for --help. */
  readonly summary: string;
  /** The whole file. */
  write(results: Results, settings: FormatSettings): string;
}

/** JSON as people read it too. */
export function jsonText(data: unknown): string {
  return `${JSON.stringify(data, null, 2)}\n`;
}
