// SPDX-License-Identifier: GPL-2.0-only
import { readFileSync, statSync } from 'node:fs';
import type { Sums } from './sums.ts';

/**
 * What was recorded of a folder's files when they were put there, for who would otherwise read and hash all of them. A
 * file that was touched since is not vouched for, as in git's index: its size is another, or its inode changed after the
 * record was written (gitformat-index(5)).
 */
export class RecordedSums {
  private known: { readonly sums: Sums; readonly at: number } | undefined;

  /**
   * @param folder of the files
   * @param file the record: `Sums` as JSON
   * @param below the folder's path in the record
   */
  constructor(
    private readonly folder: string,
    private readonly file: string,
    private readonly below: string,
  ) {}

  /** SHA-256 of a file's content in hexadecimal; undefined where nothing is known of it, or no longer. */
  hash(path: string): string | undefined {
    const { sums, at } = this.read();
    const [size, hash] = sums[`${this.below}/${path}`] ?? [];
    if (hash === undefined) return undefined;
    // join() takes as long as the system call, and a thousand headers are asked about.
    const now = statSync(`${this.folder}/${path}`, { throwIfNoEntry: false });
    return now?.isFile() && now.size === size && now.ctimeMs < at ? hash : undefined;
  }

  private read(): NonNullable<RecordedSums['known']> {
    if (!this.known)
      try {
        // Before the text: a record that is written anew meanwhile vouches for no more than this one.
        const at = statSync(this.file).mtimeMs;
        this.known = { sums: JSON.parse(readFileSync(this.file, 'utf8')), at };
      } catch {
        this.known = { sums: {}, at: 0 };
      }
    return this.known;
  }
}
