// SPDX-License-Identifier: GPL-2.0-only

/** Why the host put an end to a guest. */
export type Stop =
  | 'boot-timeout'
  /** Not a byte on the console. */
  | 'lifeless'
  | 'hang'
  | 'overall'
  | 'splat'
  | 'panic'
  | 'error'
  | 'ended'
  /** Its init began a second time: a reset, or a wake-up that the firmware took for one. */
  | 'restarted'
  | 'flood'
  /** QEMU stopped the guest, because its accelerator could not go on; for any other reason. */
  | 'internal-error'
  | 'paused';

/** How QEMU ended. */
export type GuestEnd =
  | { kind: 'exited'; status: number | undefined; signal: string | undefined }
  | { kind: 'stopped'; why: Stop };
