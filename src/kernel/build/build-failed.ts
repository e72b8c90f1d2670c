// SPDX-License-Identifier: GPL-2.0-only
import { Failure, type FailureText } from '../../failure.ts';
import type { CompilerMessage } from './compiler-messages.ts';

/** A module does not compile or link, or would not load. */
export class BuildFailed extends Failure {
  readonly code = 'BUILD_FAILED';

  constructor(
    text: FailureText,
    /** Name of the cell. */
    readonly cell: string,
    /** Errors and warnings with a place in the tree; empty where the linker or modpost failed. */
    readonly messages: readonly CompilerMessage[] = [],
  ) {
    super(text);
  }
}
