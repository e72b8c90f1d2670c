// SPDX-License-Identifier: GPL-2.0-only

import type { Rule } from '../rule.ts';
import { rule as attachment } from './message-attachment.ts';
import { rule as behindTags } from './message-behind-tags.ts';
import { rule as body } from './message-body.ts';
import { rule as changeId } from './message-change-id.ts';
import { rule as changeLog } from './message-change-log.ts';
import { rule as commitReference } from './message-commit-reference.ts';
import { rule as duplicateSubject } from './message-duplicate-subject.ts';
import { rule as fixesTag } from './message-fixes-tag.ts';
import { rule as link } from './message-link.ts';
import { rule as signOff } from './message-sign-off.ts';
import { rule as stable } from './message-stable.ts';
import { rule as subject } from './message-subject.ts';
import { rule as tag } from './message-tag.ts';
import { rule as upstream } from './message-upstream.ts';

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
