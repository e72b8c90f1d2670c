// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { RecordedSums } from '../../recorded-sums.ts';

/**
 * Files of one side, at hand without waiting: the engine and the rules ask for one after another. Paths are relative,
 * text is latin1.
 */
export interface SideFiles {
  /** Paths of the files below a folder (the top is the empty string), sorted; symlinks are no files. */
  list(folder: string): readonly string[];
  /** Undefined where there is no such file, or a symlink that leads out of the folder. */
  read(path: string): string | undefined;
  /** SHA-256 of the text, hex; without decoding it where that is not needed. */
  hash?(path: string): string | undefined;
  /** Where a symlink on the way to a file leads inside the folder: the path that the text has there. */
  real?(path: string): string | undefined;
  /** Paths of the listing that lead through a symlink to another file inside the folder, with that one's own path. */
  readonly aliases?: ReadonlyMap<string, string> | undefined;
  /** Symlinks by their paths, each with the path inside the folder that it names itself, which may be a link again. */
  readonly links?: ReadonlyMap<string, string> | undefined;
  /** Symlinks below a folder that are called as headers and lead to files inside, where `list` leaves links out. */
  headerLinks?(folder: string): readonly string[];
  /** Symlinks that lead nowhere, files and folders that cannot be read, each with the reason. */
  readonly unread?: ReadonlyMap<string, string> | undefined;
}

/** Texts that are in memory. */
export class TextFiles implements SideFiles {
  private readonly paths: readonly string[];

  /**
   * @param aliases symlinks among the texts, by what they lead to
   * @param follow whether these count as what they lead to, as in FolderFiles
   * @param links as SideFiles.links
   */
  constructor(
    private readonly texts: ReadonlyMap<string, string>,
    readonly aliases: ReadonlyMap<string, string> = new Map(),
    private readonly follow = false,
    readonly unread: ReadonlyMap<string, string> = new Map(),
    readonly links: ReadonlyMap<string, string> = aliases,
  ) {
    this.paths = [...texts.keys()].filter((path) => follow || !aliases.has(path)).sort();
  }

  real(path: string): string {
    return this.aliases.get(path) ?? path;
  }

  list(folder: string): readonly string[] {
    return folder === '' ? this.paths : this.paths.filter((path) => path.startsWith(`${folder}/`));
  }

  headerLinks(folder: string): readonly string[] {
    if (this.follow) return [];
    return [...this.aliases.keys()].filter((path) => path.endsWith('.h') && path.startsWith(`${folder}/`));
  }

  read(path: string): string | undefined {
    return this.texts.get(path);
  }
}

/** Some texts in the place of others; one that is undefined is a file that is gone. */
export class LaidOver implements SideFiles {
  constructor(
    private readonly below: SideFiles,
    private readonly texts: ReadonlyMap<string, string | undefined>,
    /** Links among the texts that lead nowhere, each with the reason. */
    private readonly lost: ReadonlyMap<string, string> = new Map(),
  ) {}

  list(folder: string): readonly string[] {
    const inside = (path: string) => folder === '' || path.startsWith(`${folder}/`);
    const kept = this.below.list(folder).filter((path) => !this.texts.has(path));
    const laid = [...this.texts].filter(([path, text]) => text !== undefined && inside(path));
    return [...kept, ...laid.map(([path]) => path)].sort();
  }

  read(path: string): string | undefined {
    const laid = this.real(path);
    return this.texts.has(laid) ? this.texts.get(laid) : this.below.read(path);
  }

  hash(path: string): string | undefined {
    return this.texts.has(this.real(path)) ? undefined : this.below.hash?.(path);
  }

  headerLinks(folder: string): readonly string[] {
    return (this.below.headerLinks?.(folder) ?? []).filter((path) => !this.texts.has(path));
  }

  /** A file that is reached through a symlink changes with what the link leads to. */
  real(path: string): string {
    return this.texts.has(path) ? path : (this.below.real?.(path) ?? path);
  }

  get unread(): ReadonlyMap<string, string> | undefined {
    return this.lost.size === 0 ? this.below.unread : new Map([...(this.below.unread ?? []), ...this.lost]);
  }

  get aliases(): ReadonlyMap<string, string> | undefined {
    return this.below.aliases;
  }

  get links(): ReadonlyMap<string, string> | undefined {
    return this.below.links;
  }
}

