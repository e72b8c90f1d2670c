// SPDX-License-Identifier: GPL-2.0-only

interface Placeable {
  readonly line: number;
  readonly column?: number | undefined;
  readonly symbol?: string | undefined;
}

/** The column of what a finding is about, and the line that it points to. */
interface Place {
  readonly column?: number | undefined;
  readonly source?: string;
}

/**
 * Adds to a finding the text of its line, and the column of the last name in its symbol where the line has that name.
 *
 * @param text of the finding's file, latin1; undefined where it is not at hand
 */
export function placedFinding<T extends Placeable>(finding: T, text: string | undefined): T & Place {
  const bytes = text?.split('\n', finding.line)[finding.line - 1];
  if (bytes === undefined || bytes.trim() === '') return finding;
  const source = Buffer.from(bytes, 'latin1').toString('utf8');
  if (finding.column !== undefined) return { ...finding, source };
  const [, name] = /([A-Za-z_]\w*)\W*$/.exec(finding.symbol ?? '') ?? [];
  const at = name === undefined ? -1 : source.search(new RegExp(`\\b${name}\\b`));
  return at < 0 ? { ...finding, source } : { ...finding, source, column: at + 1 };
}
