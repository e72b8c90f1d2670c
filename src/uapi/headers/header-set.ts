// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto';
import { foreignText } from '../../c/preprocess/foreign.ts';
import type { Target } from '../../c/target.ts';
import type { HeaderSet, HeaderText } from '../model.ts';
import { exportedHeaders, type Origin } from './exported.ts';
import type { SideFiles } from './files.ts';

/** A header that is read, and hashed, when that is asked for: of a thousand, a patch changes one. */
class Header implements HeaderText {
  private content: string | undefined;
  private digest: string | undefined;

  constructor(
    readonly name: string,
    readonly path: string,
    readonly generated: boolean,
    private readonly read: () => string | undefined,
    private readonly hashed: () => string | undefined = () => undefined,
  ) {}

  get text(): string {
    this.content ??= asCompiled(this.read() ?? '');
    return this.content;
  }

  get hash(): string {
    this.digest ??= this.hashed() ?? createHash('sha256').update(this.text, 'latin1').digest('hex');
    return this.digest;
  }
}

/** UTF-8's byte order mark as latin1: gcc and clang take it at the start of a file (C11 leaves the encoding to them). */
const MARK = '\u00ef\u00bb\u00bf';

/** The text with blanks in the place of a mark, and of NULs, so that offsets stay true: gcc passes over both. */
function asCompiled(text: string): string {
  const bare = text.startsWith(MARK) ? `   ${text.slice(MARK.length)}` : text;
  return bare.includes('\0') && foreignText(bare) === undefined ? bare.replaceAll('\0', ' ') : bare;
}

/** A header in a file. */
export function headerInFile(name: string, path: string, read: () => string | undefined): HeaderText {
  return new Header(name, path, false, read);
}

/** Installed names to origins for a target. */
export type Export = (target: Target) => ReadonlyMap<string, Origin>;

/** What another set has in common with this one: its headers are taken from there where the text is the same. */
export interface Shared {
  readonly headers: HeaderSet;
  /** Paths whose text is another one. */
  readonly changed: ReadonlySet<string>;
  /** Whether both have the same headers, of which the texts of some are others. */
  readonly sameNames?: boolean;
}

/** Headers by installed name. A header is one object for all targets, and all sets, that share its text. */
export class ExportedHeaders implements HeaderSet {
  private readonly listed = new Map<ReadonlyMap<string, Origin>, readonly string[]>();
  /** By path, and generated ones by name and text: one object for all targets. */
  private readonly headers = new Map<string, HeaderText>();
  /** By what a target exports, and name: asked for a hundred thousand times. */
  private readonly found = new WeakMap<ReadonlyMap<string, Origin>, Map<string, HeaderText | undefined>>();

  constructor(
    readonly origin: string,
    private readonly files: Pick<SideFiles, 'read' | 'hash'>,
    readonly exportOf: Export,
    private readonly shared?: Shared,
  ) {}

  names(target: Target): readonly string[] {
    const origins = this.exportOf(target);
    let names = this.listed.get(origins);
    if (!names) {
      names = [...origins.keys()].sort();
      this.listed.set(origins, names);
    }
    return names;
  }

  get(name: string, target: Target): HeaderText | undefined {
    const origins = this.exportOf(target);
    let found = this.found.get(origins);
    if (!found) {
      found = new Map();
      this.found.set(origins, found);
    }
    const known = found.get(name);
    if (known || found.has(name)) return known;
    const origin = origins.get(name);
    const header = origin && this.of(name, origin, target);
    found.set(name, header);
    return header;
  }

  private of(name: string, origin: Origin, target: Target): HeaderText {
    const key = 'path' in origin ? `${name}\0${origin.path}` : `${name}\0\0${origin.text}`;
    let header = this.headers.get(key);
    if (!header) {
      header = this.inherited(name, origin, target) ?? this.made(name, origin);
      this.headers.set(key, header);
    }
    return header;
  }

  private inherited(name: string, origin: Origin, target: Target): HeaderText | undefined {
    const header = this.shared?.headers.get(name, target);
    if (!header) return undefined;
    if ('text' in origin) return header.generated && header.text === origin.text ? header : undefined;
    return header.path === origin.path && !this.shared?.changed.has(origin.path) ? header : undefined;
  }

  private made(name: string, origin: Origin): HeaderText {
    if ('text' in origin) return new Header(name, name, true, () => origin.text);
    const { path } = origin;
    return new Header(
      name,
      path,
      false,
      () => this.files.read(path),
      () => this.files.hash?.(path),
    );
  }
}

/** The headers that a kernel tree's files export. */
export function kernelHeaders(files: SideFiles, origin: string, shared?: Shared): HeaderSet {
  if (shared?.sameNames && shared.headers instanceof ExportedHeaders)
    return new ExportedHeaders(origin, files, shared.headers.exportOf, shared);
  const byArch = new Map<string, ReadonlyMap<string, Origin>>();
  const exportOf = ({ arch }: Target) => {
    let origins = byArch.get(arch);
    if (!origins) {
      origins = exportedHeaders(files, arch);
      byArch.set(arch, origins);
    }
    return origins;
  };
  return new ExportedHeaders(origin, files, exportOf, shared);
}
