// SPDX-License-Identifier: GPL-2.0-only
import { EXIT_STATUS } from '../exit-status.ts';
import { hostFault, reasonOf } from '../host-fault.ts';
import { OutputUnwritable } from '../output.ts';
import type { Terminal } from './command.ts';
import { exitStatus, failureText } from './failure-text.ts';

type Tell = (text: string) => void;

/** What becomes of standard output and standard error that cannot be written. */
export function guardStreams(tell: Tell, colour: Terminal['colour']): void {
  // As other programs end by SIGPIPE: what was found is not known yet, so neither 0 nor 1 would be true.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT_STATUS.READER_GONE);
    const failure = new OutputUnwritable(
      {
        title: `standard output cannot be written: ${reasonOf(error) ?? error.message}`,
        hint: 'Send it to another place; results that were kept in files are whole.',
      },
      { cause: error },
    );
    tell(failureText(failure, colour, false));
    process.exit(EXIT_STATUS.OUTPUT_UNWRITABLE);
  });
  // There is nobody left to tell.
  process.stderr.on('error', () => undefined);
}

/** Errors that no call is there to catch: they get a code and a status like all others, not those of Node. */
export function guardLoop(cache: string, tell: Tell, colour: Terminal['colour']): void {
  process.on('uncaughtException', (thrown) => {
    const error = hostFault(thrown, cache) ?? thrown;
    tell(failureText(error, colour, false));
    process.exit(exitStatus(error, new AbortController().signal));
  });
}
