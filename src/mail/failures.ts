// SPDX-License-Identifier: GPL-2.0-only
import { Failure } from '../failure.ts';

/** A file or folder that cannot be read as mail: absent, too large, empty, nested too deep. */
export class MailUnreadable extends Failure {
  readonly code = 'MAIL_UNREADABLE';
}

/** Mails, and none of them is a patch. */
export class NoPatch extends Failure {
  readonly code = 'NO_PATCH';
}

/** A diff that lost something on its way: lines wrapped, cut off, counted otherwise than they are. */
export class PatchDamaged extends Failure {
  readonly code = 'PATCH_DAMAGED';
}

/** A diff of bytes that are no text. */
export class PatchBinary extends Failure {
  readonly code = 'PATCH_BINARY';
}

/** A diff of a path that is not below the tree. */
export class PatchOutside extends Failure {
  readonly code = 'PATCH_OUTSIDE';
}

/** A patch that is none, or does not apply to what it is laid over. */
export class PatchRejected extends Failure {
  readonly code = 'PATCH_REJECTED';
}
