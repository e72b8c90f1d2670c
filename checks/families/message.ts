// SPDX-License-Identifier: GPL-2.0-only
import { rule as body } from '../message-body/index.ts';
import { rule as changeId } from '../message-change-id/index.ts';
import { rule as commitReference } from '../message-commit-reference/index.ts';
import { rule as duplicateSubject } from '../message-duplicate-subject/index.ts';
import { rule as subject } from '../message-subject/index.ts';
import type { Rule } from '../rule.ts';

export const message: readonly Rule[] = [subject, body, commitReference, duplicateSubject, changeId];
