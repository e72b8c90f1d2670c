// SPDX-License-Identifier: GPL-2.0-only
import type { ZodError } from 'zod';

type Issue = ZodError['issues'][number];

/** So many are told where all might fill a screen. */
const MOST_ISSUES = 5;

/** What zod found first, on one line, with the way to it: `designs.v2: Invalid input: expected string`. */
export function firstIssue({ issues: [first] }: ZodError): string {
  return first ? textOf(first) : '';
}

/** The first few things that zod found, a line each. */
export function issueLines({ issues }: ZodError): string {
  return issues.slice(0, MOST_ISSUES).map(textOf).join('\n');
}

/** A key that nobody knows stands in the path, as one that is known would. */
function textOf(issue: Issue): string {
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const path = [...issue.path, ...unknown].map(String).join('.');
  return path === '' ? issue.message : `${path}: ${issue.message}`;
}
