// SPDX-License-Identifier: GPL-2.0-only
import { rule as added } from '../enm-added/index.ts';
import { rule as inserted } from '../enm-inserted/index.ts';
import { rule as macroExchanged } from '../enm-macro-exchanged/index.ts';
import { rule as removed } from '../enm-removed/index.ts';
import { rule as terminalMoved } from '../enm-terminal-moved/index.ts';
import { rule as valueChanged } from '../enm-value-changed/index.ts';
import type { Rule } from '../rule.ts';

export const enm: readonly Rule[] = [added, inserted, macroExchanged, removed, terminalMoved, valueChanged];
