// SPDX-License-Identifier: GPL-2.0-only

/** A failure as evidence keeps it. */
interface KeptFailure {
  readonly where?: string | undefined;
  readonly detail?: string | undefined;
  readonly hint: string;
}

/** What is said below the title of a failure: where, what is worth reading, what to do next. */
export function failureLines({ where, detail, hint }: KeptFailure): string[] {
  return [...(where ? [`where ${where}`] : []), ...(detail ? detail.split('\n') : []), `next  ${hint}`];
}
