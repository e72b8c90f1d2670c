// SPDX-License-Identifier: GPL-2.0-only

import { subsystems } from '../../../subsystems/index.ts';
import { parse, type SourceFile } from '../../c/parse.ts';
import type { Sources } from '../../series/topic.ts';
import { keptFiles } from '../../subsystem.ts';
import type { SideFiles } from '../headers/files.ts';

const KEPT = keptFiles(subsystems);

/** Files and folders of drivers that rules read of every side. */
export const DRIVERS: readonly string[] = KEPT.flatMap(({ drivers }) => drivers);

/** Files and folders that rules look at beside the headers. */
export const SOURCE_READS: readonly string[] = [
  ...DRIVERS,
  'include/linux',
  'Documentation/driver-api',
  'Documentation/userspace-api',
  'tools/include/uapi',
  'tools/arch',
  ...KEPT.flatMap(({ selftests = [] }) => selftests),
];

/** Headers of the kernel's own, and pages, that are about the interfaces whose drivers are looked at. */
const ABOUT = KEPT.flatMap(({ about = [] }) => about).map(patternOf);

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replace(/[.+]/g, '\\$&').replaceAll('*', '[^/]*')}$`);
}

/** Of those folders, what is about the interfaces whose drivers are looked at. */
export function isSource(path: string): boolean {
  if (/^(include\/linux|Documentation)\//.test(path))
    return path.endsWith('/ioctl-number.rst') || ABOUT.some((pattern) => pattern.test(path));
  if (/^tools\/arch\//.test(path)) return path.includes('/include/uapi/');
  return /\.([chS]|rst|sh)$|\/Makefile$/.test(path);
}

/** Of files and folders those that are there, and count. */
export function sourcesIn(files: Pick<SideFiles, 'list' | 'read'>, reads: readonly string[]): string[] {
  const there = (one: string) =>
    isFile(one) ? (files.read(one) === undefined ? [] : [one]) : files.list(one);
  return reads.flatMap(there).filter(isSource);
}

function isFile(path: string): boolean {
  return /\.[chS]$/.test(path);
}

/** Whether every side of a kernel reads a path. */
export function isHeld(path: string): boolean {
  return SOURCE_READS.some((one) => path === one || path.startsWith(`${one}/`)) && isSource(path);
}

/**
 * Sources of a side, read and parsed when a rule asks for them. There is nothing but `paths`, and the exported
 * headers: what a result depends on must be told beforehand.
 */
export class SideSources implements Sources {
  private listed: readonly string[] | undefined;
  private readonly parsed = new Map<string, SourceFile | undefined>();

  constructor(
    readonly origin: string,
    private readonly files: SideFiles,
    /** Paths that count whatever folder they are in: what a patch touches. */
    private readonly extra: readonly string[] = [],
    /** Sources that this one has in common with others, but for some paths: parsed once. */
    private readonly shared?: { readonly sources: Sources; readonly changed: ReadonlySet<string> },
  ) {}

  get paths(): readonly string[] {
    this.listed ??= [
      ...new Set([
        ...sourcesIn(this.files, SOURCE_READS),
        ...this.extra.filter((path) => this.files.read(path) !== undefined),
      ]),
    ].sort();
    return this.listed;
  }

  get(path: string): SourceFile | undefined {
    if (this.shared && !this.shared.changed.has(path)) return this.shared.sources.get(path);
    if (!this.parsed.has(path)) {
      const text = this.holds(path) ? this.files.read(path) : undefined;
      this.parsed.set(path, text === undefined ? undefined : parse(this.origin, path, text));
    }
    return this.parsed.get(path);
  }

  private holds(path: string): boolean {
    if (/(^|\/)include\/uapi\//.test(path) || this.extra.includes(path)) return true;
    return isHeld(path);
  }
}
