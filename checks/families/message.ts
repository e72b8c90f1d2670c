// SPDX-License-Identifier: GPL-2.0-only
import { rule as attachment } from '../message-attachment/index.ts';
import { rule as behindTags } from '../message-behind-tags/index.ts';
import { rule as body } from '../message-body/index.ts';
import { rule as changeId } from '../message-change-id/index.ts';
import { rule as changeLog } from '../message-change-log/index.ts';
import { rule as commitReference } from '../message-commit-reference/index.ts';
import { rule as duplicateSubject } from '../message-duplicate-subject/index.ts';
import { rule as fixesTag } from '../message-fixes-tag/index.ts';
import { rule as link } from '../message-link/index.ts';
import { rule as signOff } from '../message-sign-off/index.ts';
import { rule as stable } from '../message-stable/index.ts';
import { rule as subject } from '../message-subject/index.ts';
import { rule as tag } from '../message-tag/index.ts';
import { rule as upstream } from '../message-upstream/index.ts';
import type { Rule } from '../rule.ts';

export const message: readonly Rule[] = [
  subject,
  body,
  commitReference,
  duplicateSubject,
  changeId,
  signOff,
  tag,
  behindTags,
  fixesTag,
  link,
  stable,
  upstream,
  changeLog,
  attachment,
];
