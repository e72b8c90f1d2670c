// SPDX-License-Identifier: GPL-2.0-only
import { Failure } from '../failure.ts';

/** A program, a keyring or an apt source that the host should have. */
export class HostLacks extends Failure {
  readonly code = 'HOST_LACKS';
}

/** The archive cannot be reached, and what is asked for is not cached. */
export class NoNetwork extends Failure {
  readonly code = 'NO_NETWORK';
}

/** The archive was asked, and has no such package or version. */
export class ArchiveLacks extends Failure {
  readonly code = 'ARCHIVE_LACKS';
}

/** A package or a tree that is damaged: truncated, changed, or not what its metadata says. */
export class TreeCorrupt extends Failure {
  readonly code = 'TREE_CORRUPT';
}

/** A folder or a revision that is readable and is not kernel source. */
export class TreeUnsuitable extends Failure {
  readonly code = 'TREE_UNSUITABLE';
}

/** A design changes what a prebuilt kernel was compiled from, so that replacing modules cannot show it. */
export class NeedsSource extends Failure {
  readonly code = 'NEEDS_SOURCE';
}

/** A kernel has no module of a name that a topic or its subsystem gives, or has it built in. */
export class ModuleMissing extends Failure {
  readonly code = 'MODULE_MISSING';
}

/** A design changes code that is in a module that the run does not replace, or that the kernel leaves out. */
export class NotReplaced extends Failure {
  readonly code = 'NOT_REPLACED';
}

/** No tree is called that. */
export class UnknownTree extends Failure {
  readonly code = 'UNKNOWN_NAME';
}

/** The repository has no such tag, branch or commit. */
export class UnknownRevision extends Failure {
  readonly code = 'UNKNOWN_NAME';
}

export class GitFailed extends Failure {
  readonly code = 'GIT_FAILED';
}
