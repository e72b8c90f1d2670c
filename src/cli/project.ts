// SPDX-License-Identifier: GPL-2.0-only
import { fileURLToPath } from 'node:url';

/** The checkout that the program runs from: templates, kernel tests and kept series are in it. */
export const PROJECT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