function isReadable(file: string): boolean {
  try {
    accessSync(file, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

/** Files on disk, each read once, when it is asked for: 20 µs, where a promise a file takes 100. */
export class FolderFiles implements SideFiles {
  private readonly root: string;
  private readonly listed = new Map<string, readonly string[]>();
  private readonly regular = new Set<string>();
  /** Symlinks that were followed. */
  private readonly linked = new Set<string>();
  /** What was read, until somebody wants it as text. */
  private readonly bytes = new Map<string, Buffer | undefined>();
  private readonly texts = new Map<string, string | undefined>();
  readonly unread = new Map<string, string>();

  /**
   * @param root an existing folder
   * @param follow whether symlinks count as what they lead to, out of the folder too: /usr/include has its asm/ so
   * @param recorded hashes that need no reading
   */
  constructor(
    root: string,
    private readonly follow = false,
    private readonly mayRead = isReadable,
    private readonly recorded?: RecordedSums,
  ) {
    this.root = realpathSync(root);
  }

  real(path: string): string {
    return this.regular.has(path) ? path : (this.inside(path) ?? path);
  }

  /** Without symlinks; undefined where that is nothing, or outside. */
  private inside(path: string): string | undefined {
    try {
      const real = realpathSync(join(this.root, path));
      return real.startsWith(this.root + sep) ? relative(this.root, real).replaceAll(sep, '/') : undefined;
    } catch {
      return undefined;
    }
  }

  get aliases(): ReadonlyMap<string, string> {
    const paths = this.follow ? this.list('') : [...this.linked];
    const isLinked = (path: string) =>
      this.linked.has(path) ||
      path.split('/').some((_, at, parts) => this.linked.has(parts.slice(0, at).join('/')));
    return new Map(
      paths.filter(isLinked).flatMap((path): [string, string][] => {
        const real = this.inside(path);
        return real === undefined || real === path ? [] : [[path, real]];
      }),
    );
  }

  get links(): ReadonlyMap<string, string> {
    if (this.follow) this.list('');
    return new Map(
      [...this.linked].flatMap((path): [string, string][] => {
        const target = readlinkSync(join(this.root, path));
        const around = realpathSync(dirname(join(this.root, path)));
        const next = relative(this.root, resolve(around, target)).replaceAll(sep, '/');
        return next.startsWith('../') || next === '..' ? [] : [[path, next]];
      }),
    );
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

  headerLinks(folder: string): readonly string[] {
    if (this.follow) return [];
    this.list(folder);
    return [...this.linked].filter(
      (path) => path.startsWith(`${folder}/`) && this.behind(join(this.root, path))?.isFile() === true,
    );
  }

  read(path: string): string | undefined {
    if (!this.texts.has(path)) {
      this.texts.set(path, this.content(path)?.toString('latin1'));
      this.bytes.delete(path);
    }
    return this.texts.get(path);
  }

  hash(path: string): string | undefined {
    const known = this.regular.has(path) ? this.recorded?.hash(path) : undefined;
    if (known !== undefined) return known;
    const text = this.texts.get(path);
    const content = text === undefined ? this.content(path) : Buffer.from(text, 'latin1');
    return content && createHash('sha256').update(content).digest('hex');
  }

  private content(path: string): Buffer | undefined {
    if (!this.bytes.has(path)) this.bytes.set(path, this.onDisk(path));
    return this.bytes.get(path);
  }

  private onDisk(path: string): Buffer | undefined {
    try {
      const file = join(this.root, path);
      // What a listing has shown to be a file needs no second look.
      if (!this.follow && !this.regular.has(path) && !realpathSync(file).startsWith(this.root + sep))
        return undefined;
      return readFileSync(file);
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      if (!this.follow || (code !== 'EACCES' && code !== 'EPERM')) return absent(error, undefined);
      this.unread.set(path, 'the file cannot be read');
      return undefined;
    }
  }

  /** @param around real paths of the folders that links led through, so that none is walked inside itself */
  private walk(folder: string, found: string[], around: readonly string[] = []): void {
    for (const entry of this.entriesOf(folder)) {
      const path = folder ? `${folder}/${entry.name}` : entry.name;
      if (entry.isFile()) this.note(path, found);
      else if (entry.isDirectory() && entry.name !== '.git') this.walk(path, found, around);
      else if (entry.isSymbolicLink() && this.follow) this.walkLink(path, found, around);
      else if (entry.isSymbolicLink() && isExported(path)) this.noteLink(path);
      else if ((this.follow ? path.endsWith('.h') : isExported(path)) && !entry.isSymbolicLink())
        this.unread.set(path, 'it is neither a file nor a folder');
    }
  }

  private noteLink(path: string) {
    const stat = this.behind(join(this.root, path));
    this.linked.add(path);
    if (!stat) this.unread.set(path, 'the symbolic link leads nowhere');
    return stat;
  }

  private walkLink(path: string, found: string[], around: readonly string[]): void {
    const stat = this.noteLink(path);
    if (!stat) return;
    if (stat.isFile()) this.note(path, found);
    else if (stat.isDirectory()) {
      const real = realpathSync(join(this.root, path));
      const inside = around.includes(real) || `${this.root}${sep}`.startsWith(real + sep);
      if (!inside) this.walk(path, found, [...around, real]);
    }
  }

  /** What a link leads to; undefined where that is nothing, or the link itself. */
  private behind(file: string) {
    try {
      return statSync(file, { throwIfNoEntry: false });
    } catch (error) {
      return absent(error, undefined);
    }
  }

  /** A header that cannot be read is none: asked beforehand, since an empty one would be another header. */
  private note(path: string, found: string[]): void {
    if (this.follow && path.endsWith('.h') && !this.mayRead(join(this.root, path)))
      this.unread.set(path, 'the file cannot be read');
    else found.push(path);
  }

  private entriesOf(folder: string) {
    try {
      return readdirSync(join(this.root, folder), { withFileTypes: true });
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      if (!this.follow || (code !== 'EACCES' && code !== 'EPERM')) return absent(error, []);
      this.unread.set(folder, 'the folder cannot be read');
      return [];
    }
  }
}

/** Whether a path of a kernel tree is one of a header that kbuild installs. */
function isExported(path: string): boolean {
  return path.endsWith('.h') && /(^|\/)include\/uapi\//.test(path) && !path.startsWith('tools/');
}

function absent<T>(error: unknown, instead: T): T {
  if (['ENOENT', 'ENOTDIR', 'ELOOP', 'EISDIR'].includes((error as NodeJS.ErrnoException).code ?? ''))
    return instead;
  throw error;
}
