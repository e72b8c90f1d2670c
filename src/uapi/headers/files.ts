// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join, sep } from 'node:path';

/**
 * Files of one side, at hand without waiting: the engine and the rules ask for one after another. Paths are relative,
 * text is latin1.
 */
export interface Files {
  /** Paths of the files below a folder (the top is the empty string), sorted; symlinks are no files. */
  list(folder: string): readonly string[];
  /** Undefined where there is no such file, or a symlink that leads out of the folder. */
  read(path: string): string | undefined;
  /** SHA-1 of the text, hex; without decoding it where that is not needed. */
  hash?(path: string): string | undefined;
}

/** Texts that are in memory. */
export class TextFiles implements Files {
  private readonly paths: readonly string[];

  constructor(private readonly texts: ReadonlyMap<string, string>) {
    this.paths = [...texts.keys()].sort();
  }

  list(folder: string): readonly string[] {
    return folder === '' ? this.paths : this.paths.filter((path) => path.startsWith(`${folder}/`));
  }

  read(path: string): string | undefined {
    return this.texts.get(path);
  }
}

/** Some texts in the place of others; one that is undefined is a file that is gone. */
export class LaidOver implements Files {
  constructor(
    private readonly below: Files,
    private readonly texts: ReadonlyMap<string, string | undefined>,
  ) {}

  list(folder: string): readonly string[] {
    const inside = (path: string) => folder === '' || path.startsWith(`${folder}/`);
    const kept = this.below.list(folder).filter((path) => !this.texts.has(path));
    const laid = [...this.texts].filter(([path, text]) => text !== undefined && inside(path));
    return [...kept, ...laid.map(([path]) => path)].sort();
  }

  read(path: string): string | undefined {
    return this.texts.has(path) ? this.texts.get(path) : this.below.read(path);
  }

  hash(path: string): string | undefined {
    return this.texts.has(path) ? undefined : this.below.hash?.(path);
  }
}

/** Files on disk, each read once, when it is asked for: 20 µs, where a promise a file takes 100. */
export class FolderFiles implements Files {
  private readonly root: string;
  private readonly listed = new Map<string, readonly string[]>();
  private readonly regular = new Set<string>();
  /** What was read, until somebody wants it as text. */
  private readonly bytes = new Map<string, Buffer | undefined>();
  private readonly texts = new Map<string, string | undefined>();

  /** @param root an existing folder */
  constructor(root: string) {
    this.root = realpathSync(root);
  }

  list(folder: string): readonly string[] {
    const known = this.listed.get(folder);
    if (known) return known;
    const found: string[] = [];
    this.walk(folder, found);
    found.sort();
    for (const path of found) this.regular.add(path);
    this.listed.set(folder, found);
    return found;
  }

  read(path: string): string | undefined {
    if (!this.texts.has(path)) {
      this.texts.set(path, this.content(path)?.toString('latin1'));
      this.bytes.delete(path);
    }
    return this.texts.get(path);
  }

  hash(path: string): string | undefined {
    const text = this.texts.get(path);
    const content = text === undefined ? this.content(path) : Buffer.from(text, 'latin1');
    return content && createHash('sha1').update(content).digest('hex');
  }

  private content(path: string): Buffer | undefined {
    if (!this.bytes.has(path)) this.bytes.set(path, this.onDisk(path));
    return this.bytes.get(path);
  }

  private onDisk(path: string): Buffer | undefined {
    try {
      const file = join(this.root, path);
      // What a listing has shown to be a file needs no second look.
      if (!this.regular.has(path) && !realpathSync(file).startsWith(this.root + sep)) return undefined;
      return readFileSync(file);
    } catch (error) {
      return absent(error, undefined);
    }
  }

  private walk(folder: string, found: string[]): void {
    for (const entry of entriesOf(join(this.root, folder))) {
      const path = folder ? `${folder}/${entry.name}` : entry.name;
      if (entry.isFile()) found.push(path);
      else if (entry.isDirectory() && entry.name !== '.git') this.walk(path, found);
    }
  }
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    return absent(error, []);
  }
}

function absent<T>(error: unknown, instead: T): T {
  if (['ENOENT', 'ENOTDIR', 'ELOOP', 'EISDIR'].includes((error as NodeJS.ErrnoException).code ?? ''))
    return instead;
  throw error;
}
