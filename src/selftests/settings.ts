// SPDX-License-Identifier: GPL-2.0-only

/** Seconds that a test may take where nothing says otherwise (kselftest/runner.sh). */
const DEFAULT_TIMEOUT = 45;
/** In place of `timeout=0`, which is no limit: a guest has to end some day. */
const NO_LIMIT = 900;

/** `timeout=` of a directory's settings, in seconds; 0 is no limit. */
export function timeoutOf(settings: string | undefined): number {
  const found = [...(settings ?? '').matchAll(/^timeout=(\d+)\s*$/gm)].at(-1)?.[1];
  return found === undefined ? DEFAULT_TIMEOUT : Number(found);
}

/**
 * Seconds that a program is given in a guest.
 *
 * @param factor how much slower than a machine the guest is
 * @param asked of the user, which counts as it is
 */
export function limitOf(timeout: number, factor: number, asked: number | undefined): number {
  return asked ?? (timeout === 0 ? NO_LIMIT : Math.ceil(timeout * factor));
}
