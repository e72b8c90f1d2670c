// SPDX-License-Identifier: GPL-2.0-only

/**
 * Whether a test failed, or could not tell, and nobody announced it. A kept run has its status in KCIDB's letters
 * (`FAIL`), the model of the formats in small ones (`fail`).
 */
export function isFailure(status: string | undefined): boolean {
  return status === 'FAIL' || status === 'ERROR' || status === 'fail' || status === 'error';
}
