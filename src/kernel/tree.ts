// SPDX-License-Identifier: GPL-2.0-only
import type { RecordedSums } from '../recorded-sums.ts';

/** Where a tree's text came from, precisely enough to find it again. */
export type TreeBase =
  | { kind: 'debian'; package: string; version: string; sha256: string }
  | { kind: 'git'; commit: string; path: string }
  | { kind: 'directory'; path: string };

/**
 * Kernel source at one version, to be read and never written.
 *
 * Text is decoded as latin1 everywhere: one character is one byte, so every offset that tree-sitter
 * or a regular expression reports is a byte offset, and writing the text back as latin1 gives the same
 * bytes whatever encoding the kernel's authors used (Documentation/process/howto.rst asks for UTF-8,
 * old files are not).
 */
export interface Tree {
  /** As the user named it: `debian:6.1`, `/home/me/linux@v6.1`, `/usr/src/linux`. */
  readonly spec: string;
  /** The same as one path component: `debian-6.1`. */
  readonly label: string;
  /** VERSION.PATCHLEVEL.SUBLEVEL EXTRAVERSION of the top Makefile: `6.1.192`. */
  readonly release: string;
  readonly base: TreeBase;
  /** Where the files lie on disk, without symlinks in it; undefined for a revision of a repository. */
  readonly folder?: string;
  /** What was recorded of the folder's files when they were put there: of a tree in the cache. */
  readonly recorded?: RecordedSums;
  /**
   * Text of one file, latin1, read once; undefined where the tree has no such file, or reaches it only by a
   * symlink that leads out of the tree.
   */
  read(path: string): Promise<string | undefined>;
  /** Where a symlink leads, as it is written; undefined where the path is none. Asked of a revision of a repository. */
  link?(path: string): Promise<string | undefined>;
  /** Symlinks below a folder, with what they lead to as it is written. Of a revision of a repository. */
  links?(folder: string): Promise<ReadonlyMap<string, string>>;
  /** Paths of all files below a folder, sorted, relative to the tree; [] where there is no such folder. Symlinks are no files. */
  list(folder: string): Promise<string[]>;
  /** Writes the named files and folders (recursively) below `into`, keeping paths and modes; what the tree lacks is left out. */
  export(paths: readonly string[], into: string): Promise<void>;
}
