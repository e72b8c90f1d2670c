// SPDX-License-Identifier: GPL-2.0-only
import { EXIT_STATUS, type ExitCode } from '../exit-status.ts';
import { Failure } from '../failure.ts';
import type { Terminal } from './command.ts';

/** The signals that end kpw in good order, and the exit statuses of that. */
export const ENDED_BY: Readonly<Record<string, number>> = {
  SIGHUP: EXIT_STATUS.HUNG_UP,
  SIGINT: EXIT_STATUS.INTERRUPTED,
  SIGTERM: EXIT_STATUS.TERMINATED,
};

/** The exit status of anything thrown, by the one table. */
export function exitStatus(error: unknown, signal: AbortSignal): number {
  if (signal.aborted) return ENDED_BY[String(signal.reason)] ?? EXIT_STATUS.INTERRUPTED;
  if (!(error instanceof Failure)) return EXIT_STATUS.INTERNAL;
  return EXIT_STATUS[error.code as ExitCode] ?? EXIT_STATUS.INTERNAL;
}

/** What a person sees of anything thrown: what, where, context, what to do next. */
export function failureText(error: unknown, colour: Terminal['colour'], verbose: boolean): string {
  if (!(error instanceof Failure)) {
    const { message, stack } = error instanceof Error ? error : { message: String(error), stack: undefined };
    return [
      `${colour.bad('error')} [INTERNAL] ${message}`,
      stack ?? '',
      `${colour.bold('next')}  This is a defect of kpw: please report it with the lines above.`,
      '',
    ].join('\n');
  }
  return [
    `${colour.bad('error')} [${error.code}] ${error.title}`,
    ...(error.where ? [`${colour.bold('where')} ${error.where}`] : []),
    ...(error.detail ? [error.detail.replace(/^/gm, '      ')] : []),
    `${colour.bold('next')}  ${error.hint}`,
    ...(verbose && error.stack ? [error.stack] : []),
    '',
  ].join('\n');
}

/** What the parser has against a command line, as data. */
export function usageData({ message }: Error): object {
  const title = message.replace(/^error: /, '');
  return {
    error: { code: 'USAGE', title, hint: 'kpw --help lists the verbs, kpw VERB --help the options.' },
  };
}

/** The same as data, for `--json`. */
export function failureData(error: unknown): object {
  if (!(error instanceof Failure)) return { error: { code: 'INTERNAL', title: String(error) } };
  const { code, title, where, detail, hint } = error;
  return { error: { code, title, where, detail, hint } };
}
