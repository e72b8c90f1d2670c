// SPDX-License-Identifier: GPL-2.0-only
import type { Requested } from '../kernel/source.ts';
import type { NeededPackage } from './scripts.ts';

/** One program of a collection, as a guest runs it. */
export interface SelftestProgram {
  /** `timers:posix_timers`. */
  readonly name: string;
  /** `timers: posix_timers`, as kselftest's runner calls it. */
  readonly title: string;
  /** Below /kselftest in the guest. */
  readonly directory: string;
  /** First the program, as it is called in that directory. */
  readonly argv: readonly string[];
  /** Seconds of `settings`; 0 is no limit. */
  readonly timeout: number;
  /** Why it cannot run at all. */
  readonly notBuilt?: string;
}

/** A file for the guest, below /kselftest. */
export interface InstalledFile {
  readonly path: string;
  readonly source: string;
  readonly mode: number;
}

/** A script of the user's own, and what has to be in the guest to run it. */
export interface InterpretedProgram {
  readonly program: string;
  /** Behind `#!`: `/usr/bin/env`. */
  readonly path: string;
  /** What that is told to run: `rexx`. */
  readonly name: string;
  /** Of --tests, as it was given. */
  readonly given: string;
}

/** What one word of --tests came to. */
export interface Collection {
  readonly name: string;
  /** `debian:6.12`, or a path. */
  readonly source: string;
  readonly programs: readonly SelftestProgram[];
  readonly files: readonly InstalledFile[];
  /** Programs that are no tests by themselves and were not made. */
  readonly notBuilt: readonly { readonly program: string; readonly why: string }[];
  readonly packages: readonly NeededPackage[];
  /** Symbols of its `config`. */
  readonly symbols: readonly Requested[];
  /** Names of modules that its scripts load. */
  readonly modules: readonly string[];
  /** Whether its programs need more than themselves: a shell, libraries. */
  readonly needsUserland: boolean;
  readonly interpreters?: readonly InterpretedProgram[];
  /** Of the libraries that it was linked with (libraries.ts). */
  readonly sysroot?: string;
}
