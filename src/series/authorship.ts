// SPDX-License-Identifier: GPL-2.0-only

/** Who made a commit, and when. */
export interface Authorship {
  /** `Name <address>`. */
  readonly author: string;
  /** As git's raw format has it: seconds since 1970, and a zone. */
  readonly date: string;
}
