// SPDX-License-Identifier: GPL-2.0-only
import { rule as ioctlArgszUnchecked } from './ioctl-argsz-unchecked/index.ts';
import { rule as ioctlFlagsUnchecked } from './ioctl-flags-unchecked/index.ts';
import { rule as ioctlUnhandled } from './ioctl-unhandled/index.ts';
import { rule as messageBody } from './message-body/index.ts';
import { rule as messageChangeId } from './message-change-id/index.ts';
import { rule as messageCommitReference } from './message-commit-reference/index.ts';
import { rule as messageDuplicateSubject } from './message-duplicate-subject/index.ts';
import { rule as messageSubject } from './message-subject/index.ts';
import type { Category, Finding, Rule, Severity, Subject } from './rule.ts';
import { rule as uapiCapabilityId } from './uapi-capability-id/index.ts';
import { rule as uapiFlagBit } from './uapi-flag-bit/index.ts';
import { rule as uapiIoctlNumber } from './uapi-ioctl-number/index.ts';
import { rule as uapiNameRemoved } from './uapi-name-removed/index.ts';
import { rule as uapiStructChanged } from './uapi-struct-changed/index.ts';
import { rule as uapiValueChanged } from './uapi-value-changed/index.ts';

/** Every rule there is. A new one is a folder with a rule, a bad and a good sample, and a line here. */
export const rules: readonly Rule[] = [
  uapiIoctlNumber,
  uapiFlagBit,
  uapiCapabilityId,
  uapiNameRemoved,
  uapiValueChanged,
  uapiStructChanged,
  ioctlArgszUnchecked,
  ioctlFlagsUnchecked,
  ioctlUnhandled,
  messageSubject,
  messageBody,
  messageCommitReference,
  messageDuplicateSubject,
  messageChangeId,
];

export interface CheckOptions {
  /** Ids of rules and names of categories to leave out. */
  readonly disable?: readonly (string | Category)[];
}

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, note: 2 };

/** What the rules find, worst first, then by file and line. */
export function check(subject: Subject, { disable = [] }: CheckOptions = {}): Finding[] {
  return rules
    .filter(({ id, category }) => !disable.includes(id) && !disable.includes(category))
    .flatMap((rule) =>
      rule.check(subject).map(({ severity = rule.severity, file, line, message }) => ({
        rule: rule.id,
        severity,
        file,
        line,
        message,
      })),
    )
    .sort(
      (a, b) =>
        RANK[a.severity] - RANK[b.severity] ||
        compare(a.file, b.file) ||
        a.line - b.line ||
        compare(a.rule, b.rule),
    );
}

/** By code units: the order must not depend on the machine's locale. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
