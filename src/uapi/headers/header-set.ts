// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto';
import type { Target } from '../../c/target.ts';
import type { HeaderSet, HeaderText } from '../model.ts';
import { exported, type Origin } from './exported.ts';
import type { Files } from './files.ts';

/** A header whose hash is computed when it is asked for. */
class Header implements HeaderText {
  private digest: string | undefined;

  constructor(
    readonly name: string,
    readonly path: string,
    readonly text: string,
    readonly generated: boolean,
  ) {}

  get hash(): string {
    this.digest ??= createHash('sha1').update(this.text, 'latin1').digest('hex');
    return this.digest;
  }
}

/** Installed names to origins for an architecture's folder. */
export type Export = (arch: string) => ReadonlyMap<string, Origin>;

/** Headers by installed name; a text is read when it is asked for, and is one object for all targets that share it. */
class ExportedHeaders implements HeaderSet {
  private readonly byArch = new Map<string, { origins: ReadonlyMap<string, Origin>; names: string[] }>();
  private readonly headers = new Map<string, HeaderText | undefined>();

  constructor(
    readonly origin: string,
    private readonly files: Pick<Files, 'read'>,
    private readonly exportOf: Export,
  ) {}

  names(target: Target): readonly string[] {
    return this.of(target.arch).names;
  }

  get(name: string, target: Target): HeaderText | undefined {
    const origin = this.of(target.arch).origins.get(name);
    if (!origin) return undefined;
    const key = 'path' in origin ? `${name}\0${origin.path}` : `${name}\0\0${origin.text}`;
    if (!this.headers.has(key)) this.headers.set(key, this.made(name, origin));
    return this.headers.get(key);
  }

  private made(name: string, origin: Origin): HeaderText | undefined {
    if ('text' in origin) return new Header(name, name, origin.text, true);
    const text = this.files.read(origin.path);
    return text === undefined ? undefined : new Header(name, origin.path, text, false);
  }

  private of(arch: string) {
    let known = this.byArch.get(arch);
    if (!known) {
      const origins = this.exportOf(arch);
      known = { origins, names: [...origins.keys()].sort() };
      this.byArch.set(arch, known);
    }
    return known;
  }
}

/** The headers that a kernel tree's files export. */
export function kernelHeaders(files: Files, origin: string): HeaderSet {
  return new ExportedHeaders(origin, files, (arch) => exported(files, arch));
}

/** Headers that lie in an include folder, or alone: installed names and the path of each, alike for all targets or not. */
export function namedHeaders(files: Files, origin: string, exportOf: Export): HeaderSet {
  return new ExportedHeaders(origin, files, exportOf);
}
