// SPDX-License-Identifier: GPL-2.0-only

import type { Rule } from '../rule.ts';
import { rule as added } from './enm-added.ts';
import { rule as inserted } from './enm-inserted.ts';
import { rule as macroExchanged } from './enm-macro-exchanged.ts';
import { rule as removed } from './enm-removed.ts';
import { rule as terminalMoved } from './enm-terminal-moved.ts';
import { rule as valueChanged } from './enm-value-changed.ts';

export const enm: readonly Rule[] = [added, inserted, macroExchanged, removed, terminalMoved, valueChanged];
