// SPDX-License-Identifier: GPL-2.0-only

import type { Rule } from '../checks/rule.ts';
import type { Cache } from './cache.ts';

/** One thing worth telling a person who waits. The CLI decides how it looks. */
export interface Progress {
  /** What is being worked on, stable over the life of one piece of work: `tree debian:6.1`, `build region-flag`. */
  task: string;
  /** `step`: a note of what takes its time, which is worth a line where no line lives. */
  state: 'start' | 'note' | 'step' | 'done' | 'failed' | 'skipped';
  /** Detail for `note`, `step`, `done` (`cached`, `2.9 s`), `failed` and `skipped`. */
  text?: string;
}

/** The program as bin/bundle.mjs made it. */
export interface ProgramBundle {
  /** Stands for the sources, and changes when one of them does. */
  readonly stamp: string;
  /** The same without templates and test programs: what a rule says of a text is the same as long as this is. */
  readonly rules: string;
  /** Its main file. */
  readonly path: string;
  /** What a thread of a comparison starts with, as a URL, and the file that it then runs. */
  readonly thread: { readonly start: string; readonly program: string };
}

/** How guests are to be executed; `auto` is KVM where it runs a kernel at full speed, and TCG elsewhere. */
export const ACCELERATORS = ['auto', 'kvm', 'tcg'] as const;
export type AcceleratorChoice = (typeof ACCELERATORS)[number];

/** What every long operation of the engine is handed; nothing in the engine reads the terminal or the environment. */
export interface Context {
  cache: Cache;
  /** The bundle that runs; undefined where the sources themselves do. */
  program?: ProgramBundle;
  /** By default `auto`. */
  accelerator?: AcceleratorChoice;
  /** Rules of the user's, which run with the package's. */
  ownRules?: OwnRules;
  /** Aborted by Ctrl-C; every subprocess and every wait must honour it. */
  signal: AbortSignal;
  report(progress: Progress): void;
}

/** Those that are run with the package's, for `Context.ownRules`. */
interface OwnRules {
  readonly rules: readonly Rule[];
  /** Changes when one of their sources does. */
  readonly stamp: string;
}
