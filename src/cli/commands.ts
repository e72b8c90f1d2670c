// SPDX-License-Identifier: GPL-2.0-only
import { commandsFor } from './verbs.ts';

/** All verbs, for the pages that are made of their tables. */
export const commands = await commandsFor([]);
