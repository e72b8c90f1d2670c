// SPDX-License-Identifier: GPL-2.0-only
import { FALLBACK } from '../../src/uapi/fallback.ts';

/** Headers that every sample may include, by installed name. */
export const PRELUDE: ReadonlyMap<string, string> = FALLBACK;
